internal import Locking
internal import ProcessKit
internal import SystemKit
internal import TerminalKit

/// What the last responder started runs on although that one is dead (killed, or crashed): nobody changes anything beside it. It is named,
/// and then ended where somebody says so, else waited for.
struct LeftBehindDesk {
    /// What is typed, or given to `--confirm`, to have it ended.
    static let name = "leftovers"

    let options: GlobalOptions
    let world: World

    /// Returns when nothing of it runs any more, with what was ended for that.
    ///
    /// Throws: `OpsError` 75 when something still does at the time limit, 128 + signal when one came.
    func settle(_ dead: LockOwner, _ processes: [LeftProcess]) throws(OpsError) -> [LeftProcess] {
        guard let mark = dead.childrensMark else { return [] }
        let left = LeftProcesses(mark: mark)
        world.note(Sanitizer.line(LockError.leftBehind(by: dead, processes).description))
        if try isToBeEnded() {
            let stubborn = left.end()
            guard stubborn.isEmpty else { throw OpsError(.leftBehind(by: dead, stubborn)) }
            world.note("they were ended")
            return processes
        }
        world.note("waiting for them to end, at most \(Int((options.timeout.milliseconds / 1000).rounded(.up))) s (--timeout)")
        if left.waitForAll(until: .after(milliseconds: options.timeout.milliseconds), world.cancellation) { return [] }
        try stopAfterSignal()
        throw OpsError(.leftBehind(by: dead, left.find()))
    }

    private func isToBeEnded() throws(OpsError) -> Bool {
        if options.confirm.contains(LeftBehindDesk.name) { return true }
        guard let prompt = world.prompt(options) else { return false }
        let answer = try? prompt.typedName(
            LeftBehindDesk.name, "They can be ended now (TERM, then KILL), or waited for: anything else waits.")
        try stopAfterSignal()
        return answer == .accepted
    }

    private func stopAfterSignal() throws(OpsError) {
        if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
    }
}
