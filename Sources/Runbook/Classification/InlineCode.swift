/// A code span in a sentence: what kind of thing it names.
enum InlineCode: Equatable {
    /// A command line, or a flag with its value: something to do.
    case command(String)
    case environmentName(String)
    case path(String)
    case url(String)
    /// A status, a field, an identifier: nothing to do.
    case word(String)

    init(_ code: String) {
        let text = code.trimmedSpaces
        let isOneWord = !text.contains(" ")
        if isOneWord {
            if let assignment = ShellParser.assignment(text), assignment.name == assignment.name.uppercased() {
                // Only Jarvis's own flags are set by naming them.
                self = KnownFlag.names.contains(assignment.name) ? .command(text) : .word(text)
            } else if CurlCommand.isURL(text) {
                self = .url(text)
            } else if ShellParser.isVariableName(text), text.contains("_"), text == text.uppercased() {
                self = .environmentName(text)
            } else if text.contains("/") && !text.hasPrefix("/api/") || InlineCode.fileEndings.contains(where: text.hasSuffix) {
                self = .path(text)
            } else if ["FLUSHDB", "FLUSHALL"].contains(text) {
                self = .command("redis-cli " + text)
            } else {
                self = .word(text)
            }
        } else {
            self = .command(text)
        }
    }

    private static let fileEndings = [".json", ".jsonl", ".db", ".yml", ".yaml", ".toml", ".env", ".conf", ".txt", ".log", ".sqlite"]
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmedSpaces: String {
        // Nearly every text begins and ends with ASCII that is no white space: two bytes tell.
        func isInk(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x7F } ?? true }
        var view = Substring(self)
        if isInk(view.utf8.first), isInk(view.utf8.last) { return String(view) }
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.isWhitespace { view = view.dropLast() }
        return String(view)
    }
}

extension Character {
    /// A letter or a number. Nearly all are ASCII, and need no table of Unicode.
    var isWordPart: Bool {
        guard let byte = asciiValue else { return isLetter || isNumber }
        return byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39
    }
}
