/// The lines of a text by number, to look up what the parser does not tell (whether a fence was closed).
struct SourceLines {
    private let bytes: [UInt8]
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        var previous: UInt8 = 0
        for (offset, byte) in bytes.enumerated() {
            // CR, LF and CRLF end a line, as the parser counts them.
            if byte == 0x0A {
                if previous == 0x0D { starts[starts.count - 1] = offset + 1 } else { starts.append(offset + 1) }
            } else if byte == 0x0D {
                starts.append(offset + 1)
            }
            previous = byte
        }
        self.starts = starts
    }

    /// Whether the line (counted from 1) closes a fence of at least `length` `character`s.
    func closesFence(_ line: Int, character: UInt8, length: Int) -> Bool {
        guard line >= 1, line <= starts.count else { return false }
        let end = line < starts.count ? starts[line] : bytes.count
        var rest = bytes[starts[line - 1]..<end]
        // Containers (quotes, list items) may stand before the fence.
        while let first = rest.first, first != character {
            rest = rest.dropFirst(first == 0x20 || first == 0x09 || first == 0x3E ? 1 : rest.count)
        }
        let run = rest.prefix { $0 == character }
        let after = rest.dropFirst(run.count)
        return run.count >= length && after.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}
