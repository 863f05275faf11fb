internal import JSONKit

/// Walks a tree and redacts its strings by value and shape, and what stands under a secret-looking name whatever it is.
struct JSONRedaction {
    let redactor: Redactor

    func value(_ value: JSONValue, under kind: NameClass) -> JSONValue {
        switch value {
        case .null, .bool: return value
        case .number(let number):
            if kind == .secret, number.spelling.utf8.count(where: Bytes.isDigit) >= 4 { return marker }
            // A secret of digits only may stand here as a number.
            return redactor.redacted(Array(number.spelling.utf8)) == nil ? value : marker
        case .string(let string): return .string(text(string, under: kind))
        case .array(let elements): return .array(array(elements, under: kind))
        case .object(let object): return .object(self.object(object, under: kind))
        }
    }

    private var marker: JSONValue { .string(JSONString(Marker.text)) }

    private func text(_ string: JSONString, under kind: NameClass) -> JSONString {
        let bytes = string.bytes
        if isSecret(bytes[...], kind) { return JSONString(Marker.text) }
        guard let redacted = redactor.redacted(bytes) else { return string }
        return JSONString(String(decoding: redacted, as: UTF8.self))
    }

    private func isSecret(_ value: ArraySlice<UInt8>, _ kind: NameClass) -> Bool {
        switch kind {
        case .plain: return false
        case .ambiguous: return SecretValue.looksRandom(value)
        case .secret:
            return !value.isEmpty && !SecretValue.isReference(value) && !SecretValue.isPlaceholder(value)
                && !value.elementsEqual(Marker.bytes)
        }
    }

    /// The strings of a list may be a command line: `["redis-cli", "-a", "X"]`.
    private func array(_ elements: [JSONValue], under kind: NameClass) -> [JSONValue] {
        let arguments = CommandLineSecrets(elements.map { $0.string?.bytes ?? [] })
        return elements.enumerated().map { index, element in
            guard let part = arguments.secret(at: index), let string = element.string else { return value(element, under: kind) }
            var bytes = string.bytes
            if Array(bytes[part]) != Marker.bytes { bytes.replaceSubrange(part, with: Marker.bytes) }
            return .string(text(JSONString(String(decoding: bytes, as: UTF8.self)), under: kind))
        }
    }

    private func object(_ object: JSONObject, under kind: NameClass) -> JSONObject {
        let named = namedElsewhere(object)
        return JSONObject(
            object.members.map { member in
                let key = key(member.key)
                var own = classify(member.key, key)
                // What lies in a secret object is secret where it looks so: a host or a user may lie there too.
                if own == .plain, kind != .plain { own = .ambiguous }
                if let named, valueKeys.contains(member.key.text.lowercased()) { own = named }
                return JSONMember(key, value(member.value, under: own))
            })
    }

    /// A name that is secret once what it holds is taken out counts too: redacting again must change nothing.
    private func classify(_ name: JSONString, _ redacted: JSONString) -> NameClass {
        let kinds = [SecretName.classify(name.bytes), SecretName.classify(redacted.bytes)]
        return kinds.contains(.secret) ? .secret : kinds.contains(.ambiguous) ? .ambiguous : .plain
    }

    /// Fields of the contract are small letters and `_`: a secret that is such a word must not break a document for the program that
    /// reads it.
    private func key(_ key: JSONString) -> JSONString {
        let bytes = key.bytes
        if bytes.count <= 24, bytes.allSatisfy({ Bytes.isLower($0) || $0 == UInt8(ascii: "_") }) { return key }
        return redactor.redacted(bytes).map { JSONString(String(decoding: $0, as: UTF8.self)) } ?? key
    }

    /// `{"name": "X_TOKEN", "value": "…"}`: the name stands beside the value.
    private func namedElsewhere(_ object: JSONObject) -> NameClass? {
        for key in ["name", "variable", "header", "key"] {
            guard let name = object[key]?.string else { continue }
            if classify(name, text(name, under: .plain)) == .secret { return .secret }
        }
        return nil
    }

    private let valueKeys: Set<String> = ["value", "values", "default", "configured", "effective", "running", "old", "new", "was", "now"]

    init(redactor: Redactor) { self.redactor = redactor }
}
