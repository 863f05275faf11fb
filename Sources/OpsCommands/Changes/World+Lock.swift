internal import Locking
internal import ProcessKit
internal import SystemKit
internal import TerminalKit

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
                warn(of: lock.previous)
                return lock
            } catch {
                guard case .leftBehind(let dead, let processes) = error else { throw OpsError(error) }
                ended += try LeftBehindDesk(options: options, world: self).settle(dead, processes)
            }
        }
    }

    /// Somebody died here, and what they did may be half done. The record is a file that anybody may have written.
    private func warn(of previous: ResponderLock.Previous) {
        switch previous {
        case .none: break
        case .stale(let owner):
            note(
                Sanitizer.line("the previous responder, \(owner.summary), died in the middle of it: what it did may be half done")
                    + "\n  See: jarvis-ops runs")
        case .unreadable(let reason):
            note(Sanitizer.line("the previous responder left a lock that cannot be read (\(reason)); it was replaced"))
        }
    }
}
