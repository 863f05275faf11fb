internal import SystemKit

/// Tells how far something has come, a few times a second, from a thread beside it.
final class Ticker {
    private let done: Cancellation
    private let thread: BlockingThread<Void>

    /// - Parameter tick: called until `end()` has returned.
    init(milliseconds: Double, _ tick: @escaping @Sendable () -> Void) throws(SystemError) {
        let done = try Cancellation()
        self.done = done
        thread = try BlockingThread { while !done.wait(until: .after(milliseconds: milliseconds)) { tick() } }
    }

    func end() {
        done.cancel()
        thread.value()
    }
}
