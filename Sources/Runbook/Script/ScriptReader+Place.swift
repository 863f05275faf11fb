/// How the directory that words above a script name goes together with the paths in the script itself.
extension ScriptReader {
    /// "In /srv/app:" above it. A script that goes there by itself, or whose commands all name paths below it, needs no word for it.
    mutating func enterPlace(_ statements: ArraySlice<ShellStatement>) {
        guard let place, let directory = place.directory else { return }
        if let first = statements.first?.text, first.hasPrefix("cd ") {
            terminal.enter(directory, by: place.words, before: first)
            // The script goes on by itself.
            self.place = nil
            return
        }
        guard directory.isClear, directory != .unknown else { return }
        if case .path(let path) = directory {
            let named = statements.flatMap { ScriptReader.naming($0, path) }
            let isRelative = !path.hasPrefix("/")
            if named.contains(.beside) || isRelative && named.contains(.alone) && named.contains(.nothing) {
                self.place = place.undecided
                return
            }
            if !named.isEmpty, named.allSatisfy({ $0 == .alone }) { return }
        }
        terminal.enter(directory, by: place.words)
    }

    /// Where `cd GOAL` goes, as it is written.
    static func goal(of move: String) -> String {
        let part = ShellScanner.statement(move).parts.first?.text ?? move
        if case .list(let pipelines) = ShellParser.parse(part), let words = pipelines.first?.commands.first?.words, words.count == 2 {
            return words[1]
        }
        return String(part.dropFirst(3))
    }

    /// What a command says of a directory: nothing; only paths at or below it; or such a path beside others, or one that is relative too.
    private enum Naming { case nothing, alone, beside }

    /// One for each command of a statement.
    private static func naming(_ statement: ShellStatement, _ path: String) -> [Naming] {
        statement.parts.flatMap { part -> [Naming] in
            guard case .list(let pipelines) = ShellParser.parse(part.text) else { return [part.text.holds(path) ? .beside : .nothing] }
            let isRead = CommandClassifier.classify(part.text).effect == .read
            return pipelines.flatMap(\.commands).filter { !$0.words.isEmpty }.map { command in
                let operands = operands(of: command)
                let named = operands.filter { isAt($0, path) }
                if named.isEmpty { return .nothing }
                // What is only looked at can be looked at from anywhere.
                return isRead || path.hasPrefix("/") && named.count == operands.count ? .alone : .beside
            }
        }
    }

    /// Programs whose first word behind their options is no path.
    private static let firstIsNone: Set<String> = [
        "grep", "egrep", "fgrep", "zgrep", "rg", "sed", "awk", "jq", "chmod", "chown", "chgrp",
    ]

    /// The words of a command that may be paths.
    private static func operands(of command: ShellCommand) -> [String] {
        let words = command.words.drop { ["sudo", "nice", "time", "command"].contains($0) }
        guard let program = words.first else { return [] }
        let rest = words.dropFirst()
        let targets = command.redirections.map(\.target)
        if program == "find" { return rest.prefix { !$0.hasPrefix("-") && $0 != "(" && $0 != "!" } + targets }
        let operands = rest.filter { !$0.hasPrefix("-") }
        return operands.dropFirst(firstIsNone.contains(program) && operands.count > 1 ? 1 : 0) + targets
    }

    /// Whether a path is a directory, or lies below it.
    private static func isAt(_ word: String, _ directory: String) -> Bool {
        guard word.hasPrefix("/") == directory.hasPrefix("/"), let parts = CommandContext.normalised(word)?.split(separator: "/"),
            let below = CommandContext.normalised(directory)?.split(separator: "/")
        else { return false }
        return parts.starts(with: below)
    }
}
