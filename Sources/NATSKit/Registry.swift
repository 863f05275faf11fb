internal import Synchronization

/// What C callbacks refer to, by number: a callback that comes late finds nothing instead of memory that is gone.
final class Registry<Value: Sendable>: Sendable {
    private let entries = Mutex<(last: UInt, values: [UInt: Value])>((0, [:]))

    /// Keeps the value until `remove`; returns its number, never 0.
    func add(_ value: Value) -> UInt {
        entries.withLock { entries in
            entries.last += 1
            entries.values[entries.last] = value
            return entries.last
        }
    }

    func remove(_ number: UInt) { entries.withLock { _ = $0.values.removeValue(forKey: number) } }

    subscript(_ number: UInt) -> Value? { entries.withLock { $0.values[number] } }
}
