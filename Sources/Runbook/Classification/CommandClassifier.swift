/// A command line → the most typed action that fits. Never guesses towards `read`: what is not proved is `unknown`.
enum CommandClassifier {
    static func classify(_ line: String) -> Classified {
        if let timed = LookedThrough.timed(line) { return .shell(line, effect: effect(ofLine: timed)) }
        switch ShellParser.parse(line) {
        case .opaque(let reason):
            return .shell(line, notes: ["Not taken apart: it contains \(reason)."])
        case .list(let pipelines):
            if pipelines.count == 1, let classified = pipeline(pipelines[0].commands, line: line) { return classified }
            return compound(pipelines, line: line)
        }
    }

    /// One pipeline that has a typed form, or nil.
    private static func pipeline(_ commands: [ShellCommand], line: String) -> Classified? {
        if commands.count == 1 { return single(commands[0], line: line) }
        guard commands.count == 2, isPlain(commands[0]), isPlain(commands[1]), program(commands[0]) == "curl", program(commands[1]) == "jq",
            var classified = CurlCommand.classify(commands[0].words), case .http(var http) = classified.action,
            let select = JqCommand.path(commands[1].words)
        else { return nil }
        http.select = select
        classified.action = .http(http)
        return classified
    }

    private static func single(_ command: ShellCommand, line: String) -> Classified? {
        if command.words.isEmpty, command.redirections.isEmpty, command.assignments.count == 1,
            KnownFlag.names.contains(command.assignments[0].name)
        {
            return flag(command.assignments[0])
        }
        if command.words.first == "export", command.words.count == 2, isPlain(command),
            let assignment = ShellParser.assignment(command.words[1]), KnownFlag.names.contains(assignment.name)
        {
            return flag(assignment)
        }
        guard isPlain(command), let name = program(command) else { return nil }
        let words = command.words
        switch name {
        case "docker-compose", "docker": return ComposeCommand.classify(words)
        case "curl": return CurlCommand.classify(words)
        case "sqlite3": return SQLiteCommand.classify(words)
        case "redis-cli": return RedisCommand.classify(words)
        case "python", "python3": return PythonCommand.classify(words)
        case "tail": return TailCommand.classify(words) ?? plainShell(command, line: line)
        default: return plainShell(command, line: line)
        }
    }

    private static func flag(_ assignment: ShellAssignment) -> Classified {
        Classified(
            action: .flag(name: assignment.name, value: assignment.value), effect: .change, target: assignment.name,
            notes: ["Changes the service's configuration; as a shell line it would set a variable that nobody reads."])
    }

    private static func plainShell(_ command: ShellCommand, line: String) -> Classified {
        .shell(line, argv: command.words, effect: ShellEffects.effect(of: command))
    }

    /// Several commands: one shell step with the effect of the most dangerous of them.
    private static func compound(_ pipelines: [ShellPipeline], line: String) -> Classified {
        let commands = pipelines.flatMap(\.commands)
        guard !commands.isEmpty else { return .shell(line) }
        if commands.count == 1, isPlain(commands[0]) { return .shell(line, argv: commands[0].words) }
        let effect = commands.reduce(Effect.none) { $0.combined(with: part($1)) }
        return .shell(
            line, effect: effect, notes: ["Several commands in one line: run by sh, with the effect of the most dangerous of them."])
    }

    /// What a line does that a shell runs as it stands.
    private static func effect(ofLine line: String) -> Effect {
        guard case .list(let pipelines) = ShellParser.parse(line), !pipelines.isEmpty else { return .unknown }
        return pipelines.flatMap(\.commands).reduce(Effect.none) { $0.combined(with: part($1)) }
    }

    /// The same of the words of one command.
    static func effect(ofWords words: [String]) -> Effect { part(ShellCommand(words: words)) }

    private static func part(_ command: ShellCommand) -> Effect {
        // An assignment inside a longer line changes how the rest of it runs.
        guard command.assignments.isEmpty else { return .unknown }
        guard command.redirections.allSatisfy(\.isHarmless) else { return .unknown }
        guard let classified = single(ShellCommand(words: command.words), line: "") else { return .unknown }
        return asWritten(classified, command.words)
    }

    /// The effect of a command that sh runs as it stands, without what the program's own probes do differently.
    private static func asWritten(_ classified: Classified, _ words: [String]) -> Effect {
        switch classified.action {
        case .shell: classified.effect
        // The format may stand in a file, where it can name files to write.
        case .http(let http): http.writeOut?.hasPrefix("@") == true ? .unknown : classified.effect
        // GET with a pattern finds nothing, but reads; KEYS only holds the server up.
        case .redis: classified.effect
        // As written it goes on for ever.
        case .compose(let argv): argv == words ? classified.effect : .unknown
        // sqlite3 makes a file that is not there, and a backup replaces one that is.
        case .sqlite: words.contains("-readonly") && classified.effect == .read ? .read : .unknown
        case .outbox(.tail): ShellEffects.effect(of: ShellCommand(words: words))
        // A new process runs Jarvis's code, with whatever that does.
        case .outbox, .capability, .python: .unknown
        // A variable that the rest of the line sees.
        case .flag: .unknown
        case .variable, .file, .named, .manual: .unknown
        }
    }

    /// A command of words alone, with nothing redirected but to /dev/null.
    private static func isPlain(_ command: ShellCommand) -> Bool { command.assignments.isEmpty && command.redirections.isEmpty }

    /// The program's name when it is one that the system's own directories hold: `./curl` may be anything.
    private static func program(_ command: ShellCommand) -> String? {
        guard let first = command.words.first else { return nil }
        guard first.contains("/") else { return first }
        for directory in ["/bin/", "/usr/bin/", "/usr/local/bin/"] where first.hasPrefix(directory) {
            let name = String(first.dropFirst(directory.count))
            if !name.contains("/") { return name }
        }
        return nil
    }
}
