extension ShellScanner {
    private static let loops: [String: Frame] = [
        "if": .loop(end: "fi"), "for": .loop(end: "done"), "while": .loop(end: "done"), "until": .loop(end: "done"),
        "select": .loop(end: "done"), "case": .choice, "{": .brace,
    ]

    /// A whole word: what a shell would make of it where it stands.
    mutating func word(_ bytes: ArraySlice<UInt8>, hasReferences: Bool) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard atCommand else {
            wordCount += 1
            return argument(text)
        }
        if text == "case" {
            statement.isCompound = true
            stack.append(.choice)
            (atCommand, command, wordCount) = (false, "case", 1)
            return
        }
        if let frame = ShellScanner.loops[text] {
            statement.isCompound = true
            stack.append(frame)
            if text == "for" || text == "select" { (atCommand, command, wordCount) = (false, text, 1) }
            return
        }
        if closes(text) { return }
        if ["then", "else", "elif", "do", "!", "time"].contains(text) { return }
        if text == "function" { statement.isCompound = true }
        if let assignment = ShellScanner.assignedName(text) {
            if sharesVariables { statement.commandWords.append(text) }
            statement.assigned.insert(assignment)
            return
        }
        atCommand = false
        command = text
        wordCount = 1
        if sharesVariables { statement.commandWords.append(text) }
    }

    private mutating func closes(_ text: String) -> Bool {
        switch (stack.last, text) {
        case (.loop(let end)?, text) where end == text: break
        case (.choice?, "esac"), (.brace?, "}"): break
        default: return false
        }
        close()
        return true
    }

    /// Words behind a command that gives variables their values.
    private mutating func argument(_ text: String) {
        switch command {
        case "for", "select":
            if wordCount == 2 { statement.assigned.insert(text) }
            if text == "in" || text == "do" { command = "in" }
        case "case": if text == "in" { endCommand() }
        case "read", "getopts", "mapfile", "readarray", "export", "declare", "local", "readonly", "typeset":
            let name = ShellScanner.assignedName(text) ?? text
            if ShellParser.isVariableName(name) { statement.assigned.insert(name) }
        case "let": if let name = ShellScanner.assignedName(text) { statement.assigned.insert(name) }
        case "function" where wordCount == 2: (atCommand, goesOn) = (true, true)
        default: break
        }
    }

    /// Nothing that is set in a subshell or a substitution leaves it.
    private var sharesVariables: Bool { !stack.contains { $0 == .subshell || $0 == .substitution || $0 == .backtick } }

    /// NAME of `NAME=…` and `NAME+=…`.
    static func assignedName(_ text: String) -> String? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        var name = text[..<equals]
        if name.last == "+" { name = name.dropLast() }
        if let bracket = name.firstIndex(of: "["), name.last == "]" { name = name[..<bracket] }
        return ShellParser.isVariableName(name) ? String(name) : nil
    }
}
