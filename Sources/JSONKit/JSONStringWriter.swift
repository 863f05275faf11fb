/// Strings with the escapes that JSON requires.
enum JSONStringWriter {
    /// - Parameter ascii: also escapes everything above U+007E, characters beyond the BMP as two surrogates, as Python does. (DEL too:
    ///   the facts say otherwise, but the state-hash vectors made by Jarvis's own code hold it as `\u007f`.)
    static func write(_ string: JSONString, ascii: Bool, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        if string.isWellFormed && !ascii {
            for byte in string.text.utf8 { if byte >= 0x80 { out.append(byte) } else { write(ascii: byte, to: &out) } }
        } else {
            for point in string.codePoints {
                switch point {
                case 0x7F where ascii: escape(point, to: &out)
                case 0..<0x80: write(ascii: UInt8(point), to: &out)
                case 0x10000... where ascii:
                    escape(0xD800 + (point - 0x10000) >> 10, to: &out)
                    escape(0xDC00 + (point - 0x10000) & 0x3FF, to: &out)
                case 0xD800..<0xE000: escape(point, to: &out)
                default: if ascii { escape(point, to: &out) } else { WTF8.append(point, to: &out) }
                }
            }
        }
        out.append(UInt8(ascii: "\""))
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
