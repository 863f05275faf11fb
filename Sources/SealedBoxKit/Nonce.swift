internal import CSodium

/// The 24 bytes that make each sealing different. Public; never used twice with one key, which 192 random bits see to.
public struct Nonce: Sendable, Hashable {
    public static let length = Int(crypto_secretbox_NONCEBYTES)

    public let bytes: [UInt8]

    /// - Returns: nil unless there are exactly 24 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Nonce.length else { return nil }
        self.bytes = bytes
    }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// From the system's randomness.
    public static func random() -> Nonce {
        Sodium.start()
        var bytes = [UInt8](repeating: 0, count: length)
        unsafe randombytes_buf(&bytes, length)
        return Nonce(unchecked: bytes)
    }
}
