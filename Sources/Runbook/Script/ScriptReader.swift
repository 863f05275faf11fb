/// A command of a script that becomes a step.
struct ScriptCommand: Equatable {
    /// What stands in the comment above it.
    var title: String?
    /// As written.
    var text: String
    /// As it is run: the known variables put in.
    var resolved: String
    /// Its first line in the script, from 0.
    var line: Int
    var lineCount: Int
    var context: CommandContext
    var classified: Classified
    /// Placeholders that need a value first.
    var needs: [String] = []
}

/// A script → the commands that it is made of, each with the directory and the variables that the lines above it set.
///
/// What is set literally (`cd data`, `NAME=value`, `export NAME=value`) is carried along; what only a shell could follow makes the rest
/// of the script one command, and what leads elsewhere makes it a person's.
struct ScriptReader {
    private(set) var commands: [ScriptCommand] = []
    /// Lines that were read as context: set, and nothing to run by themselves.
    private(set) var settings: [ShellStatement] = []
    private var context: CommandContext
    /// Why nothing can be told from the words of what follows; nil while it can.
    private var unknownBecause: String?
    private let lines: [Substring]
    private let script: String

    /// - Parameter skipped: first lines of commands that are left out.
    static func read(_ script: String, lines skipped: Set<Int>, in context: CommandContext) -> ScriptReader {
        var reader = ScriptReader(script, context)
        reader.read(skipping: skipped)
        return reader
    }

    /// One command that stands in a sentence.
    static func line(_ text: String, in context: CommandContext = .none) -> ScriptReader { read(text, lines: [], in: context) }

    private init(_ script: String, _ context: CommandContext) {
        self.script = script
        self.context = context
        lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        unknownBecause = context.variables.first(where: \.decidesOverOthers).map { "the lines above it set \($0.name)" }
    }

    private mutating func read(skipping skipped: Set<Int>) {
        var title: [String] = []
        var at = 0
        guard !isTooDeep else {
            commands.append(
                ScriptCommand(
                    text: script.trimmedSpaces, resolved: script.trimmedSpaces, line: 0, lineCount: lines.count, context: context,
                    classified: Classified(
                        action: .manual, effect: .none, target: nil, notes: ["It is nested too deeply to be read: it is a person's."])))
            return
        }
        let statements = ShellScanner.statements(script)
        for (index, statement) in statements.enumerated() {
            let above = comments(from: at, to: statement.line)
            // A comment above a line that only sets something speaks for what follows it.
            if !above.isEmpty { title = above }
            at = statement.line + statement.lineCount
            if skipped.contains(statement.line) {
                title = []
                continue
            }
            let heading = title.isEmpty ? nil : title.joined(separator: " ")
            let rest = statements[index...]
            if take(statement, heading, rest) { return }
            if commands.last?.line == statement.line { title = [] }
        }
    }

