public import SystemKit

/// Why a command could not be started. A command that started and failed is a `ProcessResult`.
public enum ProcessError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No such file, or no such name in `PATH`.
    case executableNotFound(String)
    /// The file is there, and may not be run or is no program.
    case notExecutable(String)
    /// The file is there and names a program that is to run it, in its first line, which is not there.
    case interpreterMissing(String, interpreter: String)
    case directoryMissing(String)
    /// The system refused: no memory, too many processes or descriptors, a text with a NUL in it.
    case cannotStart(String, SystemError)

    /// Stable, for machines.
    public var code: String {
        switch self {
        case .executableNotFound: "executable-not-found"
        case .notExecutable: "not-executable"
        case .interpreterMissing: "interpreter-missing"
        case .directoryMissing: "directory-missing"
        case .cannotStart: "cannot-start"
        }
    }

    /// One sentence without its full stop, for people.
    public var message: String {
        switch self {
        case .executableNotFound(let name): "\(name.isEmpty ? "an empty name" : name): no such program"
        case .notExecutable(let path): "\(path): not an executable file"
        case .interpreterMissing(let path, let interpreter): "\(path): \(interpreter), which is to run it, is not there"
        case .directoryMissing(let path): "\(path): no such directory"
        case .cannotStart(let name, let error): "\(name) could not be started: \(error.reason)"
        }
    }

    public var description: String { message }
}
