/// From words to a command with its values: resolve, answer help and version, fill in, check what is missing, validate.
struct Parser {
    let root: any ParsableArguments.Type
    let followsSubcommands: Bool

    /// Throws: `UsageError`, `CleanExit`, `HelpRequest`, or what `validate()` throws.
    func parse(_ arguments: [String]) throws -> any ParsableArguments {
        let resolution = try Resolver(arguments: arguments).resolve(Frame(root), followsSubcommands: followsSubcommands)
        let frames = resolution.frames
        let scanner = resolution.scanner
        switch scanner.request {
        case .help: throw HelpRequest(types: frames.map(\.type))
        case .version:
            throw CleanExit.message(frames.last { !$0.configuration.version.isEmpty }?.configuration.version ?? "")
        case nil: break
        }
        try Binding(scanner).fill()
        guard let chosen = frames.last else { throw CleanExit.helpRequest() }
        if let help = chosen.instance as? HelpCommand { throw try helpRequest(help.commands, scanner.command) }
        var result = chosen.instance
        for frame in frames {
            result = try validated(frame, command: scanner.command)
        }
        return result
    }

    private func validated(_ frame: Frame, command: [String]) throws -> any ParsableArguments {
        do {
            for group in frame.reflection.groups { try group.validateMembers() }
            var instance = frame.instance
            try instance.validate()
            return instance
        } catch let error as ValidationError {
            throw UsageError(.validation, error.message, command: command)
        }
    }

    /// `help mesh retry`. Throws: `UsageError` when there is no such command.
    private func helpRequest(_ words: [String], _ command: [String]) throws(UsageError) -> HelpRequest {
        var types: [any ParsableArguments.Type] = [root]
        var path = Array(command.prefix(1))
        for word in words {
            let children = types.last.map { Frame($0).children(isRoot: types.count == 1) } ?? []
            guard let child = children.first(where: { $0.isCalled(word) }) else {
                throw UsageError(
                    .unknownCommand, "Unknown command \(quoted((path.dropFirst() + [word]).joined(separator: " "))).",
                    suggestions: suggestions(for: word, among: children.filter(\.isShown).map(\.name)), command: path)
            }
            types.append(child.type)
            path.append(child.name)
        }
        return HelpRequest(types: types)
    }
}

/// Help was asked for; the types lead from the program to the command.
struct HelpRequest: Error {
    let types: [any ParsableArguments.Type]
}
