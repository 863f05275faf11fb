/// Text to `JSONPath` steps.
struct JSONPathParser {
    private let characters: [Character]
    private var at = 0

    /// White space around the path is dropped, and counted in columns.
    init(_ text: String) {
        var characters = Array(text)
        while characters.last?.isWhitespace == true { characters.removeLast() }
        self.characters = characters
        at = characters.firstIndex { !$0.isWhitespace } ?? 0
    }

    /// A field name that needs no quotes.
    static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { isWord($0) }
    }

    mutating func parse() throws(JSONPathError) -> [JSONPath.Step] {
        guard current == "." else { throw fault("a path starts with '.'") }
        var steps: [JSONPath.Step] = []
        if characters.count == at + 1 { return steps }
        while let character = current {
            if character == "." {
                at += 1
                if current == "\"" {
                    steps.append(.field(try quoted()))
                } else if current != "[" {
                    steps.append(.field(try word()))
                } else {
                    steps.append(try bracket())
                }
            } else if character == "[" {
                steps.append(try bracket())
            } else {
                throw fault(character == "|" ? "only one path, no pipe" : "'\(character)' cannot stand here")
            }
        }
        return steps
    }

    private var current: Character? { at < characters.count ? characters[at] : nil }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func word() throws(JSONPathError) -> String {
        let start = at
        while let character = current, let byte = character.asciiValue, JSONPathParser.isWord(byte) { at += 1 }
        let name = String(characters[start..<at])
        guard JSONPathParser.isPlain(name) else {
            at = start
            throw fault(current == nil ? "a name is missing at the end" : "a plain name or one in quotes must stand here")
        }
        return name
    }

    /// A JSON string that starts here.
    private mutating func quoted() throws(JSONPathError) -> String {
        let start = at
        at += 1
        while let character = current, character != "\"" { at += character == "\\" ? 2 : 1 }
        guard current != nil else {
            at = start
            throw fault("the quote is never closed")
        }
        at += 1
        guard let text = (try? JSONReader().read(String(characters[start..<at])))?.text else {
            at = start
            throw fault("not a JSON string")
        }
        return text
    }

    private mutating func bracket() throws(JSONPathError) -> JSONPath.Step {
        let start = at
        at += 1
        let step: JSONPath.Step
        if current == "]" {
            step = .iterate
        } else if current == "\"" {
            step = .field(try quoted())
        } else {
            let digits = at
            while let character = current, character != "]" { at += 1 }
            guard at < characters.count, let index = Int(String(characters[digits..<at])) else {
                at = digits
                throw fault("a whole number, a name in quotes, or ']' must stand here")
            }
            step = .index(index)
        }
        guard current == "]" else {
            at = start
            throw fault("'[' is never closed")
        }
        at += 1
        return step
    }

    private func fault(_ message: String) -> JSONPathError { JSONPathError(message: message, column: at + 1) }
}
