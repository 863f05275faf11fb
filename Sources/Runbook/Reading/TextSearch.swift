/// Searching texts byte by byte: the standard library's `contains` compares whole characters, which a file of megabytes feels.
extension String {
    /// Whether `part` stands somewhere in the text.
    func holds(_ part: String) -> Bool {
        let text = utf8Span.span
        let wanted = part.utf8Span.span
        guard wanted.count > 0 else { return true }
        guard text.count >= wanted.count else { return false }
        let first = wanted[0]
        var at = 0
        let last = text.count - wanted.count
        while at <= last {
            if text[at] == first {
                var length = 1
                while length < wanted.count, text[at + length] == wanted[length] { length += 1 }
                if length == wanted.count { return true }
            }
            at += 1
        }
        return false
    }

    /// Whether any of the parts stands somewhere in the text.
    func holds(anyOf parts: [String]) -> Bool { parts.contains(where: holds) }

    /// The runs of letters and digits.
    var plainWords: [Substring] {
        utf8.split { !(($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x80) }.map(Substring.init)
    }
}

extension StringProtocol {
    /// The runs of what is no white space. Of ASCII, which nearly every line is, the bytes tell.
    var spacedWords: [Substring] {
        let text = Substring(self)
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.split(whereSeparator: \.isWhitespace) }
        return text.utf8.split { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }.map(Substring.init)
    }
}
