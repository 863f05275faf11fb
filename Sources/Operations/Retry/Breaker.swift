internal import Execution
internal import SystemKit

/// Counts failures in a row, waits longer after each, and opens when there are too many: then nothing further is tried.
struct Breaker {
    /// Failures in a row after which it is open.
    static let limit = 4
    private static let firstWait = 200.0

    private(set) var failures = 0

    var isOpen: Bool { failures >= Breaker.limit }

    mutating func succeeded() { failures = 0 }
    mutating func failed() { failures += 1 }

    /// Twice as long after every failure, and not for everybody the same: many responders must not come back at one moment.
    func wait(_ cancellation: Cancellation) {
        let full = Breaker.firstWait * Double(1 << min(max(failures - 1, 0), 10))
        _ = cancellation.wait(until: .after(milliseconds: full * Double.random(in: 0.5...1)))
    }
}
