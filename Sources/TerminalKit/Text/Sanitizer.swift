/// Makes foreign text safe to print: what a probe read must never steer the terminal.
///
/// Control characters become visible (`␛`, `␇`, `\u{9B}`); so do bidirectional controls and characters of no width, by which one text can
/// pass for another. The joiner within an emoji stays.
public enum Sanitizer {
    /// For one line: newlines become `⏎`, tabs a space.
    public static func line(_ text: String) -> String { clean(text, newline: "⏎", tab: " ") }

    /// For several lines: newlines stay (also those written as CR LF), a tab becomes four spaces.
    public static func multiline(_ text: String) -> String { clean(text, newline: "\n", tab: "    ") }

    private static func clean(_ text: String, newline: String, tab: String) -> String {
        // Most text is harmless ASCII: say so without copying it.
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return text }
        var result = ""
        var scalars = text.unicodeScalars.makeIterator()
        var pending = scalars.next()
        while let scalar = pending {
            pending = scalars.next()
            switch scalar {
            case "\r" where pending == "\n": break
            case "\n": result += newline
            case "\t": result += tab
            case "\u{200D}" where isEmoji(result.unicodeScalars.last) && isEmoji(pending): result.unicodeScalars.append(scalar)
            default: append(scalar, to: &result)
            }
        }
        return result
    }

    /// A picture, its colour or its variant, and no digit.
    private static func isEmoji(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { $0.value == 0xFE0F || $0.value > 0xFF && $0.properties.isEmoji } ?? false
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar.value {
        case 0..<32:
            // The control pictures stand in the order of the characters they show.
            if let picture = Unicode.Scalar(0x2400 + scalar.value) { result.unicodeScalars.append(picture) }
        case 127: result += "␡"
        // C1 controls (U+009B is an escape sequence by itself), what has no width, line and paragraph separators, bidirectional controls, tags.
        case 0x80..<0xA0, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0x61C, 0xFEFF, 0xE0000...0xE007F:
            result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
}
