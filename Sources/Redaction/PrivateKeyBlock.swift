/// `-----BEGIN … PRIVATE KEY-----` up to its end, also cut short, indented, or with its line ends escaped.
enum PrivateKeyBlock {
    private static let begin = Array("-----BEGIN ".utf8)
    private static let label = Array("PRIVATE KEY".utf8)
    private static let end = Array("-----END ".utf8)
    private static let dashes = Array("-----".utf8)

    static func find(_ text: [UInt8], at start: Int) -> SecretSpan? {
        guard Bytes.hasPrefix(text, at: start, begin) else { return nil }
        var index = start + begin.count
        var isPrivate = false
        while index < text.count, index - start < 64, text[index] != UInt8(ascii: "-") {
            if Bytes.hasPrefix(text, at: index, label) { isPrivate = true }
            index += 1
        }
        guard isPrivate, Bytes.hasPrefix(text, at: index, dashes) else { return nil }
        index += dashes.count
        let body = index
        while index < text.count, isBody(text[index]) {
            if text[index] == UInt8(ascii: "-"), Bytes.hasPrefix(text, at: index, end) {
                return body < index ? SecretSpan(start: body, end: index) : nil
            }
            index += 1
        }
        return text[body..<index].contains(where: Bytes.isAlphanumeric) ? SecretSpan(start: body, end: index) : nil
    }

    /// Base64, the headers of an encrypted key, line ends (also as `\n` and `⏎`), and the colours of a terminal.
    private static func isBody(_ byte: UInt8) -> Bool {
        Bytes.isBase64(byte) || Bytes.isBlank(byte) || ":,\\[];|".utf8.contains(byte) || [0xE2, 0x8F, 0x8E].contains(byte)
    }
}
