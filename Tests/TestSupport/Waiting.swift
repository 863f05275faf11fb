public import SystemKit

/// What a test helper could not do.
public struct TestSupportError: Error, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}

/// Looks at a condition again and again until it holds.
///
/// - Parameter seconds: generous on purpose; a condition that holds ends the wait at once, and a loaded machine is slow.
/// - Throws: `TestSupportError` when it did not come to hold in time, and what `condition` throws.
public func waitUntil(_ what: String, seconds: Double = 120, _ condition: () throws -> Bool) throws {
    let deadline = Deadline.after(milliseconds: seconds * 1000)
    let never = try Cancellation()
    let clock = ContinuousClock()
    while true {
        var holds = false
        let cost = try clock.measure { holds = try condition() }
        if holds { return }
        guard !deadline.hasPassed else { throw TestSupportError("waited \(seconds) s in vain until \(what)") }
        // A look that costs much is taken less often, or the waiting would be most of the work of a busy machine.
        _ = never.wait(until: .after(milliseconds: min(25, max(3, 3 * (cost / .milliseconds(1))))))
    }
}

extension Deadline {
    /// So far away that a test which reaches it has failed already.
    public static var generous: Deadline { .after(milliseconds: 120_000) }
}

/// Runs `body` on a thread of its own and raises `cancellation` once `ready` holds; returns what `body` gave.
public func cancelling<Value: Sendable>(
    _ cancellation: Cancellation, when what: String, _ ready: () throws -> Bool, _ body: @escaping @Sendable () -> Value
) throws -> Value {
    let thread = try BlockingThread(body)
    defer { cancellation.cancel() }
    try waitUntil(what, ready)
    cancellation.cancel()
    return thread.value()
}

/// Tries something under ever longer deadlines until its outcome is the expected one: on a loaded machine a short deadline may
/// pass before the thing under test has come to where it is meant to wait. Returns the last outcome.
public func patiently<Value>(_ attempt: (Deadline) throws -> Value, until isExpected: (Value) -> Bool) rethrows -> Value {
    for milliseconds in [100.0, 1000, 6000] {
        let value = try attempt(.after(milliseconds: milliseconds))
        if isExpected(value) { return value }
    }
    return try attempt(.after(milliseconds: 30_000))
}
