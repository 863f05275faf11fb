/// Words that a secret follows: `Bearer …`, `Basic …` of HTTP, `AUTH …`, `requirepass …`, `masterauth …` of Redis.
enum Keyword {
    /// - Parameter start: where a word begins.
    static func find(_ text: [UInt8], at start: Int) -> SecretSpan? {
        for (word, rule) in rules where hasWord(text, start, word) {
            var from = start + word.count
            guard from < text.count, text[from] == 0x20 || text[from] == 0x09 else { continue }
            while from < text.count, text[from] == 0x20 || text[from] == 0x09 { from += 1 }
            guard from < text.count else { continue }
            guard let value = AssignedValue(text, at: from) else { continue }
            let content = text[value.range]
            if content.isEmpty || SecretValue.isReference(content) || SecretValue.isPlaceholder(content) { continue }
            if rule(text, start, content) { return SecretSpan(start: value.range.lowerBound, end: value.range.upperBound) }
        }
        return nil
    }

    private typealias Rule = @Sendable ([UInt8], Int, ArraySlice<UInt8>) -> Bool

    private static let rules: [([UInt8], Rule)] = [
        (
            Array("bearer".utf8),
            { _, _, value in
                value.count >= 6 && value.contains { !Bytes.isLower($0) && !Bytes.isUpper($0) && !".,;:!?)".utf8.contains($0) }
                    || value.count >= 20 || SecretValue.looksRandom(value)
            }
        ),
        (
            Array("basic".utf8),
            { _, _, value in Base64.decode(value).map { $0.contains(UInt8(ascii: ":")) && $0.allSatisfy { $0 >= 0x20 } } ?? false }
        ),
        (
            Array("auth".utf8),
            { text, start, _ in Bytes.isUpper(text[start]) && CommandOption.isBehind(["redis-cli", "redis"], text, start) }
        ),
        (Array("requirepass".utf8), { _, _, value in !SecretValue.isWord(value) || value.count > 12 }),
        (Array("masterauth".utf8), { _, _, value in !SecretValue.isWord(value) || value.count > 12 }),
    ]

    private static func hasWord(_ text: [UInt8], _ start: Int, _ word: [UInt8]) -> Bool {
        guard start + word.count < text.count else { return false }
        for index in word.indices where Bytes.lowered(text[start + index]) != word[index] { return false }
        return true
    }
}
