/// `docker-compose …`, `docker compose …` and the few plain `docker` commands of a runbook.
enum ComposeCommand {
    static func classify(_ words: [String]) -> Classified? {
        guard let split = subcommand(words) else { return .shell(words.joined(separator: " "), argv: words) }
        let arguments = Array(words[(split.index + 1)...])
        let isCompose = isCompose(words)
        let effect = ComposeEffects.effect(split.name, arguments, isCompose: isCompose)
        var notes: [String] = []
        var argv = words
        if split.name == "stats", !arguments.contains("--no-stream") {
            argv.insert("--no-stream", at: split.index + 1)
            notes.append("Bounded with --no-stream: as written it never returns.")
        }
        if split.name == "logs" {
            let bounded = arguments.compactMap(withoutFollowing)
            if bounded != arguments {
                argv = words[...split.index] + bounded
                notes.append("Read once, without following: as written it never returns.")
            }
        }
        let targets = operands(arguments)
        let target = targets.isEmpty ? "all services" : targets.joined(separator: ", ")
        return Classified(action: .compose(argv: argv), effect: effect, target: target, notes: notes)
    }

    /// Whether a project's containers are meant, and not docker's.
    static func isCompose(_ words: [String]) -> Bool {
        words.first?.hasSuffix("docker-compose") == true || words.count > 1 && words[1] == "compose"
    }

    /// An option of `logs` without `-f`, also out of a cluster (`-tf`); nil when nothing is left of it.
    private static func withoutFollowing(_ option: String) -> String? {
        if option == "--follow" || option.hasPrefix("--follow=") { return nil }
        // Behind `n` stands a number of lines and not another option.
        guard option.hasPrefix("-"), !option.hasPrefix("--"), option.prefix(while: { $0 != "n" }).contains("f") else { return option }
        let rest = option.filter { $0 != "f" }
        return rest == "-" ? nil : rest
    }

    /// The subcommand and where it stands, past the program's own options. nil when an option is not known.
    static func subcommand(_ words: [String]) -> (name: String, index: Int)? {
        var index = 1
        if words.first?.hasSuffix("docker") == true, words.count > 1, words[1] == "compose" { index = 2 }
        while index < words.count {
            let word = words[index]
            if !word.hasPrefix("-") { return (word, index) }
            // A compose file from standard input or from elsewhere is not the one a person looked at.
            if ["-f", "--file"].contains(word), index + 1 < words.count, isForeign(words[index + 1]) { return nil }
            if word.hasPrefix("--file="), isForeign(word.dropFirst("--file=".count)) { return nil }
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

    /// Compose also takes a repository's address, written in more than one way, and `oci://`.
    private static func isForeign(_ file: some StringProtocol) -> Bool {
        file == "-" || file.contains { ":@#".contains($0) } || file.hasPrefix("github.com/") || SpecialFiles.isNamed(by: String(file))
    }

    private static let valued: Set<String> = [
        "--scale", "-t", "--timeout", "--tail", "-n", "--since", "--until", "--format", "--filter", "-s", "--signal",
    ]

    /// Arguments that are not options or their values: service and container names.
    private static func operands(_ arguments: [String]) -> [String] {
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
                if argument.hasPrefix("--scale=") { scaled.append(String(argument.dropFirst("--scale=".count).prefix { $0 != "=" })) }
            } else {
                result.append(argument)
            }
        }
        return result.isEmpty ? scaled : result
    }
}
