/// `docker-compose …`, `docker compose …` and the few plain `docker` commands of a runbook.
enum ComposeCommand {
    static func classify(_ words: [String]) -> Classified? {
        guard let split = subcommand(words) else { return .shell(words.joined(separator: " "), argv: words) }
        let arguments = Array(words[(split.index + 1)...])
        let targets = operands(arguments)
        var notes: [String] = []
        var argv = words
        let effect = effect(split.name, arguments: arguments, targets: targets)
        if split.name == "stats", !arguments.contains("--no-stream") {
            argv.insert("--no-stream", at: split.index + 1)
            notes.append("Bounded with --no-stream: as written it never returns.")
        }
        if split.name == "logs" || split.name == "events", let follow = argv.firstIndex(where: { $0 == "-f" || $0 == "--follow" }) {
            argv.remove(at: follow)
            notes.append("Read once, without following: as written it never returns.")
        }
        let target = targets.isEmpty ? "all services" : targets.joined(separator: ", ")
        return Classified(action: .compose(argv: argv), effect: effect, target: target, notes: notes)
    }

    private static let reads: Set<String> = [
        "ps", "logs", "top", "images", "config", "port", "version", "stats", "inspect", "info", "events", "ls",
    ]
    private static let changes: Set<String> = ["restart", "up", "start", "scale", "build", "pull", "unpause", "create", "update"]
    /// They take the service away, or what it holds.
    private static let destroys: Set<String> = ["stop", "down", "kill", "rm", "pause", "prune", "rmi"]

    private static func effect(_ name: String, arguments: [String], targets: [String]) -> Effect {
        if name == "up", arguments.contains(where: { $0.hasSuffix("=0") }) { return .destroy }
        if name == "up", arguments.contains("--remove-orphans") || arguments.contains("-V") || arguments.contains("--renew-anon-volumes") {
            return .destroy
        }
        // `config -o FILE` writes the file.
        if name == "config", arguments.contains(where: { $0.hasPrefix("-o") || $0.hasPrefix("--output") }) { return .unknown }
        if reads.contains(name) { return .read }
        if changes.contains(name) { return .change }
        if destroys.contains(name) { return .destroy }
        return .unknown
    }

    /// The subcommand and where it stands, past the program's own options. nil when an option is not known.
    static func subcommand(_ words: [String]) -> (name: String, index: Int)? {
        var index = 1
        if words.first?.hasSuffix("docker") == true, words.count > 1, words[1] == "compose" { index = 2 }
        while index < words.count {
            let word = words[index]
            if !word.hasPrefix("-") { return (word, index) }
            if ["-f", "--file", "-p", "--project-name", "--project-directory", "--env-file", "--profile"].contains(word) {
                index += 2
            } else if ["--no-ansi", "--verbose", "--compatibility"].contains(word) || word.hasPrefix("--file=")
                || word.hasPrefix("--project-name=")
            {
                index += 1
            } else {
                return nil
            }
        }
        return nil
    }

    /// Arguments that are not options or their values: service and container names.
    private static func operands(_ arguments: [String]) -> [String] {
        let valued: Set<String> = [
            "--scale", "-t", "--timeout", "--tail", "-n", "--since", "--until", "--format", "--filter", "-s", "--signal",
        ]
        var result: [String] = []
        var scaled: [String] = []
        var skip = false
        for (index, argument) in arguments.enumerated() {
            if skip {
                skip = false
            } else if argument.hasPrefix("-") {
                skip = valued.contains(argument)
                // `--scale NAME=3` names a service too.
                if argument == "--scale", index + 1 < arguments.count { scaled.append(String(arguments[index + 1].prefix { $0 != "=" })) }
            } else {
                result.append(argument)
            }
        }
        return result.isEmpty ? scaled : result
    }
}
