/// Finds out which command a command line means.
///
/// Options may stand before the command's name, and whether such an option takes the next word is known only to the command that
/// is named later. So the commands that could be meant are tried in the order in which their names appear, and the first one whose
/// own definitions lead from the first word to its name is it.
struct Resolver {
    let arguments: [String]

    struct Resolution {
        let frames: [Frame]
        /// Has read the whole command line.
        let scanner: Scanner
    }

    /// Throws: `UsageError`, always with the command that the message is about.
    func resolve(_ root: Frame, followsSubcommands: Bool) throws(UsageError) -> Resolution {
        guard followsSubcommands else {
            var scanner = scanner([root], [])
            try scanner.finish()
            return Resolution(frames: [root], scanner: scanner)
        }
        guard let (frames, path) = search([root], [], from: 0) else { return try complete([root], []) }
        return try complete(frames, path)
    }

    private func scanner(_ frames: [Frame], _ path: [Child], advisors: [Frame] = []) -> Scanner {
        Scanner(arguments, set: ArgumentSet(frames, advisors: advisors), program: frames.first?.name ?? "", path: path)
    }

    /// The first command that fits, depth first. - Parameter start: the first word that may name a subcommand.
    private func search(_ frames: [Frame], _ path: [Child], from start: Int) -> (frames: [Frame], path: [Child])? {
        guard let last = frames.last else { return nil }
        let children = last.children(isRoot: frames.count == 1)
        if !children.isEmpty {
            var tried: Set<String> = []
            for index in start..<max(start, arguments.count) {
                guard let child = children.first(where: { $0.isCalled(arguments[index]) }),
                    tried.insert(child.name).inserted
                else { continue }
                if let found = search(frames + [Frame(child.type)], path + [child], from: index + 1) { return found }
            }
            if let standard = last.configuration.defaultSubcommand { return search(frames + [Frame(standard)], path, from: start) }
        }
        var scanner = scanner(frames, path)
        do { try scanner.reachCommand() } catch { return nil }
        return (frames, path)
    }

    /// Reads the whole line for the command that was found.
    private func complete(_ frames: [Frame], _ path: [Child]) throws(UsageError) -> Resolution {
        var scanner = scanner(frames, path)
        guard let last = frames.last, !last.configuration.subcommands.isEmpty else {
            try scanner.finish()
            return Resolution(frames: frames, scanner: scanner)
        }
        do {
            try scanner.finish()
        } catch {
            guard error.kind == .unknownOption else { throw error }
            return try explain(error, frames, path)
        }
        if let word = scanner.words.first, !last.takesPositionals { throw unknownCommand(word.text, frames, scanner.command) }
        return Resolution(frames: frames, scanner: scanner)
    }

    /// A command that holds subcommands met an option it does not know. Perhaps a subcommand does, and the real mistake is another.
    private func explain(_ error: UsageError, _ frames: [Frame], _ path: [Child]) throws(UsageError) -> Resolution {
        guard let last = frames.last else { throw error }
        let children = last.children(isRoot: frames.count == 1)
        var scanner = scanner(frames, path, advisors: children.flatMap { descendants($0.type) })
        try scanner.finish()
        if let word = scanner.words.first, !last.takesPositionals {
            // The command exists, but does not know what stands before it: its own definitions say what is wrong.
            if let child = children.first(where: { $0.isCalled(word.text) }) {
                return try complete(frames + [Frame(child.type)], path + [child])
            }
            throw unknownCommand(word.text, frames, scanner.command)
        }
        if scanner.request != nil { return Resolution(frames: frames, scanner: scanner) }
        if let stray = scanner.given.first(where: { ($0.definitions.first ?? 0) >= scanner.set.ownCount }) {
            throw UsageError(.missingCommand, "No command was given for the option '\(stray.occurrence.name)'.", command: scanner.command)
        }
        throw error
    }

    private func unknownCommand(_ word: String, _ frames: [Frame], _ command: [String]) -> UsageError {
        let children = frames.last?.children(isRoot: frames.count == 1) ?? []
        var likely = suggestions(for: word, among: children.filter(\.isShown).flatMap { [$0.name] + $0.aliases })
        if likely.isEmpty { likely = children.flatMap { paths(to: word, from: $0.type, prefix: "") } }
        return UsageError(.unknownCommand, "Unknown command \(quoted(word)).", suggestions: Array(likely.prefix(2)), command: command)
    }

    /// Where further down a command of that name stands: `retry` → `mesh retry`.
    private func paths(to word: String, from type: any ParsableCommand.Type, prefix: String) -> [String] {
        let path = prefix + type._commandName
        return type.configuration.subcommands.flatMap { child in
            (Child(child).isCalled(word) ? ["\(path) \(child._commandName)"] : []) + paths(to: word, from: child, prefix: path + " ")
        }
    }

    private func descendants(_ type: any ParsableCommand.Type) -> [Frame] {
        let frame = Frame(type)
        return [frame] + frame.configuration.subcommands.flatMap { descendants($0) }
    }
}
