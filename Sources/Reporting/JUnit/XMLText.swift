/// Foreign text in XML 1.0, which forbids most control characters in every form.
enum XMLText {
    /// For elements and for quoted attributes alike. What is forbidden becomes U+FFFD.
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&apos;"
            // In an attribute they would be read as spaces, and a carriage return anywhere as a line feed.
            case "\t", "\n", "\r": out += "&#\(scalar.value);"
            default:
                // A reference is the same character for every reader, and steers no terminal.
                if isUnseen(scalar.value) {
                    out += "&#\(scalar.value);"
                } else {
                    out.unicodeScalars.append(isAllowed(scalar.value) ? scalar : "\u{FFFD}")
                }
            }
        }
        return out
    }

    /// DEL and the C1 controls, what has no width, line and paragraph separators, bidirectional controls, the byte order mark, tags.
    private static func isUnseen(_ value: UInt32) -> Bool {
        switch value {
        case 0x7F..<0xA0, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }

    /// The production `Char` of XML 1.0, without the white space that is written as a reference.
    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
