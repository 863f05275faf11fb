/// A `.env` file: `NAME=value` lines, as docker-compose and python-dotenv read them.
public struct DotEnv: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public let name: String
        public let value: String
        /// From 1.
        public let line: Int
    }

    /// In the order of the file; of repeated names the last counts.
    public let entries: [Entry]
    /// Lines that are neither empty, comment nor assignment.
    public let unreadableLines: [Int]
    /// What such lines seem to be about: the name at their beginning.
    public let brokenNames: [BrokenName]

    public struct BrokenName: Sendable, Equatable {
        public let name: String
        /// From 1.
        public let line: Int
        /// From 1: where an equals sign should stand.
        public let column: Int
    }

    /// The file itself, which another reader may take for something else.
    let bytes: [UInt8]

    public subscript(_ name: String) -> String? { entries.last { $0.name == name }?.value }

    /// Bytes that are not UTF-8 are replaced.
    public init(_ bytes: [UInt8]) { self.init(bytes, String(decoding: bytes, as: UTF8.self)) }

    public init(_ text: String) { self.init(Array(text.utf8), text) }

    private init(_ bytes: [UInt8], _ text: String) {
        self.bytes = bytes
        var entries: [Entry] = []
        var unreadable: [Int] = []
        var broken: [BrokenName] = []
        for (index, rawLine) in lines(text).enumerated() {
            var line = trimmed(rawLine)
            if line.isEmpty || line.first == "#" { continue }
            if line.hasPrefix("export ") { line = trimmed(line.dropFirst(7)) }
            func leave(_ line: Substring) {
                unreadable.append(index + 1)
                let name = line.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
                let column = rawLine.distance(from: rawLine.startIndex, to: name.endIndex) + 1
                if !name.isEmpty, DotEnv.isName(name) { broken.append(BrokenName(name: String(name), line: index + 1, column: column)) }
            }
            guard let equals = line.firstIndex(of: "="), equals != line.startIndex else {
                leave(line)
                continue
            }
            let name = trimmed(line[..<equals])
            guard DotEnv.isName(name) else {
                leave(name)
                continue
            }
            entries.append(Entry(name: String(name), value: DotEnv.value(trimmed(line[line.index(after: equals)...])), line: index + 1))
        }
        self.entries = entries
        unreadableLines = unreadable
        brokenNames = broken
    }

    /// Letters, digits and `_`, as shells have it: a digit does not come first.
    static func isName(_ text: Substring) -> Bool {
        let isFirst = text.utf8.first.map { $0 < 0x30 || $0 > 0x39 } ?? false
        return isFirst && text.utf8.allSatisfy { $0 == 0x5F || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 }
    }

    /// Quotes are taken off, and what follows them too; in an unquoted value ` #` begins a comment.
    private static func value(_ text: Substring) -> String {
        if let quote = text.first, quote == "\"" || quote == "'", let quoted = quoted(text.dropFirst(), by: quote) { return quoted }
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous == " " || previous == "\t" { return String(trimmed(text[..<index])) }
            previous = text[index]
        }
        return String(text)
    }

    /// The text up to the closing quote, or nil when there is none. Backslashes mean something between double quotes only.
    private static func quoted(_ text: Substring, by quote: Character) -> String? {
        var result = ""
        var escaped = false
        for character in text {
            if escaped {
                result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                escaped = false
            } else if character == "\\", quote == "\"" {
                escaped = true
            } else if character == quote {
                return result
            } else {
                result.append(character)
            }
        }
        return nil
    }
}

/// Lines that end in LF, CR LF or CR. A byte order mark is no part of the first name.
private func lines(_ text: String) -> [Substring] {
    let unmarked = text.unicodeScalars.first == "\u{FEFF}" ? Substring(text.unicodeScalars.dropFirst()) : text[...]
    return unmarked.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
}

private func trimmed(_ text: Substring) -> Substring {
    var view = text
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return view
}
