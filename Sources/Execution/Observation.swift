public import JSONKit
public import Runbook

/// How a probe ended, in the contract's words.
public enum ProbeState: String, Sendable {
    /// It measured, and what it saw is well.
    case ok
    /// It measured, and what it saw is not well.
    case unhealthy
    /// It ran and gave no usable answer.
    case failed
    case timedOut = "timed-out"
    /// It could not run: a tool, a server or a file is not there.
    case unavailable
    case notRun = "not-run"

    /// Whether something was measured.
    public var isMeasured: Bool { self == .ok || self == .unhealthy }
}

/// What a probe saw.
public struct Observation: Sendable {
    public let id: String
    public let title: String
    /// The runbook's step it belongs to, or nil.
    public let step: String?
    public let kind: ActionKind
    public let state: ProbeState
    public let durationMilliseconds: Double
    /// One line for people.
    public let summary: String
    /// Details for machines, and for the report.
    public let evidence: JSONObject
    /// The same, typed, for the checks that decide symptoms.
    public let measurement: Measurement?
    /// Why what was looked at may not be what the service uses: then nothing is ruled out by it. nil where it is.
    public var doubt: String?
}

/// A probe's finding before it is filed under a planned step.
public struct ProbeResult: Sendable {
    public var state: ProbeState
    public var summary: String
    public var evidence: JSONObject
    public var measurement: Measurement?
    public var doubt: String?

    public init(_ state: ProbeState, _ summary: String, evidence: JSONObject = JSONObject(), measurement: Measurement? = nil) {
        self.state = state
        self.summary = summary
        self.evidence = evidence
        self.measurement = measurement
    }
}
