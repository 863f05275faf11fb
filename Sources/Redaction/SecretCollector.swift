internal import JSONKit
internal import SystemKit

/// Gathers values that are known to be secret from what the program was given.
struct SecretCollector {
    private(set) var values: Set<String> = []

    /// A variable: its whole value under a secret-looking name, and what its value gives away by shape under any.
    mutating func add(name: String, value: String) {
        addShapes(in: value)
        guard SecretName.classify(name) != .plain else { return }
        if let mark = firstPlace(of: "://", in: value), !value.contains(where: \.isWhitespace) { return addAddress(value, after: mark) }
        if value.first == "{" || value.first == "[", let document = try? JSONReader().read(value) { return addStrings(document) }
        insert(value)
        // A list of keys: each is one.
        let parts = value.split { ",; ".contains($0) }
        if parts.count > 1, !value.contains("\n") { for part in parts where part.utf8.count >= 8 { insert(String(part)) } }
    }

    /// What any text gives away by shape.
    mutating func addShapes(in text: String) {
        let bytes = Array(text.utf8)
        for span in Shapes.spans(in: bytes) { addFound(bytes[span.start..<span.end]) }
    }

    /// A command line as the program got it.
    mutating func add(arguments: [String]) {
        let all = arguments.map { Array($0.utf8) }
        let secrets = CommandLineSecrets(all)
        for (index, argument) in all.enumerated() {
            addShapes(in: arguments[index])
            if let part = secrets.secret(at: index) { addFound(argument[part]) }
        }
    }

    /// The content of a shape: a header's is more than its secret.
    private mutating func addFound(_ content: ArraySlice<UInt8>) {
        let text = String(decoding: content, as: UTF8.self)
        insert(text)
        if let decoded = PercentEncoding.decode(text), decoded != text { insert(decoded) }
        let words = content.split { Bytes.isBlank($0) || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }
        for word in words {
            addCredentials(word)
            if words.count > 1, isPart(word) { insert(String(decoding: word, as: UTF8.self)) }
            // A cookie's value, or a parameter's.
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")), isPart(word[(equals + 1)...]) else { continue }
            insert(String(decoding: word[(equals + 1)...], as: UTF8.self))
        }
    }

    private func isPart(_ word: ArraySlice<UInt8>) -> Bool { word.count >= 8 && !SecretValue.isWord(word) }

    /// Basic authentication: base64 of `user:password`.
    private mutating func addCredentials(_ word: ArraySlice<UInt8>) {
        guard word.count >= 8, let bytes = Base64.decode(word), let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let text = String(validating: bytes[(colon + 1)...], as: UTF8.self), !text.utf8.contains(where: { $0 < 0x20 })
        else { return }
        insert(text)
    }

    /// An address is known to everybody up to its host; its path is the secret, and each long part of it.
    private mutating func addAddress(_ address: String, after mark: Int) {
        let bytes = Array(address.utf8)
        let rest = bytes[min(mark + 3, bytes.count)...]
        if let sign = rest.lastIndex(of: UInt8(ascii: "@")) { insert(String(decoding: rest[..<sign], as: UTF8.self)) }
        guard let slash = rest.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) else { return }
        let path = bytes[(slash + 1)...]
        if path.count >= 8 { insert(String(decoding: path, as: UTF8.self)) }
        for part in path.split(whereSeparator: { "/?&=#".utf8.contains($0) }) where part.count >= 8 && !SecretValue.isWord(part) {
            insert(String(decoding: part, as: UTF8.self))
        }
    }

    /// A document under a secret-looking name, such as a service account's: its strings that look like secrets.
    private mutating func addStrings(_ value: JSONValue) {
        switch value {
        case .string(let string):
            let bytes = string.bytes
            if SecretValue.looksRandom(bytes[...]) || bytes.contains(0x0A) { insert(string.text) }
            addShapes(in: string.text)
        case .array(let elements): for element in elements { addStrings(element) }
        case .object(let object):
            for member in object.members {
                if let text = member.value.text, SecretName.classify(member.key.bytes) == .secret { insert(text) }
                addStrings(member.value)
            }
        default: return
        }
    }

    private mutating func insert(_ value: String) {
        let bytes = Array(value.utf8)
        if value != Marker.text, SecretValue.isWorthSearching(bytes), !SecretValue.isOrdinary(bytes) { values.insert(value) }
    }

    private func firstPlace(of word: String, in text: String) -> Int? {
        let bytes = Array(text.utf8)
        let wanted = Array(word.utf8)
        return bytes.indices.first { Bytes.hasPrefix(bytes, at: $0, wanted) }
    }
}
