/// How much of an output is kept: its beginning, where the cause stands, and its end, where the outcome stands.
public struct OutputLimits: Sendable, Equatable {
    /// Bytes kept from the beginning; not negative.
    public let headBytes: Int
    /// Bytes kept from the end; not negative.
    public let tailBytes: Int

    public init(headBytes: Int, tailBytes: Int) {
        self.headBytes = max(0, headBytes)
        self.tailBytes = max(0, tailBytes)
    }

    /// 64 KiB of each.
    public static let standard = OutputLimits(headBytes: 64 << 10, tailBytes: 64 << 10)
}
