internal import Locking
internal import ProcessKit
internal import SystemKit

extension World {
    /// The lock on a Jarvis directory, for as long as something is done there; says who died holding it before, and deals with what that
    /// one left running.
    ///
    /// Throws: `OpsError` 75 when another responder has it, or something is left that runs on.
    func takeLock(on directory: String, for command: String, _ options: GlobalOptions) throws(OpsError) -> ResponderLock {
        let owner = LockOwner(process: identity, command: command, since: .now(), childrensMark: LeftProcesses.markOfThisProgram)
        var ended: [LeftProcess] = []
        while true {
            do throws(LockError) {
                let lock = try ResponderLock.acquire(directory: directory, owner: owner, ended: ended)
                PreviousResponder.warn(of: lock.previous, self)
                return lock
            } catch {
                guard case .leftBehind(let dead, let processes) = error else { throw OpsError(error) }
                ended += try LeftBehindDesk(options: options, world: self).settle(dead, processes)
            }
        }
    }
}
