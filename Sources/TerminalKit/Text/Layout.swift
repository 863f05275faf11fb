/// Cutting, wrapping and padding by columns. Works on sanitized text, coloured or not.
public enum Layout {
    /// At most `width` columns, the last of them `…` if something was cut. Colours are ended.
    public static func truncated(_ text: String, to width: Int) -> String {
        guard width > 0 else { return "" }
        if DisplayWidth.of(text) <= width { return text }
        var result = ""
        var used = 0
        // What ends the colours that are on, in the form in which they were begun.
        var end = ""
        for piece in Pieces(text) {
            if piece.isEscape {
                let isEnd = piece.text.hasPrefix("\u{1B}[0m") || piece.text.hasPrefix("\u{1B}[0;")
                let isSealed = piece.text.hasSuffix(";\(TextSink.seal)m")
                end = isEnd ? "" : isSealed ? TextSink.sealed("\u{1B}[0m") : "\u{1B}[0m"
            } else if used + piece.width > width - 1 {
                break
            }
            used += piece.width
            result += piece.text
        }
        return result + "…" + end
    }

    public enum Alignment: Sendable { case left, right }

    /// Filled with spaces to `width` columns; longer text stays as it is.
    public static func padded(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
        let space = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return alignment == .left ? text + space : space + text
    }

    /// Lines of at most `width` columns (at least 1), broken at spaces, but never within a command that somebody may copy; a longer word is
    /// broken inside. Newlines stay. For text without colours: paint the lines afterwards.
    public static func wrapped(_ text: String, to width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrappedLine(String($0), to: max(1, width)) }
    }

    /// A text, coloured or not, as a terminal of that width should have it: lines that are too long are broken at spaces and go on below
    /// where they began; what cannot be broken (an identifier, a command) stays whole, and the terminal breaks it where it ends.
    public static func fitted(_ text: String, to width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = String(line)
            if DisplayWidth.of(line) <= width { return line }
            let indent = String(line.prefix { $0 == " " })
            let room = max(16, width - indent.count)
            return wrappedLine(String(line.dropFirst(indent.count)), to: room, breaksWords: false).map { indent + $0 }
                .joined(separator: "\n")
        }
        .joined(separator: "\n")
    }

    private static func wrappedLine(_ text: String, to width: Int, breaksWords: Bool = true) -> [String] {
        if DisplayWidth.of(text) <= width { return [text] }
        var lines: [String] = []
        var line = ""
        var used = 0
        for piece in CommandsInText.pieces(text) {
            let isWhole = !breaksWords || piece.contains(" ") && DisplayWidth.of(piece) <= width
            for word in isWhole ? [piece] : piece.split(separator: " ").map(String.init) {
                add(word)
            }
        }
        func add(_ word: String) {
            let length = DisplayWidth.of(word)
            if used > 0, used + 1 + length > width {
                lines.append(line)
                (line, used) = ("", 0)
            }
            if used > 0 {
                line += " "
                used += 1
            }
            if used + length <= width || !breaksWords {
                line += word
                used += length
                return
            }
            for character in word {
                let columns = DisplayWidth.of(character)
                if used > 0, used + columns > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.append(character)
                used += columns
            }
        }
        return lines + [line]
    }
}
