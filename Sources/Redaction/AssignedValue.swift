/// The value after a `=`, a `:` or an option.
struct AssignedValue {
    /// Without its quotes.
    let range: Range<Int>
    let isQuoted: Bool
    /// A bare number or list of JSON: what replaces it needs quotes.
    let wantsQuotes: Bool

    /// Values are followed this far, in bytes.
    static let maximumLength = 16_384

    /// nil for what is no secret by its form: a nested object, a JSON literal.
    init?(_ text: [UInt8], at start: Int, in name: AssignedName? = nil) {
        var begin = start
        // Python's `b'…'`.
        if begin + 1 < text.count, "bru".utf8.contains(text[begin]),
            text[begin + 1] == UInt8(ascii: "'") || text[begin + 1] == UInt8(ascii: "\"")
        {
            begin += 1
        }
        var slashes = 0
        while begin + slashes < text.count, slashes < 16, text[begin + slashes] == UInt8(ascii: "\\") { slashes += 1 }
        if begin + slashes < text.count, Bytes.isQuote(text[begin + slashes]) {
            self.init(quoted: text, from: begin + slashes + 1, quote: text[begin + slashes], slashes: slashes)
            return
        }
        if name?.isQuoted ?? false {
            self.init(json: text, at: start)
            return
        }
        guard start < text.count, text[start] != UInt8(ascii: "{") || start + 1 < text.count && text[start + 1] != UInt8(ascii: "\"") else {
            return nil
        }
        self.init(range: start..<Self.bareEnd(text, start), isQuoted: false, wantsQuotes: false)
    }

    private init(range: Range<Int>, isQuoted: Bool, wantsQuotes: Bool) {
        self.range = range
        self.isQuoted = isQuoted
        self.wantsQuotes = wantsQuotes
    }

    /// Up to the quote that closes it: one that is escaped as often as the opening one. Without one, up to the end of the line.
    private init(quoted text: [UInt8], from start: Int, quote: UInt8, slashes: Int) {
        var run = 0
        var lineEnd: Int?
        let limit = min(text.count, start + Self.maximumLength)
        for index in start..<max(start, limit) {
            let byte = text[index]
            if byte == UInt8(ascii: "\\") {
                run += 1
                continue
            }
            if byte == quote, run < slashes || run % (2 * (slashes + 1)) == slashes {
                self.init(range: start..<index - run + Self.kept(run, slashes), isQuoted: true, wantsQuotes: false)
                return
            }
            if byte == 0x0A, lineEnd == nil { lineEnd = index }
            run = 0
        }
        self.init(range: start..<min(lineEnd ?? limit, Self.bareEnd(text, start)), isQuoted: true, wantsQuotes: false)
    }

    /// Backslashes before a closing quote that belong to the value.
    private static func kept(_ run: Int, _ slashes: Int) -> Int { run < slashes ? 0 : run - slashes }

    /// A number or a list of scalars after a quoted name.
    private init?(json text: [UInt8], at start: Int) {
        guard start < text.count else { return nil }
        var end = start
        if text[start] == UInt8(ascii: "[") {
            if Bytes.hasPrefix(text, at: start, Marker.bytes) { return nil }
            let limit = min(text.count, start + Self.maximumLength)
            end = start + 1
            while end < limit, text[end] != UInt8(ascii: "]") {
                if text[end] == UInt8(ascii: "{") || text[end] == UInt8(ascii: "[") { return nil }
                end += 1
            }
            guard end < limit, end > start + 1 else { return nil }
            self.init(range: start + 1..<end, isQuoted: false, wantsQuotes: true)
            return
        }
        while end < text.count, Bytes.isDigit(text[end]) || "+-.eE".utf8.contains(text[end]) { end += 1 }
        if end > start {
            guard text[start..<end].count(where: Bytes.isDigit) >= 4 else { return nil }
            self.init(range: start..<end, isQuoted: false, wantsQuotes: true)
            return
        }
        for literal in ["true", "false", "null", "True", "False", "None", "{"] where Bytes.hasPrefix(text, at: start, Array(literal.utf8)) {
            return nil
        }
        self.init(range: start..<Self.bareEnd(text, start), isQuoted: false, wantsQuotes: false)
    }

    /// The end of a value without quotes: white space, a quote, or what begins the next parameter or command.
    static func bareEnd(_ text: [UInt8], _ start: Int) -> Int {
        var end = start
        while end < text.count {
            let byte = text[end]
            if Bytes.isBlank(byte) || Bytes.isQuote(byte) || isLineEndEscape(text, end) { break }
            if byte == UInt8(ascii: "&"), beginsParameter(text, end + 1) { break }
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ","), end + 1 == text.count || Bytes.isBlank(text[end + 1]) { break }
            end += 1
        }
        return end
    }

    /// `\n`, `\r`, `\t` and `\"` as JSON writes them.
    static func isLineEndEscape(_ text: [UInt8], _ at: Int) -> Bool {
        guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else { return false }
        return "nrt\"'\\".utf8.contains(text[at + 1])
    }

    /// `name=` after a `&`, or the end of a shell's command.
    private static func beginsParameter(_ text: [UInt8], _ start: Int) -> Bool {
        var index = start
        if index == text.count || Bytes.isBlank(text[index]) || text[index] == UInt8(ascii: "&") { return true }
        while index < text.count, index - start < 64,
            Bytes.isName(text[index]) || text[index] == UInt8(ascii: "[") || text[index] == UInt8(ascii: "]")
        {
            index += 1
        }
        return index > start && index < text.count && text[index] == UInt8(ascii: "=")
    }
}
