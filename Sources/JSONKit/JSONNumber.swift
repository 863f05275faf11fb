/// A number in its own spelling: `1`, `1.0` and `1e0` are three numbers here, because a state hash tells them apart.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// As it stood in the text. From a Python text also `NaN`, `Infinity`, `-Infinity`.
    public let spelling: String

    init(spelling: String) { self.spelling = spelling }

    public init(_ value: some FixedWidthInteger) { spelling = String(value) }

    /// As Python's `repr` spells it; not-a-number and the infinities as `json.dumps` does.
    public init(_ value: Double) { spelling = PythonFloat.json(value) }

    /// Written without fraction and exponent.
    public var isInteger: Bool {
        spelling.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 }
    }

    /// The value of an integer spelling; nil for `1.0`, `1e3`, and what does not fit.
    public var int64: Int64? { isInteger ? Int64(spelling) : nil }

    /// As for `int64`.
    public var int: Int? { isInteger ? Int(spelling) : nil }

    /// The nearest double; beyond the range, an infinity.
    public var double: Double {
        if let value = Double(spelling) { return value }
        // Every spelling that the reader lets through is one that Double reads.
        return .nan
    }

    public var isFinite: Bool { double.isFinite }

    public var description: String { spelling }
}
