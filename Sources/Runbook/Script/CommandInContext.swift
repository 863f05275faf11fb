/// The words of a plain command; nil for anything more.
private enum ShellWords {
    static func plain(_ line: String) -> [String]? {
        guard case .list(let pipelines) = ShellParser.parse(line), pipelines.count == 1, pipelines[0].commands.count == 1,
            let command = pipelines[0].commands.first, command.assignments.isEmpty, command.redirections.isEmpty
        else { return nil }
        return command.words
    }
}

/// A command with what the lines above it set → the most typed action that fits there.
enum CommandInContext {
    static func classify(_ statement: ShellStatement, _ placeholders: Placeholders, _ context: CommandContext) -> Classified {
        if statement.isCompound { return script(statement, context) }
        var classified = CommandClassifier.classify(placeholders.quoted)
        switch classified.action {
        case .shell(let shell):
            var (words, wanted) = (shell.argv, ShellValues.wanted(statement, context))
            if let index = words.flatMap(ShellValues.innerScript), let inner = words?[index] {
                wanted += ShellValues.wanted(ShellScanner.statement(inner), context)
                words?[index] = ShellValues.guarded(inner)
            }
            classified.action = .shell(ShellAction(line: statement.text, argv: words, context: context, wanted: wanted))
        // Another directory is another project, and a variable may change what its file says.
        case .compose(let argv) where ComposeCommand.isCompose(argv) && decides(context):
            guard classified.effect == .read else {
                let why = context.directory.map { "it is given in \($0), which may be another project" } ?? "variables are exported to it"
                return unknown(statement.text, context, why)
            }
            classified.action = .shell(ShellAction(line: statement.text, argv: argv, context: context))
        case .sqlite(let database, let sql):
            classified.action = .sqlite(database: context.path(database), sql: sql)
            if classified.target == database { classified.target = context.path(database) }
        // The typed look knows one outbox: another directory has another.
        case .outbox(.tail(let path, _)) where context.directory != nil:
            let words = ShellWords.plain(statement.text)
            classified = .shell(statement.text, effect: words.map { ShellEffects.effect(of: ShellCommand(words: $0)) } ?? .unknown)
            classified.action = .shell(ShellAction(line: statement.text, argv: words, context: context))
            classified.target = context.path(path)
        default: break
        }
        return classified
    }

    private static func decides(_ context: CommandContext) -> Bool {
        context.directory != nil || context.variables.contains(where: \.isExported)
    }

    /// A script, or what of it only a shell can follow: nothing is proved about it.
    static func script(_ statement: ShellStatement, _ context: CommandContext) -> Classified {
        let reason = if case .opaque(let reason) = ShellParser.parse(statement.text) { reason } else { "what only a shell can follow" }
        return Classified(
            action: .shell(
                ShellAction(
                    line: statement.text, argv: nil, context: context,
                    wanted: ShellValues.wanted(statement, context), isScript: statement.text.contains("\n"))),
            effect: .unknown, target: nil, notes: ["Not taken apart: it contains \(reason)."])
    }

    static func unknown(_ line: String, _ context: CommandContext, _ because: String) -> Classified {
        let statement = ShellScanner.statement(line)
        return Classified(
            action: .shell(
                ShellAction(
                    line: line, argv: nil, context: context, wanted: ShellValues.wanted(statement, context),
                    isScript: statement.text.contains("\n"))),
            effect: .unknown, target: nil, notes: ["What it does cannot be told: \(because)."])
    }
}
