/// What was kept of an output, as bytes.
public struct CapturedOutput: Sendable, Equatable {
    /// The first bytes.
    public let head: [UInt8]
    /// The last bytes; when nothing was left out it goes on where `head` ends.
    public let tail: [UInt8]
    /// How many bytes the program wrote.
    public let totalBytes: Int

    init(head: [UInt8], tail: [UInt8], totalBytes: Int) {
        self.head = head
        self.tail = tail
        self.totalBytes = totalBytes
    }

    public static let empty = CapturedOutput(head: [], tail: [], totalBytes: 0)

    public var isTruncated: Bool { totalBytes > head.count + tail.count }

    /// For people: bytes that are not UTF-8 become U+FFFD, and a line of its own says how much is missing in the middle.
    public var text: String {
        guard isTruncated else { return String(decoding: head + tail, as: UTF8.self) }
        // A character cut by the limit is left out whole: it was valid where it came from.
        let first = head.dropLast(Self.unfinishedBytes(atEndOf: head))
        let last = tail.dropFirst(tail.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count)
        let missing = totalBytes - first.count - last.count
        let newline = first.isEmpty || first.last == UInt8(ascii: "\n") ? "" : "\n"
        let line = newline + "[... \(missing) bytes left out ...]\n"
        return String(decoding: first, as: UTF8.self) + line + String(decoding: last, as: UTF8.self)
    }

    /// How many bytes at the end begin a character that goes on after them: 0 to 3.
    private static func unfinishedBytes(atEndOf bytes: [UInt8]) -> Int {
        var following = 0
        for byte in bytes.suffix(3).reversed() {
            if byte & 0xC0 == 0x80 {
                following += 1
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > following + 1 ? following + 1 : 0
        }
        return 0
    }
}
