/// A heading or label, taken apart: `1. API Unresponsive (Critical)`, `## [SEV-2] Queue stuck`, `Step 3: Look again`.
struct HeadingText: Equatable {
    /// `1.`, `2)`: the number of an incident.
    var number: Int?
    /// The number or letter behind `Step`, `Option` and their like, or in front of all.
    var ordinal: Int?
    var title = ""
    /// The same with `Option A:` in front of it.
    var full = ""
    var severityWord: String?

    init(_ text: String) {
        var rest = text.trimmedSpaces[...]
        while let first = rest.first, !first.isWordPart, !"[(`*<{\"'_/$.~@&".contains(first) {
            rest = rest.dropFirst()
        }
        while let last = rest.last, last.isWhitespace || last == ":" { rest = rest.dropLast() }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, let value = Int(digits), let mark = rest.dropFirst(digits.count).first, mark == "." || mark == ")" {
            let next = rest.dropFirst(digits.count + 1)
            // "1.2 Restart" has a number, and "3.5 GB left" is a title.
            let more = next.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            if next[more.endIndex...].first.map({ $0 == " " }) ?? true {
                (number, ordinal) = (more.isEmpty ? value : nil, value)
                rest = next[more.endIndex...]
            }
        }
        if let letter = HeadingText.letter(rest) {
            ordinal = letter
            rest = rest.dropFirst(2)
        }
        full = rest.trimmedSpaces
        if let (word, length) = HeadingText.ordinal(rest) {
            ordinal = word
            rest = rest.dropFirst(length)
        }
        takeSeverity(&rest)
        title = rest.trimmedSpaces
    }

    /// Whether it names a severity, as an incident's heading does.
    var isRated: Bool { severityWord.map { SeverityWord.own($0) != nil } ?? false }

    private static let kinds: Set<String> = [
        "step", "phase", "option", "method", "approach", "scenario", "case", "solution", "stage", "task", "strategy",
    ]

    /// "A. Pool exhausted", "B) Out of disk": one of the first letters, as people count. "I. Introduction" is a book's.
    private static func letter(_ text: Substring) -> Int? {
        let head = text.utf8.prefix(3)
        guard head.count == 3, let letter = head.first, (0x41...0x48).contains(letter) else { return nil }
        let rest = Array(head.dropFirst())
        return (rest[0] == UInt8(ascii: ".") || rest[0] == UInt8(ascii: ")")) && rest[1] == 0x20 ? Int(letter) - 0x40 : nil
    }

    /// "Step 3: ", "Option A – ": the number, and how long that is.
    private static func ordinal(_ text: Substring) -> (value: Int, length: Int)? {
        let word = text.prefix { $0.isLetter }
        let rest = text.dropFirst(word.count)
        let name = rest.drop { $0 == " " || $0 == "#" }.prefix { $0.isWordPart }
        guard kinds.contains(word.lowercased()), !name.isEmpty, name.count < 3 else { return nil }
        let behind = rest.drop { $0 == " " || $0 == "#" }.dropFirst(name.count)
        let value: Int
        if let number = Int(name) {
            value = number
        } else if name.count == 1, let letter = name.lowercased().utf8.first, letter >= 0x61, letter <= 0x7A {
            value = Int(letter) - 0x60
        } else {
            return nil
        }
        // "Option b is better" is a sentence.
        guard let mark = behind.first(where: { $0 != " " }) else { return (value, text.count) }
        guard ":-–—.(".contains(mark) else { return nil }
        return (value, text.count - behind.count + (mark == "(" ? 0 : behind.prefix { $0 == " " || $0 == mark }.count))
    }

    /// `(Critical)`, `(severity: critical)`, `(SEV-2)` at the end, `[P1]` and `SEV-1:` in front. Other brackets are part of the title.
    private mutating func takeSeverity(_ rest: inout Substring) {
        if rest.last == ")", let open = rest.lastIndex(of: "(") {
            let word = SeverityWord.bare(String(rest[rest.index(after: open)...].dropLast()))
            if SeverityWord.isOne(word) {
                severityWord = word
                rest = rest[..<open]
                return
            }
        }
        let isBracketed = rest.first == "["
        let word = (isBracketed ? rest.dropFirst() : rest).prefix { isBracketed ? $0 != "]" : !$0.isWhitespace && $0 != ":" }
        let behind = rest.dropFirst(word.count + (isBracketed ? 2 : 0))
        guard SeverityWord.isLevel(String(word)) || isBracketed && SeverityWord.isOne(String(word)), !behind.isEmpty else { return }
        severityWord = String(word)
        rest = behind.drop { " :-–—".contains($0) }
    }

    /// `API Unresponsive` → `api-unresponsive`.
    static func slug(_ title: String) -> String {
        var result = ""
        for character in title.lowercased() {
            if character.isWordPart {
                result.append(character)
            } else if !result.isEmpty, result.last != "-" {
                result.append("-")
            }
        }
        while result.last == "-" { result.removeLast() }
        return result
    }
}
