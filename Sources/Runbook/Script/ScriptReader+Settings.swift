extension ScriptReader {
    enum Setting {
        case directory(String)
        case variables([ShellAssignment], isExported: Bool)
        case unset([String])
        case options([(name: String, isOn: Bool)])
    }

    mutating func take(setting text: String) { if let setting = setting(text) { _ = apply(setting) } }

    /// False where what is set cannot be carried along.
    mutating func apply(_ setting: Setting) -> Bool {
        switch setting {
        case .directory(let path):
            guard context.enter(path) else { return false }
            found(path)
        case .variables(let assignments, let isExported):
            for assignment in assignments {
                context.set(assignment.name, assignment.value, isExported: isExported)
                if ShellVariable.decidesOverOthers(assignment.name) { unknownBecause = "the lines above it set \(assignment.name)" }
            }
        case .unset(let names):
            for name in names {
                context.unset(name)
                if ShellVariable.decidesOverOthers(name) { unknownBecause = "the lines above it take \(name) away" }
            }
        case .options(let options): for option in options { context.option(option.name, isOn: option.isOn) }
        }
        return true
    }

    /// What a command sets, word for word; nil for one that does anything else, or sets what only a shell could know.
    func setting(_ text: String) -> Setting? {
        guard case .list(let pipelines) = ShellParser.parse(text), pipelines.count == 1, pipelines[0].commands.count == 1,
            let command = pipelines[0].commands.first, command.redirections.isEmpty,
            command.words.first.map({ ["cd", "export", "unset", "set"].contains($0) }) ?? true,
            Placeholders.all(in: ShellScanner.statement(text)).names.isEmpty
        else { return nil }
        // A flag of Jarvis is set in its environment file: a step of its own. A long value would stand in every step below.
        func areVariables(_ all: [ShellAssignment]) -> Bool {
            !all.isEmpty && !all.contains { KnownFlag.names.contains($0.name) || $0.value.utf8.count > ShellValues.longest }
        }
        guard let name = command.words.first else {
            return areVariables(command.assignments) ? .variables(command.assignments, isExported: false) : nil
        }
        guard command.assignments.isEmpty else { return nil }
        let words = Array(command.words.dropFirst())
        switch name {
        case "cd": return words.count == 1 && !words[0].isEmpty && !words[0].hasPrefix("-") ? .directory(words[0]) : nil
        case "export":
            let assignments = words.compactMap { word in
                ShellParser.assignment(word) ?? context.value(of: word).map { ShellAssignment(name: word, value: $0) }
            }
            return assignments.count == words.count && areVariables(assignments) ? .variables(assignments, isExported: true) : nil
        case "unset":
            let names = words.first == "-v" ? Array(words.dropFirst()) : words
            return names.allSatisfy(ShellParser.isVariableName) ? .unset(names) : nil
        case "set": return ScriptReader.options(words).map(Setting.options)
        default: return nil
        }
    }

    /// `-euo pipefail`, `+e`: only what says when the shell ends. `-x` shows what is done, and changes nothing.
    private static func options(_ words: [String]) -> [(name: String, isOn: Bool)]? {
        let long: Set<String> = ["errexit", "nounset", "pipefail", "xtrace"]
        let short: [Character: String] = ["e": "errexit", "u": "nounset", "x": "xtrace"]
        var result: [(name: String, isOn: Bool)] = []
        var at = 0
        guard !words.isEmpty else { return nil }
        while at < words.count {
            let word = words[at]
            at += 1
            guard let sign = word.first, sign == "-" || sign == "+", word.count > 1 else { return nil }
            for letter in word.dropFirst() {
                if letter == "o" {
                    guard at < words.count, long.contains(words[at]) else { return nil }
                    result.append((words[at], sign == "-"))
                    at += 1
                } else if let name = short[letter] {
                    result.append((name, sign == "-"))
                } else {
                    return nil
                }
            }
        }
        return result.filter { $0.name != "xtrace" }
    }

    /// Commands that change the shell itself, so that what follows depends on what they did.
    private static let shellChangers: Set<String> = [
        "cd", "pushd", "popd", "source", ".", "eval", "export", "read", "set", "unset", "alias", "unalias", "trap", "function", "exec",
        "umask",
        "ulimit", "declare", "local", "readonly", "typeset", "shopt", "getopts", "mapfile", "readarray", "let", "hash", "enable", "shift",
        "wait",
        "conda", "deactivate", "workon", "nvm", "newgrp", "exit", "return",
    ]

    /// Whether a statement leaves something in the shell that the lines after it may need.
    func leavesMore(_ statement: ShellStatement) -> Bool {
        // A job in the background is waited for, or ended, by what follows.
        if statement.parts.contains(where: { $0.end == "&" }) { return true }
        for (index, word) in statement.commandWords.enumerated() {
            if ScriptReader.shellChangers.contains(word) { return !isFlag(statement) }
            guard ShellScanner.assignedName(word) != nil else { continue }
            // `NAME=value command` sets it for that command alone.
            let isPrefix =
                index + 1 < statement.commandWords.count && !statement.isCompound && statement.parts.count == 1
                && ShellScanner.assignedName(statement.commandWords[index + 1]) == nil
            if !isPrefix { return !isFlag(statement) }
        }
        return false
    }

    private func isFlag(_ statement: ShellStatement) -> Bool {
        if case .flag = CommandClassifier.classify(statement.text).action { true } else { false }
    }

    /// Levels of brackets that no script of a person has. They are counted without regard to quotes.
    static func isTooDeep(_ script: String) -> Bool {
        var (depth, deepest) = (0, 0)
        for byte in script.utf8 {
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "}") { depth -= 1 }
            deepest = max(deepest, depth)
        }
        return deepest > 100
    }
}
