/// The name before a `=` or `:`.
struct AssignedName {
    let range: Range<Int>
    let isQuoted: Bool

    /// nil when no name stands there.
    init?(_ text: [UInt8], before separator: Int) {
        var end = separator
        while end > 0, separator - end < 4, text[end - 1] == 0x20 { end -= 1 }
        guard end > 0 else { return nil }
        let quote = text[end - 1]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted {
            end -= 1
            while end > 0, text[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        }
        var start = end
        while start > 0, end - start <= SecretName.maximumLength,
            Bytes.isName(text[start - 1]) || isQuoted && text[start - 1] == 0x20
        {
            start -= 1
        }
        // The opening quote must be there too: `it's: …` quotes nothing.
        if isQuoted, start == 0 || text[start - 1] != quote { return nil }
        guard start < end, end - start <= SecretName.maximumLength else { return nil }
        range = start..<end
        self.isQuoted = isQuoted
    }
}
