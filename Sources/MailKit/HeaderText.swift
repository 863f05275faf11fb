/// Text inside a header. Whatever goes in, what comes out is printable ASCII: as it was, or as encoded-words (RFC 2047), whose alphabet
/// has no line break. The only CR LF is the one that folding puts in, always before a space.
enum HeaderText {
    /// An unstructured header's value, such as a subject.
    ///
    /// - Parameter used: columns that the header's name takes on the first line.
    static func unstructured(_ text: String, used: Int) -> String {
        let isPlain = text.utf8.allSatisfy(isPrintable) && !text.contains("=?") && text.utf8.count + used <= 76
        // Spaces at the ends would be lost on the way.
        return isPlain && text.first != " " && text.last != " " ? text : encodedWords(text)
    }

    /// A name before an address.
    static func phrase(_ text: String) -> String {
        let isQuotable = text.utf8.allSatisfy { isPrintable($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        return isQuotable && text.utf8.count <= 60 && !text.contains("=?") ? "\"\(text)\"" : encodedWords(text)
    }

    /// At most 75 characters each: 42 bytes of text, never a part of a character's bytes (RFC 2047, section 5).
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(UTF8.encode(isControl(scalar) ? " " : scalar) ?? UTF8.encodedReplacementCharacter)
            if piece.count + bytes.count > 42 {
                words.append(word(piece))
                piece = []
            }
            piece += bytes
        }
        words.append(word(piece))
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?UTF-8?B?\(Base64.encode(bytes))?=" }

    private static func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

    /// A reader decodes the words: a line break must not come to life there either.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
