internal import DigestKit

/// Bytes that were seen, to be kept: a probe's output, the old text of a file.
public struct JournalEvidence: Sendable, Hashable {
    /// The most bytes that are kept of one piece, the line in the middle included.
    public static let limit = 256 << 10

    /// What it is, within its row: `stdout`, `.env`.
    public let name: String
    /// What is kept: all of it, or its head and its tail with a line between them that says how much is missing.
    public let bytes: [UInt8]
    /// Of the bytes that are kept, as 64 lower-case hexadecimal digits.
    public let sha256: String
    /// Bytes that are not kept.
    public let leftOut: Int

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        if bytes.count <= Self.limit {
            self.bytes = bytes
            leftOut = 0
        } else {
            // The line has at most 64 bytes, whatever the number.
            let part = (Self.limit - 64) / 2
            leftOut = bytes.count - 2 * part
            self.bytes = bytes.prefix(part) + Array("\n[… \(leftOut) bytes left out …]\n".utf8) + bytes.suffix(part)
        }
        sha256 = Self.digest(self.bytes)
    }

    static func digest(_ bytes: [UInt8]) -> String { SHA256.hex(bytes) }
}

/// A row's word for a piece of evidence.
public struct EvidenceReference: Sendable, Hashable {
    public let name: String
    public let sha256: String
    /// Where the bytes are kept in the table `evidence`.
    public let row: Int
    /// Bytes that are kept.
    public let bytes: Int
    /// Bytes that are not.
    public let leftOut: Int
}