    /// Levels of brackets that no script of a person has. They are counted without regard to quotes.
    private var isTooDeep: Bool {
        var (depth, deepest) = (0, 0)
        for byte in script.utf8 {
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "}") { depth -= 1 }
            deepest = max(deepest, depth)
        }
        return deepest > 100
    }

    private func comments(from start: Int, to end: Int) -> [String] {
        guard start < end else { return [] }
        return lines[start..<min(end, lines.count)].map(\.trimmedSpaces).filter { $0.hasPrefix("#") && !$0.hasPrefix("#!") }
            .map { $0.drop { $0 == "#" }.trimmedSpaces }
    }

    /// True when the statement took the rest of the script with it.
    private mutating func take(_ statement: ShellStatement, _ title: String?, _ rest: ArraySlice<ShellStatement>) -> Bool {
        let written = statement.text
        if let place = Elsewhere.reason(statement) {
            person(title, rest, "It leads to \(place): what follows is done there, and not on this machine.")
            return true
        }
        let before = context
        var resolved = ShellScanner.statement(ShellValues.resolved(statement, context))
        // `cd data && ls`: what is set in front of a command holds for it and for what follows.
        while let first = resolved.parts.first, let setting = setting(first.text) {
            // `cd data || exit 1`: a failure ends it here anyway.
            let isGuarded =
                first.end == "||" && resolved.parts.count == 2 && ["exit", "return"].contains { resolved.parts[1].text.hasPrefix($0) }
            if !first.end.isEmpty, !isGuarded, first.end != "&&", first.end != ";", first.end != "\n" { break }
            let isAlone = resolved.parts.count == 1 || isGuarded
            apply(setting)
            if isAlone {
                settings.append(statement)
                return false
            }
            let remainder = String(decoding: Array(resolved.text.utf8).dropFirst(first.next), as: UTF8.self).trimmedSpaces
            resolved = ShellScanner.statement(ShellValues.resolved(ShellScanner.statement(remainder), context))
        }
        // A trailing comment is no command.
        if resolved.text.isEmpty || resolved.text.hasPrefix("#") { return false }
        if leavesMore(resolved) || isUsedLater(resolved, rest) {
            // It is run as it is written, with what it sets first still in it.
            context = before
            whole(title, rest)
            return true
        }
        add(title, resolved, written, statement)
        return false
    }

    private mutating func add(_ title: String?, _ resolved: ShellStatement, _ written: String, _ statement: ShellStatement) {
        let placeholders = Placeholders.all(in: resolved, context)
        var classified = CommandInContext.classify(resolved, placeholders, context)
        if let because = unknownBecause { classified = CommandInContext.unknown(resolved.text, context, because) }
        commands.append(
            ScriptCommand(
                title: title, text: written, resolved: resolved.text, line: statement.line, lineCount: statement.lineCount,
                context: context,
                classified: classified, needs: placeholders.names))
    }

    // MARK: What the rest of the script becomes

    /// The lines from a statement to the end, as they stand.
    private func text(_ rest: ArraySlice<ShellStatement>) -> (text: String, line: Int, count: Int) {
        let first = rest.first?.line ?? 0
        let last = rest.last.map { $0.line + $0.lineCount } ?? first
        return (lines[first..<min(last, lines.count)].joined(separator: "\n").trimmedSpaces, first, last - first)
    }

    private mutating func whole(_ title: String?, _ rest: ArraySlice<ShellStatement>) {
        let (text, line, count) = text(rest)
        let whole = ShellScanner.statement(text)
        let placeholders = Placeholders.all(in: whole, context)
        var classified = CommandInContext.script(whole, context)
        if rest.count > 1 {
            classified.notes.insert("Not taken apart: a line of it sets what only a shell can follow, so the rest is run as one.", at: 0)
        }
        commands.append(
            ScriptCommand(
                title: title, text: text, resolved: text, line: line, lineCount: count, context: context, classified: classified,
                needs: placeholders.names))
    }

    private mutating func person(_ title: String?, _ rest: ArraySlice<ShellStatement>, _ note: String) {
        let (text, line, count) = text(rest)
        commands.append(
            ScriptCommand(
                title: title, text: text, resolved: text, line: line, lineCount: count, context: context,
                classified: Classified(action: .manual, effect: .none, target: nil, notes: [note])))
    }

    // MARK: Settings

    private enum Setting {
        case directory(String)
        case variables([ShellAssignment], isExported: Bool)
        case unset([String])
        /// `set -e` and its like: a failed command stops what follows here anyway.
        case options
    }

    private mutating func apply(_ setting: Setting) {
        switch setting {
        case .directory(let path): context.enter(path)
        case .variables(let assignments, let isExported):
            for assignment in assignments {
                context.set(assignment.name, assignment.value, isExported: isExported)
                let variable = ShellVariable(name: assignment.name, value: assignment.value)
                if variable.decidesOverOthers { unknownBecause = "the lines above it set \(assignment.name)" }
            }
        case .unset(let names): for name in names { context.unset(name) }
        case .options: break
        }
    }

    /// What a command sets, word for word; nil for one that does anything else, or sets what only a shell could know.
    private func setting(_ text: String) -> Setting? {
        guard case .list(let pipelines) = ShellParser.parse(text), pipelines.count == 1, pipelines[0].commands.count == 1,
            let command = pipelines[0].commands.first, command.redirections.isEmpty,
            Placeholders.all(in: ShellScanner.statement(text)).names.isEmpty
        else { return nil }
        // A flag of Jarvis is set in its environment file: a step of its own.
        func areVariables(_ all: [ShellAssignment]) -> Bool { !all.isEmpty && !all.contains { KnownFlag.names.contains($0.name) } }
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
        case "unset": return words.allSatisfy(ShellParser.isVariableName) ? .unset(words) : nil
        case "set":
            let isPlain =
                !words.isEmpty
                && words.allSatisfy {
                    ["pipefail", "errexit", "nounset", "xtrace"].contains($0)
                        || $0.hasPrefix("-") && $0.dropFirst().allSatisfy { "euxo".contains($0) }
                }
            return isPlain ? .options : nil
        default: return nil
        }
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
    private func leavesMore(_ statement: ShellStatement) -> Bool {
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

    /// Whether a later line takes a value that this one leaves, such as the last one of a loop.
    private func isUsedLater(_ statement: ShellStatement, _ rest: ArraySlice<ShellStatement>) -> Bool {
        guard !statement.assigned.isEmpty else { return false }
        return rest.dropFirst().contains { later in
            later.references.contains { statement.assigned.contains($0.name) && !later.assigned.contains($0.name) }
        }
    }
}
