/// One command on the way from the program to the chosen command.
struct Frame {
    let type: any ParsableArguments.Type
    let name: String
    let configuration: CommandConfiguration
    /// Its cells are the ones `reflection` fills.
    let instance: any ParsableArguments
    let reflection: Reflection

    init(_ type: any ParsableArguments.Type) {
        self.type = type
        if let command = type as? any ParsableCommand.Type {
            configuration = command.configuration
            name = command._commandName
        } else {
            configuration = CommandConfiguration()
            name = kebabCase(String(describing: type))
        }
        instance = type.init()
        reflection = Reflection(instance)
    }
}

/// A subcommand as its parent sees it: names only, nothing built yet.
struct Child {
    let type: any ParsableCommand.Type
    let name: String
    let aliases: [String]
    let isShown: Bool

    init(_ type: any ParsableCommand.Type) {
        let configuration = type.configuration
        self.type = type
        name = type._commandName
        aliases = configuration.aliases
        isShown = configuration.shouldDisplay
    }

    func isCalled(_ word: String) -> Bool { name == word || aliases.contains(word) }
}

extension Frame {
    /// The subcommands; a program with any also has `help`.
    func children(isRoot: Bool) -> [Child] {
        let own = configuration.subcommands.map { Child($0) }
        guard isRoot, !own.isEmpty, !own.contains(where: { $0.isCalled("help") }) else { return own }
        return own + [Child(HelpCommand.self)]
    }

    /// Words that are not options may follow.
    var takesPositionals: Bool { reflection.entries.contains { $0.definition.isPositional } }
}
