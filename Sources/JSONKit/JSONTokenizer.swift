/// The grammar, once: both the tree reader and the member picker feed on these tokens.
///
/// Keeps one byte for each open level, so nesting costs no stack. The bytes must be valid UTF-8 (the callers check); they are passed
/// to each call because a span cannot be stored.
struct JSONTokenizer {
    private enum Expected { case value, valueOrEnd, key, keyOrEnd, commaOrEnd, nothing }

    let dialect: JSONDialect
    let depthLimit: Int
    /// The next byte to read.
    private(set) var offset: Int
    private let end: Int
    /// The open levels: true for an object.
    private var levels: [Bool] = []
    private var expected = Expected.value

    init(_ dialect: JSONDialect, depthLimit: Int, range: Range<Int>) {
        self.dialect = dialect
        self.depthLimit = depthLimit
        offset = range.lowerBound
        end = range.upperBound
    }

    var depth: Int { levels.count }

    /// Starts over on another text, keeping the memory.
    mutating func restart(_ range: Range<Int>) -> JSONTokenizer {
        var next = JSONTokenizer(dialect, depthLimit: depthLimit, range: range)
        swap(&next.levels, &levels)
        next.levels.removeAll(keepingCapacity: true)
        return next
    }

    /// The next token; nil when the text is complete.
    mutating func next(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONToken? {
        skipSpace(bytes)
        guard offset < end else {
            if expected == .nothing { return nil }
            throw JSONFault(.unexpectedEnd, at: offset)
        }
        if expected == .commaOrEnd {
            switch bytes[offset] {
            case UInt8(ascii: ","):
                offset += 1
                expected = levels.last == true ? .key : .value
                skipSpace(bytes)
                guard offset < end else { throw JSONFault(.unexpectedEnd, at: offset) }
            case UInt8(ascii: "}") where levels.last == true: return close(.endObject)
            case UInt8(ascii: "]") where levels.last == false: return close(.endArray)
            default: throw JSONFault(.unexpected(expected: levels.last == true ? "',' or '}'" : "',' or ']'"), at: offset)
            }
        }
        let byte = bytes[offset]
        switch expected {
        case .keyOrEnd where byte == UInt8(ascii: "}"): return close(.endObject)
        case .valueOrEnd where byte == UInt8(ascii: "]"): return close(.endArray)
        case .key, .keyOrEnd: return try key(bytes)
        case .nothing: throw JSONFault(.trailing, at: offset)
        default: return try value(byte, bytes)
        }
    }

    private mutating func value(_ byte: UInt8, _ bytes: Span<UInt8>) throws(JSONFault) -> JSONToken {
        switch byte {
        case UInt8(ascii: "\""):
            let token = try string(.string, bytes)
            valueEnded()
            return token
        case UInt8(ascii: "{"): return try open(.beginObject)
        case UInt8(ascii: "["): return try open(.beginArray)
        case UInt8(ascii: "t"): return try word("true", .true, bytes)
        case UInt8(ascii: "f"): return try word("false", .false, bytes)
        case UInt8(ascii: "n"): return try word("null", .null, bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            if dialect == .python, byte == UInt8(ascii: "-"), offset + 1 < end, bytes[offset + 1] == UInt8(ascii: "I") {
                return try word("-Infinity", .number, bytes)
            }
            let range = try JSONNumberScanner.scan(bytes, offset..<end, digitLimit: dialect.integerDigitLimit)
            offset = range.upperBound
            valueEnded()
            return JSONToken(kind: .number, range: range)
        case UInt8(ascii: "N") where dialect == .python: return try word("NaN", .number, bytes)
        case UInt8(ascii: "I") where dialect == .python: return try word("Infinity", .number, bytes)
        default: throw JSONFault(.unexpected(expected: expected == .valueOrEnd ? "a value or ']'" : "a value"), at: offset)
        }
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONToken {
        guard bytes[offset] == UInt8(ascii: "\"") else {
            throw JSONFault(.unexpected(expected: expected == .keyOrEnd ? "a key or '}'" : "a key"), at: offset)
        }
        let token = try string(.key, bytes)
        skipSpace(bytes)
        guard offset < end else { throw JSONFault(.unexpectedEnd, at: offset) }
        guard bytes[offset] == UInt8(ascii: ":") else { throw JSONFault(.unexpected(expected: "':'"), at: offset) }
        offset += 1
        expected = .value
        return token
    }

    private mutating func string(_ kind: JSONToken.Kind, _ bytes: Span<UInt8>) throws(JSONFault) -> JSONToken {
        let start = offset
        var at = start + 1
        var escaped = false
        while at < end {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                offset = at + 1
                return JSONToken(kind: kind, range: start..<offset, escaped: escaped)
            }
            guard byte >= 0x20 else { throw JSONFault(.controlCharacter, at: at) }
            if byte == UInt8(ascii: "\\") {
                escaped = true
                at = try JSONEscape.skip(bytes, at, end: end)
            } else {
                at += 1
            }
        }
        throw JSONFault(.unexpectedEnd, at: end)
    }

    private mutating func word(_ text: StaticString, _ kind: JSONToken.Kind, _ bytes: Span<UInt8>) throws(JSONFault) -> JSONToken {
        let start = offset
        for (index, byte) in text.description.utf8.enumerated() {
            guard start + index < end else { throw JSONFault(.unexpectedEnd, at: end) }
            guard bytes[start + index] == byte else { throw JSONFault(.unexpected(expected: "'\(text)'"), at: start + index) }
        }
        offset = start + text.utf8CodeUnitCount
        valueEnded()
        return JSONToken(kind: kind, range: start..<offset)
    }

    private mutating func open(_ kind: JSONToken.Kind) throws(JSONFault) -> JSONToken {
        guard levels.count < depthLimit else { throw JSONFault(.tooDeep(limit: depthLimit), at: offset) }
        levels.append(kind == .beginObject)
        expected = kind == .beginObject ? .keyOrEnd : .valueOrEnd
        offset += 1
        return JSONToken(kind: kind, range: offset - 1..<offset)
    }

    private mutating func close(_ kind: JSONToken.Kind) -> JSONToken {
        levels.removeLast()
        offset += 1
        valueEnded()
        return JSONToken(kind: kind, range: offset - 1..<offset)
    }

    private mutating func valueEnded() { expected = levels.isEmpty ? .nothing : .commaOrEnd }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }
}
