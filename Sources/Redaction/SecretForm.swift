internal import SystemKit

/// One way a secret may stand in a text.
struct SecretForm: Sendable, Hashable {
    let bytes: [UInt8]
    /// The shortest piece that is taken for the secret: long texts are cut, and the rest of a secret is still one.
    let minimumPart: Int
    /// The found piece grows by the digits around it, which hold some bits of the secret.
    let isBase64: Bool
    /// Found only as a word of its own: four letters are part of many words, and eight digits of many times.
    let isWord: Bool

    /// Every form of a value and of its lines: a page prints the lines of a value apart.
    static func all(of value: String) -> [SecretForm] {
        var forms: Set<SecretForm> = []
        for piece in pieces(value) { add(piece, to: &forms) }
        return Array(forms)
    }

    /// The value, and what stands between control characters in it: those are shown as other characters.
    private static func pieces(_ value: String) -> [String] {
        let parts = value.unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        guard parts.count > 1 || parts.first.map({ $0.count != value.unicodeScalars.count }) ?? false else { return [value] }
        return [value] + parts.map { String($0) }.filter { $0.utf8.count >= 6 && !$0.utf8.starts(with: "-----".utf8) }
    }

    private static func add(_ text: String, to forms: inout Set<SecretForm>) {
        let secret = Array(text.utf8)
        func insert(_ bytes: [UInt8], isBase64: Bool = false) {
            guard bytes.count >= 4 else { return }
            let part = (12 * bytes.count + secret.count - 1) / max(1, secret.count)
            let isWord =
                bytes.count < 6 && bytes.allSatisfy(Bytes.isAlphanumeric) || bytes.count < 12 && bytes.allSatisfy(Bytes.isDigit)
            forms.insert(SecretForm(bytes: bytes, minimumPart: min(bytes.count, max(12, part)), isBase64: isBase64, isWord: isWord))
        }
        insert(secret)
        for form in Escapes.all(text) { insert(form) }
        guard secret.count >= 4 else { return }
        for form in Base64.forms(secret) {
            insert(form, isBase64: true)
            if form.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=") }) {
                let encoded = Array(PercentEncoding.encode(String(decoding: form, as: UTF8.self)).utf8)
                insert(encoded)
                insert(Escapes.withSmallHexadecimal(encoded))
            }
        }
        insert(Escapes.hexadecimal(secret, uppercase: false))
        insert(Escapes.hexadecimal(secret, uppercase: true))
    }
}
