public import ProcessKit

/// What a responder who died (killed, or crashed) left running.
public struct LeftBehind: Sendable {
    public let owner: LockOwner
    public let processes: [LeftProcess]

    /// Takes no lock and ends nothing. nil where nobody died here, somebody is at work, or nothing of the dead one runs any more.
    public init?(directory: String) {
        guard case .stale(let dead)? = try? ResponderLock.holder(directory: directory), let mark = dead.childrensMark else { return nil }
        let left = LeftProcesses(mark: mark).find()
        if left.isEmpty { return nil }
        owner = dead
        processes = left
    }

    /// Foreign text: clean it before it is shown.
    public var description: String { LockError.leftBehind(by: owner, processes).description }
}
