/// What a code block holds, as far as it can be told before its commands are read.
enum FenceContent: Equatable {
    /// A script, with the lines of output blanked so that every line keeps its place; `output` is what followed each prompt's line, `hosts`
    /// the machine that a prompt named.
    case script(String, output: [Int: String], hosts: [Int: String] = [:])
    case python
    /// Commands for a person, and why they are not run.
    case person(String)
    /// Nothing to run, and why.
    case text(String)

    static func of(_ info: FenceInfo, _ text: String) -> FenceContent {
        switch info.language {
        case "python", "py", "python3": return isSession(text) ? .text("it is a session of Python") : .python
        case "console", "shell-session", "shellsession", "terminal", "sh-session", "bash-session", "session", "transcript":
            return Transcript.read(text) ?? RootPrompt.read(text, isSession: true) ?? plain(text)
        case _ where text.holds("\n```"): return .text("it holds the beginning of another block: it was not closed")
        case "bash", "sh", "shell", "zsh", "ksh", "dash", "ash", "shellscript", "shell script":
            return Transcript.read(text) ?? OutputBetween.read(text)
        case "": return Transcript.read(text) ?? RootPrompt.read(text, isSession: false) ?? plain(text)
        case _ where isQuery(info): return .person("It is typed into another program than a shell.")
        default: return .text("it is a `\(info.language)` block")
        }
    }

    /// What is asked of a database, a monitoring system or another shell: a person knows where.
    private static let queries: Set<String> = [
        "promql", "logql", "traceql", "kql", "spl", "sql", "psql", "postgresql", "mysql", "cql", "cypher", "powershell", "pwsh", "ps1",
        "cmd",
        "bat", "dos", "redis", "mongosh",
    ]

    /// Whether its label says that it holds something else than a shell's lines.
    static func isOther(_ info: FenceInfo) -> Bool {
        if case .text = of(info, "ls") { return true }
        return info.language.hasPrefix("py") || isQuery(info)
    }

    static func isQuery(_ info: FenceInfo) -> Bool { queries.contains(info.language) }

    private static func isSession(_ text: String) -> Bool { text.split(separator: "\n").contains { $0.hasPrefix(">>> ") } }

    /// Without a label it holds commands only where every line could be one.
    private static func plain(_ text: String) -> FenceContent {
        let statements = ShellScanner.statements(text)
        guard !statements.isEmpty else { return .text("it is empty") }
        for statement in statements where !CommandShape.couldBeCommand(statement) {
            return .text("`\(shown(statement))` could be something else than a command, and the block has no label")
        }
        return .script(text, output: [:])
    }

    static func shown(_ statement: ShellStatement) -> String {
        let line = statement.text.prefix { $0 != "\n" }
        return String(line.count > 40 ? line.prefix(39) + "…" : line)
    }
}

/// Commands with what they print below them, without prompts: what follows the first line that is no command is output, up to a comment.
///
/// What stands there may look like a command, so that nothing behind it is taken for one without a comment that begins anew.
enum OutputBetween {
    static func read(_ text: String) -> FenceContent {
        let statements = ShellScanner.statements(text)
        // Behind what leads elsewhere everything is typed there.
        let end = statements.firstIndex { Elsewhere.reason($0) != nil } ?? statements.endIndex
        guard let sure = statements[..<end].firstIndex(where: CommandShape.isSurelyNone) else { return .script(text, output: [:]) }
        let none = FenceContent.text("`\(FenceContent.shown(statements[sure]))` is no command")
        // Where one line is output, so is what stands before it and could be.
        guard let first = statements[...sure].firstIndex(where: { !CommandShape.couldBeCommand($0) }), first > 0 else { return none }
        return split(text, from: statements[first].line, of: statements[first - 1].line) ?? none
    }

    /// nil where what follows the output cannot be told from it.
    private static func split(_ text: String, from output: Int, of command: Int) -> FenceContent? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let next =
            lines[output...].indices.first { lines[$0].hasPrefix("# ") && $0 > 0 && lines[$0 - 1].trimmedSpaces.isEmpty } ?? lines.count
        let printed = lines[output..<next].joined(separator: "\n").trimmedSpaces
        for line in output..<next { lines[line] = "" }
        guard case .script(let script, let more, _) = read(lines.joined(separator: "\n")) else { return nil }
        return .script(script, output: more.merging([command: printed]) { $1 })
    }
}

