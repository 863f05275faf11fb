internal import CSodium

/// SHA-256, through libsodium.
public enum SHA256 {
    /// The digest as 64 lower-case hexadecimal digits.
    public static func hex(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        // Writes exactly that many bytes and reads the whole input; it cannot fail.
        _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The same digits as bytes, for whoever compares many.
    ///
    /// - Parameter digits: takes the 64 of them; what was there goes.
    public static func hex(_ bytes: [UInt8], into digits: inout [UInt8], _ digest: inout [UInt8]) {
        let length = Int(crypto_hash_sha256_bytes())
        if digest.count != length { digest = [UInt8](repeating: 0, count: length) }
        _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        digits.removeAll(keepingCapacity: true)
        for byte in digest {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value + 0x57 }
}
