/// How many columns text takes on a terminal.
public enum DisplayWidth {
    /// The columns of one line of sanitized text. Escape sequences of a `Palette` count nothing.
    public static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return text.utf8.count }
        var width = 0
        for piece in Pieces(text) { width += piece.width }
        return width
    }

    /// The columns of one character as a reader sees it: 0, 1 or 2; more for some conjuncts of Indic scripts.
    ///
    /// Source: Unicode Standard Annex 11 (wide and fullwidth) and Technical Standard 51 (emoji presentation).
    public static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.isASCII { return first.value < 32 || first.value == 127 ? 0 : (scalars.contains("\u{20E3}") ? 2 : 1) }
        // An emoji made of several parts (flags, families, skin tones, "show as emoji") takes the room of one.
        if first.properties.isEmoji { return scalars.contains("\u{FE0F}") ? 2 : scalars.reduce(0) { max($0, width(of: $1)) } }
        // Terminals count the letters of a conjunct one by one.
        return scalars.reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        if properties.isDefaultIgnorableCodePoint { return 0 }
        if properties.isEmojiPresentation || isWide(scalar.value) { return 2 }
        // Vowels and final consonants that join the syllable before them.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        return 1
    }

    /// Blocks of EastAsianWidth.txt that are W or F throughout.
    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18AFF, 0x1B000...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            return true
        default: return false
        }
    }
}
