/// Splits a shell line into words and operators by the rules of the POSIX shell's grammar: quotes, escapes, comments,
/// pipes, `&&`, `||`, `;`, redirections.
///
/// It expands nothing. Whatever needs an expansion (`$x`, `` `x` ``, `$(x)`, globs, braces, `~`) makes the whole line opaque.
struct ShellTokenizer {
    enum Token: Equatable {
        /// `isPlain` is false when any part was quoted: a quoted `for` is a word and not a keyword.
        case word(String, isPlain: Bool)
        /// `|`, `&&`, `||`, `;`, or a line end, which a shell takes for `;` except behind an operator.
        case control(String)
        case redirection(String)
    }

    struct Opaque: Error, Equatable { let reason: String }

    private let input: [UInt8]
    private var at = 0
    private var tokens: [Token] = []
    private var word: [UInt8] = []
    private var inWord = false
    private var isPlain = true

    static func tokens(_ line: String) throws(Opaque) -> [Token] {
        var tokenizer = ShellTokenizer(line)
        return try tokenizer.run()
    }

    private init(_ line: String) { input = Array(line.utf8) }

    private var current: UInt8? { at < input.count ? input[at] : nil }
    private func peek(_ offset: Int) -> UInt8? { at + offset < input.count ? input[at + offset] : nil }

    /// Not tab and line end. In quotes too: a program takes a word only up to its NUL, and a header only up to its CR.
    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F }

    private mutating func run() throws(Opaque) -> [Token] {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                endWord()
                at += 1
            case UInt8(ascii: "\n"):
                endWord()
                tokens.append(.control("\n"))
                at += 1
            case UInt8(ascii: "#") where !inWord:
                while let next = current, next != UInt8(ascii: "\n") {
                    _ = next
                    at += 1
                }
            case UInt8(ascii: "\\"): try escape()
            case UInt8(ascii: "'"): try singleQuoted()
            case UInt8(ascii: "\""): try doubleQuoted()
            case UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: ";"): try control(byte)
            case UInt8(ascii: "<"), UInt8(ascii: ">"): try redirection(byte)
            case UInt8(ascii: "$"), UInt8(ascii: "`"): throw Opaque(reason: "a substitution")
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): throw Opaque(reason: "a file name pattern")
            case UInt8(ascii: "{"), UInt8(ascii: "}"): throw Opaque(reason: "a brace")
            case UInt8(ascii: "("), UInt8(ascii: ")"): throw Opaque(reason: "a subshell or a function")
            // Also behind `=` and `:`, where a shell expands it in an assignment.
            case UInt8(ascii: "~") where !inWord || word.last == UInt8(ascii: "=") || word.last == UInt8(ascii: ":"):
                throw Opaque(reason: "a home directory")
            case UInt8(ascii: "!") where !inWord && (peek(1) == nil || peek(1) == UInt8(ascii: " ")): throw Opaque(reason: "a negation")
            case _ where ShellTokenizer.isControl(byte): throw Opaque(reason: "a control character")
            default:
                add(byte)
                at += 1
            }
        }
        endWord()
        return tokens
    }

    private mutating func add(_ byte: UInt8) {
        inWord = true
        word.append(byte)
    }

    private mutating func endWord() {
        if inWord { tokens.append(.word(String(decoding: word, as: UTF8.self), isPlain: isPlain)) }
        word.removeAll()
        inWord = false
        isPlain = true
    }

    private mutating func escape() throws(Opaque) {
        guard let next = peek(1) else { throw Opaque(reason: "a backslash at the end") }
        guard !ShellTokenizer.isControl(next) else { throw Opaque(reason: "a control character") }
        // An escaped line end joins two lines.
        if next != UInt8(ascii: "\n") {
            add(next)
            isPlain = false
        }
        at += 2
    }

    private mutating func singleQuoted() throws(Opaque) {
        inWord = true
        isPlain = false
        at += 1
        while let byte = current, byte != UInt8(ascii: "'") {
            guard !ShellTokenizer.isControl(byte) else { throw Opaque(reason: "a control character") }
            word.append(byte)
            at += 1
        }
        guard current != nil else { throw Opaque(reason: "a quote that is not closed") }
        at += 1
    }

    private mutating func doubleQuoted() throws(Opaque) {
        inWord = true
        isPlain = false
        at += 1
        while let byte = current, byte != UInt8(ascii: "\"") {
            switch byte {
            case UInt8(ascii: "$"), UInt8(ascii: "`"): throw Opaque(reason: "a substitution")
            case _ where ShellTokenizer.isControl(byte): throw Opaque(reason: "a control character")
            case UInt8(ascii: "\\"):
                guard let next = peek(1) else { throw Opaque(reason: "a quote that is not closed") }
                guard !ShellTokenizer.isControl(next) else { throw Opaque(reason: "a control character") }
                // Inside double quotes a backslash escapes only these; before anything else it stands for itself.
                if "$`\"\\".utf8.contains(next) { word.append(next) } else if next != UInt8(ascii: "\n") { word += [byte, next] }
                at += 2
            default:
                word.append(byte)
                at += 1
            }
        }
        guard current != nil else { throw Opaque(reason: "a quote that is not closed") }
        at += 1
    }

    private mutating func control(_ byte: UInt8) throws(Opaque) {
        endWord()
        let isDouble = peek(1) == byte
        switch byte {
        case UInt8(ascii: "|"):
            if peek(1) == UInt8(ascii: "&") { throw Opaque(reason: "a pipe of both streams") }
            tokens.append(.control(isDouble ? "||" : "|"))
        case UInt8(ascii: "&"):
            guard isDouble else { throw Opaque(reason: "a background job") }
            tokens.append(.control("&&"))
        default:
            if isDouble { throw Opaque(reason: "a case clause") }
            tokens.append(.control(";"))
        }
        at += isDouble ? 2 : 1
    }

    private mutating func redirection(_ byte: UInt8) throws(Opaque) {
        // A number glued to the operator is the descriptor: `2>`.
        var operation = ""
        if inWord, isPlain, !word.isEmpty, word.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            operation = String(decoding: word, as: UTF8.self)
            word.removeAll()
            inWord = false
        } else {
            endWord()
        }
        operation.append(Character(UnicodeScalar(byte)))
        at += 1
        guard let next = current else { throw Opaque(reason: "a redirection without a target") }
        if byte == UInt8(ascii: "<"), next == byte { throw Opaque(reason: "a here-document") }
        if next == UInt8(ascii: "(") { throw Opaque(reason: "a process substitution") }
        if next == UInt8(ascii: "<") || next == UInt8(ascii: "|") { throw Opaque(reason: "an unusual redirection") }
        if next == UInt8(ascii: ">") || next == UInt8(ascii: "&") {
            operation.append(Character(UnicodeScalar(next)))
            at += 1
        }
        tokens.append(.redirection(operation))
    }
}
