/// Strings with the escapes that JSON requires.
enum JSONStringWriter {
    enum Form {
        /// What JSON requires.
        case plain
        /// Also what steers a terminal or turns text around.
        case shown
        /// Everything above U+007E, characters beyond the BMP as two surrogates, as Python does. (DEL too: the facts say otherwise, but
        /// the state-hash vectors made by Jarvis's own code hold it as `\u007f`.)
        case ascii
    }

    static func write(_ string: JSONString, _ form: Form, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        if string.isWellFormed, form == .plain || form == .shown && string.text.utf8.allSatisfy({ $0 < 0x7F }) {
            for byte in string.text.utf8 { if byte >= 0x80 { out.append(byte) } else { write(ascii: byte, to: &out) } }
        } else {
            for point in string.codePoints {
                switch point {
                case 0x7F where form != .plain: escape(point, to: &out)
                case 0..<0x80: write(ascii: UInt8(point), to: &out)
                case _ where point >= 0x10000 && (form == .ascii || form == .shown && isControl(point)):
                    escape(0xD800 + (point - 0x10000) >> 10, to: &out)
                    escape(0xDC00 + (point - 0x10000) & 0x3FF, to: &out)
                case 0xD800..<0xE000: escape(point, to: &out)
                default:
                    let isEscaped = form == .ascii || form == .shown && isControl(point)
                    if isEscaped { escape(point, to: &out) } else { WTF8.append(point, to: &out) }
                }
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// C1 controls, what has no width, line and paragraph separators, bidirectional controls, the byte order mark, tags.
    private static func isControl(_ point: UInt32) -> Bool {
        switch point {
        case 0x80..<0xA0, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }

    private static func write(ascii byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): out += "\\\"".utf8
        case UInt8(ascii: "\\"): out += "\\\\".utf8
        case 0x08: out += "\\b".utf8
        case 0x09: out += "\\t".utf8
        case 0x0A: out += "\\n".utf8
        case 0x0C: out += "\\f".utf8
        case 0x0D: out += "\\r".utf8
        case 0..<0x20: escape(UInt32(byte), to: &out)
        default: out.append(byte)
        }
    }

    private static func escape(_ unit: UInt32, to out: inout [UInt8]) {
        let digits = String(unit, radix: 16)
        out += "\\u".utf8
        out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
        out += digits.utf8
    }
}
