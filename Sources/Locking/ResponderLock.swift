internal import Glibc
public import ProcessKit
internal import Synchronization
internal import SystemKit

/// One responder at a time changes a Jarvis directory; reading never needs the lock.
///
/// The lock is the system's, on a file that only those may open who may write the directory, so it excludes other users, ends with its
/// holder, and nobody who only looks can hold it. The record `.jarvis-ops.lock` is written only after the lock is held, tells the others
/// who it is, and goes before the lock is given back.
public final class ResponderLock: Sendable {
    /// What lay at the record's name when the lock was taken.
    public enum Previous: Sendable, Equatable {
        case none
        /// An owner that died without giving the lock back: what it was doing may be half done.
        case stale(LockOwner)
        /// Something that no responder wrote whole, and why it cannot be read. It was replaced.
        case unreadable(String)
    }

    public let owner: LockOwner
    public let previous: Previous
    /// What the last owner had left running, and was ended before the lock was taken.
    public let ended: [LeftProcess]
    private let directory: String
    private let lock: WritersLock
    private let isReleased = Atomic<Bool>(false)

    private init(
        _ owner: LockOwner, _ directory: String, _ lock: WritersLock, _ previous: Previous, _ ended: [LeftProcess]
    ) {
        self.ended = ended
        self.owner = owner
        self.directory = directory
        self.lock = lock
        self.previous = previous
    }

    deinit { release() }

    /// Takes the lock or says at once (within a fifth of a second) who has it.
    ///
    /// Where the last owner died and left processes running it is not taken, and the record stays: whoever comes next is told too.
    ///
    /// - Parameter ended: what was ended for it, to be remembered with it.
    public static func acquire(
        directory: String, owner: LockOwner, ended: [LeftProcess] = []
    ) throws(LockError) -> ResponderLock {
        let lock = try take(directory)
        let previous: Previous =
            switch LockRecord.read(in: directory) {
            case .none: .none
            // The lock is ours, so nobody else holds it: the record outlived its owner.
            case .owner(let dead): .stale(dead)
            case .unreadable(let reason): .unreadable(reason)
            }
        if case .stale(let dead) = previous, let mark = dead.childrensMark {
            let left = LeftProcesses(mark: mark).find()
            guard left.isEmpty else {
                lock.release()
                throw .leftBehind(by: dead, left)
            }
        }
        do { try LockRecord.write(owner, in: directory) } catch {
            lock.release()
            throw .record(error)
        }
        return ResponderLock(owner, directory, lock, previous, ended)
    }

    /// Removes the record and gives the lock back; again is harmless.
    public func release() {
        guard !isReleased.exchange(true, ordering: .acquiringAndReleasing) else { return }
        LockRecord.remove(of: owner, in: directory)
        lock.release()
    }

    private static func take(_ directory: String) throws(LockError) -> WritersLock {
        let attempt: Result<WritersLock, LockError>
        do throws(SystemError) { attempt = try attempts(directory) } catch {
            throw error.isMissing || error.code == ENOTDIR ? .directory(error) : .cannotLock(error)
        }
        return try attempt.get()
    }

    private static func attempts(_ directory: String) throws(SystemError) -> Result<WritersLock, LockError> {
        let patience = Deadline.after(milliseconds: 200)
        let never = try Cancellation()
        while true {
            if case .acquired(let lock) = try WritersLock.attempt(LockRecord.lockedName, in: directory) { return .success(lock) }
            let processes = try LockRecord.holders(in: directory) ?? []
            let owner = LockRecord.read(in: directory).owner
            if let owner, owner.process.isAlive, processes.contains(owner.process.pid) { return .failure(.held(by: owner)) }
            // A holder that is about to write its record, or to give the lock back, is waited for.
            if patience.hasPassed {
                // The lock is held where the system does not show it to us: then its record is the best that is known.
                if let owner, processes.isEmpty { return .failure(.held(by: owner)) }
                return .failure(.heldByUnknown(directory: directory, processes: processes))
            }
            _ = never.wait(until: .after(milliseconds: 5))
        }
    }
}
