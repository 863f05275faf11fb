/// Finds where the commands of a script end, by the rules of the shell's grammar: quotes, escapes, substitutions, loops, functions and
/// here-documents are followed, so that none of them is cut.
///
/// It walks the bytes once with a stack of what is open, and never fails: what is not closed reaches to the end.
struct ShellScanner {
    enum Frame: Equatable {
        case doubleQuote, backtick
        /// `$( … )` and `( … )`: what is set inside does not leave it.
        case substitution, subshell
        /// `${ … }`.
        case parameter
        case brace
        /// `if`, `for`, `while`, … up to their last word.
        case loop(end: String)
        case choice
    }

    let input: [UInt8]
    var at = 0
    var stack: [Frame] = []
    var hereDocuments: [(word: [UInt8], isQuoted: Bool, stripsTabs: Bool)] = []
    /// Whether the next word is one that a shell would run.
    var atCommand = true
    /// The command that the words belong to, and how many of its words were seen.
    var command = ""
    var wordCount = 0
    /// The line goes on: behind an operator, or a function's name.
    var goesOn = false
    var statement = ShellStatement(text: "", line: 0, lineCount: 1)
    var start = 0
    var partStart = 0

    /// The statements of a script, comments between them left out.
    static func statements(_ script: String) -> [ShellStatement] {
        var scanner = ShellScanner(input: Array(script.utf8))
        var result: [ShellStatement] = []
        var line = 0
        while let statement = scanner.next(&line) { result.append(statement) }
        return result
    }

    /// Everything as one statement.
    static func statement(_ text: String) -> ShellStatement {
        var scanner = ShellScanner(input: Array(text.utf8))
        scanner.scan(isWhole: true)
        return scanner.finished(line: 0)
    }

    private init(input: [UInt8]) { self.input = input }

    /// Levels that are followed, each of which takes room on the stack. What is nested deeper is read to the end as one.
    static let deepest = 100

    var current: UInt8? { at < input.count ? input[at] : nil }
    func peek(_ offset: Int) -> UInt8? { at + offset >= 0 && at + offset < input.count ? input[at + offset] : nil }

    private mutating func next(_ line: inout Int) -> ShellStatement? {
        // Blank lines and comments belong to no statement.
        while let byte = current {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "#") {
                skipComment()
            } else if isSpace(byte) || byte == UInt8(ascii: "\n") {
                at += 1
            } else {
                break
            }
        }
        guard current != nil else { return nil }
        (start, partStart, statement) = (at, at, ShellStatement(text: "", line: 0, lineCount: 1))
        (atCommand, command, wordCount, goesOn, stack, hereDocuments) = (true, "", 0, false, [], [])
        scan(isWhole: false)
        let found = finished(line: line)
        line += input[start..<at].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        return found
    }

    private mutating func finished(line: Int) -> ShellStatement {
        endPart("", at, next: at)
        var end = at
        while end > start, isSpace(input[end - 1]) || input[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        statement.text = String(decoding: input[start..<end], as: UTF8.self)
        statement.line = line
        statement.lineCount = input[start..<end].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        statement.parts.removeAll { $0.text.isEmpty && $0.end.isEmpty }
        return statement
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") }

    /// Ends a part of the outermost level before the operator at `end`.
    mutating func endPart(_ operation: String, _ end: Int, next: Int) {
        guard stack.isEmpty else { return }
        let text = String(decoding: input[min(partStart, end)..<end], as: UTF8.self).trimmedSpaces
        statement.parts.append(ShellStatement.Part(text: text, end: operation, next: next - start))
        partStart = next
    }
}
