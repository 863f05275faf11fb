/// `NAME=value`, `NAME: value`, `"name": "value"`, `'name' = 'value'`, also with escaped quotes, where the name is secret-looking.
enum Assignment {
    /// - Parameter separator: the place of the `=` or `:`.
    static func find(_ text: [UInt8], at separator: Int) -> SecretSpan? {
        let isEqual = text[separator] == UInt8(ascii: "=")
        if isEqual, isComparison(text, separator) { return nil }
        guard let name = AssignedName(text, before: separator) else { return nil }
        var kind = SecretName.classify(text[name.range])
        guard kind != .plain else { return nil }
        if isEqual, kind == .ambiguous, isPlainlyAssigned(text[name.range]) { kind = .secret }
        let start = valueStart(text, separator + 1, acrossLines: name.isQuoted)
        guard start < text.count else { return nil }
        if SecretName.isHeader(text[name.range]), !name.isQuoted, !Bytes.isQuote(text[start]), text[start] != UInt8(ascii: "\\") {
            return header(text, start)
        }
        guard let value = AssignedValue(text, at: start, in: name) else { return nil }
        return judged(value, text, name, kind, isEqual: isEqual, isTight: start == separator + 1)
    }

    private static func judged(
        _ value: AssignedValue, _ text: [UInt8], _ name: AssignedName, _ kind: NameClass, isEqual: Bool, isTight: Bool
    ) -> SecretSpan? {
        let content = text[value.range]
        if content.isEmpty || SecretValue.isReference(content) || SecretValue.isPlaceholder(content) { return nil }
        let span = SecretSpan(start: value.range.lowerBound, end: value.range.upperBound, isQuoted: value.wantsQuotes)
        if value.wantsQuotes { return kind == .secret ? span : nil }
        if kind == .ambiguous { return SecretValue.looksRandom(content) ? span : nil }
        if isEqual || name.isQuoted || value.isQuoted { return span }
        // `a:token:b` is a Redis key, `Password: see below` a sentence.
        if isTight { return SecretValue.looksRandom(content) ? span : nil }
        if ["true", "false", "null", "none", "yes", "no"].contains(String(decoding: content, as: UTF8.self).lowercased()) { return nil }
        let isWordOfText = text[name.range].allSatisfy { Bytes.isLetter($0) } && !text[name.range].allSatisfy { Bytes.isUpper($0) }
        if isWordOfText, SecretValue.isWord(content), followsWord(text, value.range.upperBound) { return nil }
        return span
    }

    /// `==`, `!=`, `<=`, `>=`, `:=`.
    private static func isComparison(_ text: [UInt8], _ at: Int) -> Bool {
        if at > 0, "=!<>".utf8.contains(text[at - 1]) { return true }
        return at + 1 < text.count && text[at + 1] == UInt8(ascii: "=")
    }

    /// `token=…` and `AUTH=…` assign a secret even though their names alone say little; `key=` and `seed=` stay ambiguous.
    private static func isPlainlyAssigned(_ name: ArraySlice<UInt8>) -> Bool {
        if name.allSatisfy(Bytes.isUpper) { return !name.elementsEqual("KEYS".utf8) && !name.elementsEqual("SEED".utf8) }
        return ["token", "auth", "pass", "salt"].contains { $0.utf8.elementsEqual(name.map(Bytes.lowered)) }
    }

    /// White space may stand before a value; a line end only after a quoted name, as pretty JSON has it.
    private static func valueStart(_ text: [UInt8], _ start: Int, acrossLines: Bool) -> Int {
        var index = start
        let limit = min(text.count, start + 64)
        while index < limit, text[index] == 0x20 || text[index] == 0x09 || acrossLines && (text[index] == 0x0A || text[index] == 0x0D) {
            index += 1
        }
        return index
    }

    private static func followsWord(_ text: [UInt8], _ end: Int) -> Bool {
        end + 1 < text.count && text[end] == 0x20 && Bytes.isLetter(text[end + 1])
    }

    /// The rest of the line, or of the quotes that the header stands in.
    private static func header(_ text: [UInt8], _ start: Int) -> SecretSpan? {
        var end = start
        while end < text.count, text[end] >= 0x20, !Bytes.isQuote(text[end]), !AssignedValue.isLineEndEscape(text, end) { end += 1 }
        let content = text[start..<end]
        // `Bearer $TOKEN`: the scheme stands before it.
        let value = content.firstIndex(of: 0x20).map { content[($0 + 1)...] } ?? content
        return content.isEmpty || SecretValue.isReference(value) || SecretValue.isPlaceholder(value)
            ? nil : SecretSpan(start: start, end: end)
    }
}
