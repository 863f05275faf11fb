internal import SystemKit

/// Turns signals into cancellations. Everything that blocks listens to one of the two, ends what it started and returns.
///
/// The first signal lets the act in hand come to its end, for a while. A second one, at least a second later, ends that too.
enum SignalWatch {
    /// How long the act in hand is waited for after one signal, in milliseconds. Who sends only one (a supervisor, `timeout`) often
    /// sends KILL a minute or so later, and by then all must have been ended and written down.
    static let patienceMilliseconds = 30_000.0

    /// Throws: `SystemError` when no descriptor or thread can be had.
    static func start(_ world: World) throws(SystemError) {
        let first = try Signals.watch()
        let insisting = Signals.insisting
        let (cancellation, insistence) = (world.cancellation, world.insistence)
        _ = try BlockingThread<Void> {
            SignalWait.untilReadable(first)
            cancellation.cancel()
            SignalWait.untilReadable(insisting, until: .after(milliseconds: patienceMilliseconds))
            insistence?.cancel()
        }
    }
}
