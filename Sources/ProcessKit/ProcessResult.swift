/// How a command ended.
public enum Ending: Sendable, Equatable {
    /// By itself, with this code (0 to 255).
    case exited(Int32)
    /// By a signal that this program did not send.
    case signalled(ProcessSignal)
    /// Ended by us at its deadline.
    case timedOut
    /// Ended by us because the run was cancelled.
    case cancelled
}

/// A command that has ended, with nothing of it left running.
public struct ProcessResult: Sendable, Equatable {
    public let ending: Ending
    public let standardOutput: CapturedOutput
    public let standardError: CapturedOutput
    /// From before its start until nothing of it was left.
    public let durationMilliseconds: Double
    /// How many processes besides the command itself were still there and had to be ended. Only those that are certainly
    /// its own: a daemon that hid where it came from is ended and not counted.
    public let leftBehind: Int

    /// It ended by itself with code 0.
    public var isSuccess: Bool { ending == .exited(0) }

    /// A run that was cancelled, or whose deadline had passed, before anything was started.
    static func notStarted(_ ending: Ending) -> ProcessResult {
        ProcessResult(ending: ending, standardOutput: .empty, standardError: .empty, durationMilliseconds: 0, leftBehind: 0)
    }
}
