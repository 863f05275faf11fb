internal import CSodium

/// SHA-256 of bytes that come in pieces.
@safe public struct SHA256Stream: ~Copyable {
    // libsodium's state is plain memory without pointers.
    private var state: crypto_hash_sha256_state

    public init() {
        state = crypto_hash_sha256_state()
        _ = unsafe crypto_hash_sha256_init(&state)
    }

    /// Reads the whole piece; it cannot fail.
    public mutating func add(_ bytes: [UInt8]) { _ = unsafe crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count)) }

    /// The digest as 64 lower-case hexadecimal digits.
    public consuming func hex() -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        // Writes exactly that many bytes.
        _ = unsafe crypto_hash_sha256_final(&state, &digest)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