/// `# ls`: a prompt of root, or a comment. Which of them it is cannot be told, so that what stands below may be what was printed.
enum RootPrompt {
    /// - Parameter isSession: the block's label says that it holds a terminal's record, with its prompts.
    /// - Returns: nil for a text without such a line.
    static func read(_ text: String, isSession: Bool) -> FenceContent? {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("# ") }
        guard lines.contains(where: { isSession || isCommand($0.dropFirst(2)) }) else { return nil }
        return .person("A line of it begins with `#`, which is a prompt of root or a comment: what is to be run is a person's choice.")
    }

    /// A program with an option, a path or nothing behind it: "# test connection" is a comment.
    private static func isCommand(_ line: Substring) -> Bool {
        let statement = ShellScanner.statement(String(line))
        guard let first = statement.commandWords.first, CommandShape.isProgram(first), CommandShape.couldBeCommand(statement) else {
            return false
        }
        let words = line.split(separator: " ").dropFirst()
        return words.isEmpty || words.contains { $0.hasPrefix("-") || $0.contains("/") || $0.contains("$") }
    }
}

/// A record of a terminal: commands behind their prompts, and what was printed.
enum Transcript {
    /// nil for a text without prompts.
    static func read(_ text: String) -> FenceContent? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { prompt($0) != nil }) else { return nil }
        var script: [String] = []
        var output: [Int: String] = [:]
        var prompts: [Int: String] = [:]
        var command = -1
        var goesOn = false
        for (index, line) in lines.enumerated() {
            if let length = prompt(line) {
                let rest = String(line.dropFirst(length))
                script.append(rest)
                command = index
                prompts[index] = host(line.prefix(length))
                goesOn = continues(rest)
            } else if goesOn {
                // The second prompt stands before what goes on.
                let rest = line.hasPrefix("> ") ? String(line.dropFirst(2)) : String(line)
                script.append(rest)
                goesOn = continues(script[max(0, command)...].joined(separator: "\n"))
            } else if line.trimmedSpaces.hasPrefix("# ") || line.trimmedSpaces.isEmpty {
                script.append(String(line))
            } else {
                script.append("")
                output[command, default: ""] += (output[command] == nil ? "" : "\n") + line
            }
        }
        // One machine of any name is the one that the runbook is about; one beside another, or one that does a part of the work, is not.
        let isOne = Set(prompts.values).count == 1
        return .script(
            script.joined(separator: "\n"), output: output,
            hosts: prompts.filter { !$1.isEmpty && (!isOne || SentencePlace.isRole($1)) })
    }

    /// The machine that a prompt names; empty for this one.
    private static func host(_ prompt: Substring) -> String {
        guard let at = prompt.lastIndex(of: "@") else { return "" }
        let name = prompt[prompt.index(after: at)...].prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }.lowercased()
        let own = [
            "localhost", "jarvis", "host", "hostname", "machine", "laptop", "desktop", "workstation", "local", "pc", "computer", "my",
        ]
        return own.contains { name == $0 || name.hasPrefix($0 + "-") || name.hasPrefix($0 + ".") } ? "" : name
    }

    /// Whether a shell would show its second prompt: a quote, a loop or a here-document is open, or the line ends in a backslash.
    private static func continues(_ text: String) -> Bool {
        if text.hasSuffix("\\") { return true }
        let probe = ShellScanner.statements(text + "\n:\n")
        return probe.last?.text != ":"
    }

    /// The length of a prompt in front of a command; nil for a line without.
    static func prompt(_ line: Substring) -> Int? {
        // The marks below are of these bytes, or of letters that no other line is likely to have.
        guard line.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "%") || $0 >= 0x80 })
        else { return nil }
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        let indent = line.count - trimmed.count
        for mark in ["$ ", "% ", "❯ ", "➜ "] where trimmed.hasPrefix(mark) { return indent + mark.count }
        if trimmed == "$" { return indent + 1 }
        // user@host:~$ and [user@host dir]#
        let head = trimmed.prefix(80)
        for mark in ["$ ", "# ", "% "] {
            guard head.contains("@"), let range = head.firstRange(of: mark) else { continue }
            let front = head[..<range.lowerBound]
            guard front.contains("@"), !front.contains(where: { "\"'|;<>=(){}`".contains($0) }), isPlace(front) else { continue }
            return indent + front.count + mark.count
        }
        return nil
    }

    private static func isPlace(_ front: Substring) -> Bool {
        let bare = front.filter { $0 != "[" && $0 != "]" }
        guard let at = bare.firstIndex(of: "@") else { return false }
        let user = bare[..<at]
        return !user.isEmpty && user.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
            && bare.split(separator: " ").count <= 2
    }
}
