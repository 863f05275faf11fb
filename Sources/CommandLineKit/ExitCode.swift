/// A code to end the process with; thrown from `run()` it ends it without a word.
public struct ExitCode: Error, RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }
    public init(_ code: Int32) { rawValue = code }

    public static let success = ExitCode(0)
    public static let failure = ExitCode(1)
    /// `EX_USAGE` of sysexits.h: the command was used incorrectly.
    public static let validationFailure = ExitCode(64)

    public var isSuccess: Bool { rawValue == 0 }
}

/// Misuse found by `validate()`, `run()` or a transform: the message is shown with a pointer to the help, exit 64.
public struct ValidationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) { self.message = message }
    public var description: String { message }
}

/// An end without failure that still has something to print: exit 0, on standard output.
public enum CleanExit: Error, Sendable {
    /// The help of the given command; of the program when nil.
    case helpRequest((any ParsableCommand.Type)? = nil)
    case message(String)

    public static func helpRequest(_ command: any ParsableCommand) -> CleanExit { .helpRequest(type(of: command)) }
}
