public import Planning
public import SystemKit

/// Carries one probe out. It blocks until the probe has ended, at the deadline at the latest, and throws nothing: what went
/// wrong is the result.
public protocol ProbeRunner: Sendable {
    func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult
}

/// What every probe is given.
public struct ProbeLimits: Sendable {
    public let deadline: Deadline
    public let cancellation: Cancellation
    /// Raised later than the cancellation, when what is in hand is not waited for any longer; nil where that is the same moment.
    public let insistence: Cancellation?
    /// Milliseconds between the start and the deadline.
    public let timeoutMilliseconds: Double
    /// Takes a few words for people about how far a long look or act has come; they replace the ones before. May be called from any thread.
    public let onProgress: @Sendable (String) -> Void

    public init(
        timeoutMilliseconds: Double, cancellation: Cancellation, insistence: Cancellation? = nil,
        onProgress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.insistence = insistence
        self.timeoutMilliseconds = timeoutMilliseconds
        self.cancellation = cancellation
        self.onProgress = onProgress
        deadline = .after(milliseconds: timeoutMilliseconds)
    }
}

/// What happens while a plan runs, for progress lines and event streams. Called from several threads.
public enum ProbeEvent: Sendable {
    case started(PlannedStep)
    case finished(Observation)
}
