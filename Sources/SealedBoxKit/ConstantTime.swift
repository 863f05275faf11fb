internal import CSodium

/// Comparison in time that does not tell where two values differ.
public enum ConstantTime {
    /// The lengths are no secret; when they differ, the answer comes at once.
    public static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        // Reads exactly that many bytes of each.
        return unsafe sodium_memcmp(a, b, a.count) == 0
    }
}
