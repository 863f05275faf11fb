internal import SystemKit

/// Names for runs: sortable by time, and short enough to type.
enum RunID {
    /// `20261124-030000-4f2a`.
    static func make(at time: Timestamp) -> String {
        let digits = time.rfc3339.filter(\.isNumber)
        let tail = String(UInt16.random(in: 0...UInt16.max), radix: 16)
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(String(repeating: "0", count: 4 - tail.count))\(tail)"
    }
}
