/// One assignment of a `.env` file as docker-compose finds it, with its place in the bytes.
struct DotEnvBinding: Equatable {
    struct Value: Equatable {
        enum Form { case plain, quoted }
        let form: Form
        /// Right after the `=`.
        let start: Int
        /// What the value is written with: without quotes, without a comment behind it.
        let text: Range<Int>
        /// Whether it goes over the end of a line, which only quotes allow.
        let spansLines: Bool
    }

    /// From 1.
    let line: Int
    let lastLine: Int
    let name: Range<Int>
    /// nil for a name without `=`.
    let value: Value?
}

/// Finds assignments as python-dotenv does (the reader in docker-compose 1.26 and later, `dotenv/parser.py`): other than line by line,
/// a quoted value may hold line ends. A line that it cannot read is skipped, as there.
struct DotEnvScanner {
    private let bytes: [UInt8]
    private var at: Int
    private var line = 1
    private var counted: Int
    private(set) var bindings: [DotEnvBinding] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        counted = at
        while true {
            skipSpace(newlines: true)
            guard at < bytes.count else { return }
            if let binding = binding() { bindings.append(binding) } else { skipRestOfLine() }
        }
    }

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    /// nil for a comment and for what is no assignment; then the rest of the line goes.
    private mutating func binding() -> DotEnvBinding? {
        skipExport()
        let start = at
        guard let name = name() else { return nil }
        let line = line(of: start)
        skipSpace(newlines: false)
        var value: DotEnvBinding.Value?
        if byte(at) == UInt8(ascii: "=") {
            at += 1
            guard let found = self.value() else { return nil }
            value = found
        }
        let lastLine = self.line(of: at)
        // After a quoted value, or a name alone, only a comment may follow.
        skipSpace(newlines: false)
        if byte(at) == UInt8(ascii: "#") { at = endOfLine(at) }
        guard at == endOfLine(at) else { return nil }
        return DotEnvBinding(line: line, lastLine: lastLine, name: name, value: value)
    }

    private mutating func skipExport() {
        let word = Array("export".utf8)
        guard bytes[at...].starts(with: word), DotEnvBytes.space(bytes, at + word.count) > 0, !isLineEnd(at + word.count) else { return }
        at += word.count
        skipSpace(newlines: false)
    }

    private mutating func name() -> Range<Int>? {
        let start = at
        if byte(at) == UInt8(ascii: "'") {
            guard let end = bytes[(at + 1)...].firstIndex(of: UInt8(ascii: "'")), end > start + 1 else { return nil }
            at = end + 1
            return start + 1..<end
        }
        while let next = byte(at), next != UInt8(ascii: "="), next != UInt8(ascii: "#"), DotEnvBytes.space(bytes, at) == 0 { at += 1 }
        return at > start ? start..<at : nil
    }

    private mutating func value() -> DotEnvBinding.Value? {
        let start = at
        skipSpace(newlines: false)
        if let quote = byte(at), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            guard let end = closing(quote, from: at + 1) else { return nil }
            let text = at + 1..<end
            at = end + 1
            return .init(form: .quoted, start: start, text: text, spansLines: text.contains(where: isLineEnd))
        }
        let first = at
        at = endOfLine(at)
        var end = first
        // ` #` begins a comment. Here a `#` that comes first is taken for one too, as in this program's own reader.
        var index = first
        while index < at, bytes[index] != UInt8(ascii: "#") || (index > first && end == index) {
            let space = DotEnvBytes.space(bytes, index)
            index += max(1, space)
            if space == 0 { end = index }
        }
        return .init(form: .plain, start: start, text: first..<end, spansLines: false)
    }

    /// The quote that ends the text: the first without a backslash before it; if there is none, the last with one.
    private func closing(_ quote: UInt8, from start: Int) -> Int? {
        var escaped: Int?
        for index in start..<max(start, bytes.count) where bytes[index] == quote {
            guard index > start, bytes[index - 1] == UInt8(ascii: "\\") else { return index }
            escaped = index
        }
        return escaped
    }

    private func isLineEnd(_ index: Int) -> Bool { byte(index) == 0x0A || byte(index) == 0x0D }

    private func endOfLine(_ start: Int) -> Int {
        var index = start
        while index < bytes.count, !isLineEnd(index) { index += 1 }
        return index
    }

    private mutating func skipRestOfLine() { at = endOfLine(at) }

    private mutating func skipSpace(newlines: Bool) {
        while case let length = DotEnvBytes.space(bytes, at), length > 0, newlines || !isLineEnd(at) { at += length }
    }

    /// The line of a place; places are asked for from the start to the end.
    private mutating func line(of index: Int) -> Int {
        while counted < index {
            if bytes[counted] == 0x0A || (bytes[counted] == 0x0D && byte(counted + 1) != 0x0A) { line += 1 }
            counted += 1
        }
        return line
    }
}

enum DotEnvBytes {
    /// The length of the white space character (as Python has it) that begins there, or 0.
    static func space(_ bytes: [UInt8], _ index: Int) -> Int {
        guard index < bytes.count else { return 0 }
        switch bytes[index] {
        case 0x09...0x0D, 0x1C...0x20: return 1
        case 0xC2 where index + 1 < bytes.count: return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0
        case 0xE1...0xE3 where index + 2 < bytes.count:
            switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
            case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F),
                (0xE3, 0x80, 0x80):
                return 3
            default: return 0
            }
        default: return 0
        }
    }

    /// Text in UTF-16 or UTF-32 begins with a mark of its own.
    static func isWide(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) }
}
