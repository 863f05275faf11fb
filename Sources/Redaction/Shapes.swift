/// Finds what is secret by the way it is written, known or not: one pass, in which every shape is begun by a byte of its own.
enum Shapes {
    static func spans(in text: [UInt8]) -> [SecretSpan] {
        var spans: [SecretSpan] = []
        var index = 0
        while index < text.count {
            let found = begun(in: text, at: index)
            // What lies in a span is gone already. A URL's query is looked at even when its password was found.
            index = max(index + 1, found.reduce(0) { max($0, $1.end) })
            spans += found
        }
        return spans
    }

    private static func begun(in text: [UInt8], at index: Int) -> [SecretSpan] {
        switch text[index] {
        case UInt8(ascii: ":"):
            if Bytes.hasPrefix(text, at: index, URLShape.mark) { return URLShape.find(text, at: index) }
            return one(Assignment.find(text, at: index))
        case UInt8(ascii: "="): return one(Assignment.find(text, at: index))
        case UInt8(ascii: "-"):
            if let block = PrivateKeyBlock.find(text, at: index) { return [block] }
            return beginsWord(text, index) ? one(CommandOption.find(text, at: index)) : []
        case UInt8(ascii: "B"), UInt8(ascii: "b"), UInt8(ascii: "A"), UInt8(ascii: "r"), UInt8(ascii: "m"):
            guard beginsWord(text, index) else { return [] }
            return one(Keyword.find(text, at: index) ?? KnownToken.find(text, at: index))
        case let byte where Bytes.isLetter(byte): return beginsWord(text, index) ? one(KnownToken.find(text, at: index)) : []
        default: return []
        }
    }

    private static func beginsWord(_ text: [UInt8], _ index: Int) -> Bool { index == 0 || !Bytes.isName(text[index - 1]) }

    private static func one(_ span: SecretSpan?) -> [SecretSpan] { span.map { [$0] } ?? [] }
}
