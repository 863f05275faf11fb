internal import Locking
internal import SystemKit

extension World {
    /// The lock on a Jarvis directory, for as long as something is done there; says who died holding it before.
    ///
    /// Throws: `OpsError` 75 when another responder has it.
    func takeLock(on directory: String, for command: String) throws(OpsError) -> ResponderLock {
        do throws(LockError) {
            let lock = try ResponderLock.acquire(
                directory: directory, owner: LockOwner(process: identity, command: command, since: .now()))
            PreviousResponder.warn(of: lock.previous, self)
            return lock
        } catch {
            throw OpsError(error)
        }
    }
}
