/// Walks forward through a text line by line, to look up what the parser does not tell: whether a fence was closed.
///
/// Fences are asked for in the order of the text, so all look-ups together pass over it once.
struct LineCursor {
    private let bytes: [UInt8]
    private var line = 1
    private var start = 0

    /// `bytes` ends its lines with LF alone.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the line (counted from 1, not before the one asked for last) closes a fence.
    /// - Parameters:
    ///   - length: of the opening fence, in characters.
    ///   - margin: bytes before the text of the container that holds the fence; a line that begins left of it is not in the container.
    mutating func closesFence(_ wanted: Int, character: UInt8, length: Int, margin: Int) -> Bool {
        guard wanted >= line else { return false }
        while line < wanted, start < bytes.count {
            if bytes[start] == 0x0A { line += 1 }
            start += 1
        }
        guard line == wanted else { return false }
        var at = start
        var isSpaces = true
        // Containers (quotes, list items) may stand before the fence.
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x3E {
            if bytes[at] != 0x20 { isSpaces = false }
            at += 1
        }
        if isSpaces, at - start < margin { return false }
        let run = at
        while at < bytes.count, bytes[at] == character { at += 1 }
        guard at - run >= length else { return false }
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        return at == bytes.count || bytes[at] == 0x0A
    }
}
