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
    /// The file that is locked cannot be made or opened: this user may not write the directory, or there is no room.
    case cannotLock(SystemError)
    /// It could not be written down who holds it, so it was given back.
    case record(AtomicFileError)

    /// How to end whoever holds it; nil where that cannot be told from here.
    public var remedy: String? {
        switch self {
        case .held(let owner): owner.process.isAlive ? "If it hangs, end it: kill \(owner.process.pid)." : nil
        case .heldByUnknown(_, let processes):
            processes.isEmpty ? nil : "To end it: kill \(processes.map(String.init).joined(separator: " "))."
        // Whoever is told of it is offered to end it, or waits.
        case .leftBehind, .directory, .cannotLock, .record: nil
        }
    }

    public var description: String {
        switch self {
        case .held(let owner): "another responder is at work: \(owner.summary)"
        case .heldByUnknown(let directory, let processes):
            "\(directory) is locked by "
                + (processes.isEmpty
                    ? "a process that cannot be seen from here"
                    : processes.map { RunningProgram($0).words }.joined(separator: ", "))
                + ", which left no record of who it is"
        case .leftBehind(let owner, let processes):
            "the previous responder, \(owner.summary), died, and what it started still runs: "
                + processes.map(\.description).joined(separator: "; ")
        case .cannotLock(let error): "the lock cannot be taken: \(error)"
        case .directory(let error): "the directory cannot be locked: \(error)"
        case .record(let error): "the lock was given back, because its owner could not be written down: \(error)"
        }
    }
}
