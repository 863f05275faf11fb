internal import SystemKit

/// What is known of the lock from outside, without taking it.
public enum LockHolder: Sendable, Equatable {
    case free
    /// - Parameter isAlive: whether the owner's process was seen to run. False when the lock is held where it cannot be seen
    ///   (another machine or container), so that only its record speaks.
    case held(by: LockOwner, isAlive: Bool)
    /// Nobody holds it; its last owner died without giving it back.
    case stale(LockOwner)
    /// Somebody holds it who left no record that can be read.
    case unknownHolder(processes: [Int32])
}

extension ResponderLock {
    /// Looks at the lock and who holds it. Takes no lock, creates nothing and stands in nobody's way.
    ///
    /// It is the state of one moment; only `acquire` decides. Throws: `LockError.directory`.
    public static func holder(directory: String) throws(LockError) -> LockHolder {
        do throws(SystemError) {
            // A holder writes its record a moment after it got the lock, and removes it a moment before it gives it back.
            let patience = Deadline.after(milliseconds: 100)
            let never = try Cancellation()
            var seen = try look(directory)
            while case .unknownHolder = seen, !never.wait(until: .after(milliseconds: 5)), !patience.hasPassed {
                seen = try look(directory)
            }
            return seen
        } catch { throw .directory(error) }
    }

    private static func look(_ directory: String) throws(SystemError) -> LockHolder {
        let processes = try LockRecord.holders(in: directory)
        let owner = LockRecord.read(in: directory).owner
        if let processes, !processes.isEmpty {
            // Whoever holds it wrote the record, unless that is an earlier owner's.
            guard let owner, processes.contains(owner.process.pid), owner.process.isAlive else {
                return .unknownHolder(processes: processes)
            }
            return .held(by: owner, isAlive: true)
        }
        guard let owner else { return .free }
        if owner.process.isAlive { return .held(by: owner, isAlive: true) }
        // What runs on another machine or in another container is hidden from us: its record has to be believed.
        let isElsewhere = owner.process.host != (try? ProcessIdentity.current())?.host
        return isElsewhere ? .held(by: owner, isAlive: false) : .stale(owner)
    }
}
