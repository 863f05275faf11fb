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

    public subscript(_ name: String) -> String? { entries.last { $0.name == name }?.value }

    public init(_ text: String) {
        var entries: [Entry] = []
        var unreadable: [Int] = []
        for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var line = trimmed(rawLine)
            if line.isEmpty || line.first == "#" { continue }
            if line.hasPrefix("export ") { line = trimmed(line.dropFirst(7)) }
            guard let equals = line.firstIndex(of: "="), equals != line.startIndex else {
                unreadable.append(index + 1)
                continue
            }
            let name = trimmed(line[..<equals])
            guard name.utf8.allSatisfy({ $0 == 0x5F || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 }) else {
                unreadable.append(index + 1)
                continue
            }
            entries.append(Entry(name: String(name), value: DotEnv.value(trimmed(line[line.index(after: equals)...])), line: index + 1))
        }
        self.entries = entries
        unreadableLines = unreadable
    }

    /// Quotes are taken off; in an unquoted value ` #` begins a comment.
    private static func value(_ text: Substring) -> String {
        for quote in ["\"", "'"] as [Character] where text.first == quote {
            let inner = text.dropFirst()
            guard let end = inner.lastIndex(of: quote) else { break }
            let value = String(inner[..<end])
            return quote == "\"" ? unescaped(value) : value
        }
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous == " " || previous == "\t" { return String(trimmed(text[..<index])) }
            previous = text[index]
        }
        return String(text)
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var escaped = false
        for character in text {
            if escaped {
                result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}

private func trimmed(_ text: Substring) -> Substring {
    var view = text
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return view
}
