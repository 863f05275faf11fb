internal import CSodium

/// A key of 32 bytes that nobody can print, kept out of swap and core dumps where the system allows it, and wiped when it goes away.
///
/// Only its own bytes are wiped: the text it was read from belongs to whoever holds that text.
@safe public final class SecretKey: @unchecked Sendable {
    /// Bytes of a key.
    public static let length = Int(crypto_secretbox_KEYBYTES)

    // Owned: allocated in init, wiped and freed in deinit, never handed out; nothing writes to it after init, so threads may share it.
    private let memory: UnsafeMutablePointer<UInt8>

    /// From hexadecimal digits, upper or lower case; ASCII white space before, between and after pairs is passed over.
    ///
    /// - Returns: nil for any other character, for a pair that is torn apart, and for any number of bytes but 32.
    public init?(hexadecimal text: String) {
        unsafe memory = unsafe SecretKey.allocate()
        var count = 0
        var high: UInt8?
        for byte in text.utf8 {
            if high == nil && SecretKey.isSpace(byte) { continue }
            guard let digit = SecretKey.digit(byte), count < SecretKey.length else { return nil }
            if let first = high {
                unsafe memory[count] = first << 4 | digit
                count += 1
                high = nil
            } else {
                high = digit
            }
        }
        guard count == SecretKey.length, high == nil else { return nil }
    }

    /// From the system's randomness.
    public init() {
        Sodium.start()
        unsafe memory = unsafe SecretKey.allocate()
        unsafe randombytes_buf(memory, SecretKey.length)
    }

    deinit {
        // Unlocking wipes too, but only where locking had worked.
        unsafe sodium_memzero(memory, SecretKey.length)
        _ = unsafe sodium_munlock(memory, SecretKey.length)
        unsafe memory.deallocate()
    }

    /// In time that does not tell where two keys differ.
    public func isEqual(to other: SecretKey) -> Bool { unsafe sodium_memcmp(memory, other.memory, SecretKey.length) == 0 }

    /// For the calls of this kit; the pointer must not outlive `body`.
    func withBytes<Answer>(_ body: (UnsafePointer<UInt8>) -> Answer) -> Answer { unsafe body(memory) }

    private static func allocate() -> UnsafeMutablePointer<UInt8> {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
        unsafe memory.initialize(repeating: 0, count: length)
        // Best effort: a process may be allowed no locked memory at all, and the key is wiped all the same.
        _ = unsafe sodium_mlock(memory, length)
        return unsafe memory
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
