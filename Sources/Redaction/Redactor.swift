public import JSONKit

/// Takes secrets out of what is shown, written down or sent.
///
/// Two ways lead to a secret. By value: every value that is known to be secret, wherever it stands and in every usual form (as it is,
/// base64 at any place of a longer one, percent-encoded, escaped for JSON, shells and pages, hexadecimal), also a piece of twelve
/// bytes of it. By shape: what stands behind a secret-looking name, in a URL's credentials, in an `Authorization` header, in a private
/// key block, known or not.
///
/// For display only: what probes read and what decisions are made of is never redacted.
///
/// Limits, so that nobody trusts in more. Values of fewer than eight bytes, words of small letters under sixteen, common words (`true`,
/// `localhost`, `password`, `confirmed`), and paths are not searched for; behind their name they are still taken out. Ids of incidents
/// and steps stay as they are, for they are typed again: a secret in a title is one in its id. Keys of JSON that are small
/// letters stay. A piece of under twelve bytes
/// of a longer secret stays, when a text was cut there. Not recognised: encryption, compression, hashes, reversed or doubly encoded
/// text (base64 of base64), other bases, and an unknown secret in running text without any name. A secret that is a part of the marker itself
/// (`redacted`) cannot be told from it.
public struct Redactor: Sendable {
    private let index: FormIndex
    private let isActive: Bool
    /// Ids by which people and programs ask again: what lies within one stays.
    private let ids: [[UInt8]]

    /// What a secret is replaced by; the same everywhere, and harmless in JSON strings, URLs and shells' quotes.
    public static let marker = Marker.text

    /// Changes nothing.
    public static let none = Redactor(index: FormIndex([]), isActive: false)

    /// - Parameter secrets: values known to be secret; those not worth searching for (see the limits) are left out.
    public init(secrets: [String], ids: Set<String> = []) {
        let known = Set(secrets).filter { SecretValue.isWorthSearching(Array($0.utf8)) }
        self.init(index: FormIndex(Array(Set(known.flatMap(SecretForm.all)))), isActive: true, ids: ids.map { Array($0.utf8) })
    }

    private init(index: FormIndex, isActive: Bool, ids: [[UInt8]] = []) {
        self.index = index
        self.isActive = isActive
        self.ids = ids
    }

    /// Whether the value of that name is taken for a secret.
    public static func isSecretName(_ name: String) -> Bool { SecretName.classify(name) != .plain }

    public func redact(_ text: String) -> String {
        guard isActive, !text.isEmpty else { return text }
        let bytes = Array(text.utf8)
        return redacted(bytes).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The bytes may be anything. The text of a JSON document stays one.
    public func redact(bytes: [UInt8]) -> [UInt8] {
        guard isActive, !bytes.isEmpty else { return bytes }
        return redacted(bytes) ?? bytes
    }

    /// Strings, keys, numbers, and everything under a secret-looking name.
    public func redact(_ value: JSONValue) -> JSONValue {
        guard isActive else { return value }
        return JSONRedaction(redactor: self).value(value, under: .plain)
    }

    /// nil when nothing changes.
    func redacted(_ bytes: [UInt8]) -> [UInt8]? {
        if let document = JSONText(bytes) { return document.redacted(by: self) }
        return plain(bytes)
    }

    /// Again and again until nothing is left: what was taken out may bring two halves together. Every round that changes something
    /// leaves fewer bytes outside of markers, so it ends.
    private func plain(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8]?
        while let next = Marker.replace(known(in: result ?? bytes) + Shapes.spans(in: result ?? bytes), in: result ?? bytes) {
            result = next
        }
        return result
    }

    /// Known secrets of a text, without those that are a part of an id.
    private func known(in text: [UInt8]) -> [SecretSpan] {
        let spans = index.spans(in: text)
        if spans.isEmpty || ids.isEmpty { return spans }
        let places = ids.flatMap { Bytes.places(of: $0, in: text) }
        return spans.filter { span in
            !places.contains { $0.lowerBound <= span.start && span.end <= $0.upperBound && span.end - span.start < $0.count }
        }
    }
}
