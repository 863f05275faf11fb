public import ProcessKit
public import SystemKit

/// Why the lock was not taken.
public enum LockError: Error, Sendable, Equatable, CustomStringConvertible {
    case held(by: LockOwner)
    /// Somebody holds it who left no record: the processes, as far as the system names them.
    case heldByUnknown(directory: String, processes: [Int32])
    /// Its last owner died, and what it started runs on.
    case leftBehind(by: LockOwner, [LeftProcess])
    /// The directory is not there or cannot be opened.
    case directory(SystemError)
    /// It could not be written down who holds it, so it was given back.
    case record(AtomicFileError)

    public var description: String {
        switch self {
        case .held(let owner): "another responder is at work: \(owner.summary)"
        case .heldByUnknown(let directory, let processes):
            "\(directory) is locked by "
                + (processes.isEmpty
                    ? "a process that cannot be seen from here" : "process \(processes.map(String.init).joined(separator: ", "))")
                + ", which left no record of who it is"
        case .leftBehind(let owner, let processes):
            "the previous responder, \(owner.summary), died, and what it started still runs: "
                + processes.map(\.description).joined(separator: "; ")
        case .directory(let error): "the directory cannot be locked: \(error)"
        case .record(let error): "the lock was given back, because its owner could not be written down: \(error)"
        }
    }
}
