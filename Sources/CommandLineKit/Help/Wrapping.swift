/// Breaks lines at spaces so that none is longer than `width` characters, unless one word is. Newlines stay.
func wrapped(_ text: String, width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
        // Lines that begin with a space are laid out by hand.
        guard paragraph.first != " ", paragraph.count > width else { return String(paragraph) }
        var lines: [String] = []
        var line = ""
        for word in paragraph.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }.joined(separator: "\n")
}
