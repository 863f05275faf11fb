internal import JSONKit
internal import SystemKit

/// The ways in which URLs, JSON, shells and pages write a text.
enum Escapes {
    /// Every spelling but the text itself; those that change nothing are in it too.
    static func all(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        var forms: [[UInt8]] = []
        // What is kept differs: RFC 3986's unreserved characters, a path's, a query's, and encoders that keep nothing at all.
        for kept in ["", "/", "/:@!$&'()*+,;=", "!'()*", "*"] {
            let encoded = Array(PercentEncoding.encode(text, keeping: kept).utf8)
            let withPlus = Bytes.replacing(encoded, Array("%20".utf8), with: Array("+".utf8))
            for form in [encoded, withPlus, Bytes.replacing(withPlus, Array("~".utf8), with: Array("%7E".utf8))] {
                forms.append(form)
                forms.append(withSmallHexadecimal(form))
            }
        }
        forms.append(bytes.flatMap { [UInt8(ascii: "%")] + hexadecimal([$0], uppercase: true) })
        forms.append(bytes.flatMap { [UInt8(ascii: "%")] + hexadecimal([$0], uppercase: false) })
        for writer in [JSONWriter.compact, JSONWriter.outbox, JSONWriter.shown(.compact)] {
            let written = writer.bytes(text.json).dropFirst().dropLast()
            forms.append(Array(written))
            // JavaScript and PHP write slashes so, Python and browsers these for pages.
            forms.append(Bytes.replacing(Array(written), Array("/".utf8), with: Array("\\/".utf8)))
        }
        forms.append(Bytes.replacing(bytes, Array("'".utf8), with: Array("'\\''".utf8)))
        forms.append(Bytes.replacing(bytes, Array("'".utf8), with: Array("'\"'\"'".utf8)))
        forms.append(bytes.flatMap { "\"\\$`!".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] })
        forms.append(
            bytes.flatMap { Bytes.isAlphanumeric($0) || $0 >= 0x80 || "_-./:,@%+=".utf8.contains($0) ? [$0] : [UInt8(ascii: "\\"), $0] })
        forms.append(html(bytes, apostrophe: "&#x27;"))
        forms.append(html(bytes, apostrophe: "&#39;"))
        return forms
    }

    static func hexadecimal(_ bytes: [UInt8], uppercase: Bool) -> [UInt8] {
        let digits = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// `%2F` → `%2f`.
    static func withSmallHexadecimal(_ encoded: [UInt8]) -> [UInt8] {
        var small = 0
        return encoded.map { byte in
            if byte == UInt8(ascii: "%") {
                small = 2
                return byte
            }
            defer { small = max(0, small - 1) }
            return small > 0 ? Bytes.lowered(byte) : byte
        }
    }

    private static func html(_ bytes: [UInt8], apostrophe: String) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            case UInt8(ascii: "\""): Array("&quot;".utf8)
            case UInt8(ascii: "'"): Array(apostrophe.utf8)
            default: [byte]
            }
        }
    }
}
