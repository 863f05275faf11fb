/// Tokens to tree, with a stack of its own instead of the machine's.
enum JSONTreeBuilder {
    private struct Level {
        let isObject: Bool
        let start: Int
        var key = JSONString("")
        var elements: [JSONValue] = []
        var members: [JSONMember] = []

        mutating func take(_ value: JSONValue, _ range: Range<Int>) {
            if isObject {
                members.append(JSONMember(key, value, source: range))
            } else {
                elements.append(value)
            }
        }
    }

    static func build(_ bytes: Span<UInt8>, _ tokenizer: JSONTokenizer) throws(JSONFault) -> JSONValue {
        var tokenizer = tokenizer
        var levels: [Level] = []
        var whole = JSONValue.null
        while let token = try tokenizer.next(bytes) {
            let value: JSONValue
            var range = token.range
            switch token.kind {
            case .beginObject, .beginArray:
                levels.append(Level(isObject: token.kind == .beginObject, start: token.range.lowerBound))
                continue
            case .key:
                levels[levels.count - 1].key = string(bytes, token)
                continue
            case .endObject, .endArray:
                let level = levels.removeLast()
                range = level.start..<token.range.upperBound
                value = level.isObject ? .object(JSONObject(level.members)) : .array(level.elements)
            case .string: value = .string(string(bytes, token))
            case .number: value = .number(JSONNumber(spelling: text(bytes, token.range)))
            case .true: value = .bool(true)
            case .false: value = .bool(false)
            case .null: value = .null
            }
            if levels.isEmpty { whole = value } else { levels[levels.count - 1].take(value, range) }
        }
        return whole
    }

    static func string(_ bytes: Span<UInt8>, _ token: JSONToken) -> JSONString {
        token.escaped ? JSONString(wtf8: JSONEscape.decode(bytes, token.inner)) : JSONString(text(bytes, token.inner))
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        // Validity was checked for the whole text, and a token's ends are ASCII.
        guard let utf8 = try? UTF8Span(validating: bytes.extracting(range)) else { return "" }
        return String(copying: utf8)
    }
}
