internal import DigestKit

/// What a file is to hold.
public enum FileContent: Sendable, Hashable {
    case bytes([UInt8])
    /// Bytes that were kept before an earlier change, found by their hash.
    case kept(sha256: String)

    /// 64 lower-case hexadecimal digits: what the journal and the plan's hash know of it, since the bytes may hold secrets.
    public var sha256: String {
        switch self {
        case .bytes(let bytes): SHA256.hex(bytes)
        case .kept(let sha256): sha256
        }
    }
}
