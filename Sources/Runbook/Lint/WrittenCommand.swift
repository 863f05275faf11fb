internal import MarkdownKit

/// A command as the runbook's author wrote it, before the reader bounded or typed it: what somebody who copies it would run.
struct WrittenCommand: Equatable {
    /// The program's name without its directory.
    var program: String
    var arguments: [String]
    var redirections: [ShellRedirection] = []
    /// Runs under `timeout`.
    var isBounded = false
    /// Runs inside a container (`docker exec`): its paths and addresses are the container's.
    var isInContainer = false

    /// Takes off what only wraps a command: `sudo`, `timeout 5`, `docker exec NAME`. nil when nothing is left.
    init?(_ command: ShellCommand) {
        var words = command.words[...]
        redirections = command.redirections
        program = ""
        arguments = []
        // Each turn takes words off, so this ends.
        while let first = words.first {
            let name = first.hasPrefix("./") ? first : String(first.split(separator: "/").last ?? "")
            let rest = words.dropFirst()
            switch name {
            case "sudo", "nohup", "exec", "command", "nice", "time", "env":
                words = rest.drop { $0.hasPrefix("-") || ShellParser.assignment($0) != nil }
            case "timeout":
                isBounded = true
                words = rest.drop { $0.hasPrefix("-") }.dropFirst()
            case "docker", "docker-compose":
                guard let inner = WrittenCommand.insideContainer(Array(words)) else { fallthrough }
                isInContainer = true
                words = inner[...]
            default:
                program = name
                arguments = Array(rest)
                return
            }
        }
        return nil
    }

    /// The command of `docker exec [options] NAME command…`, or nil for any other.
    private static func insideContainer(_ words: [String]) -> [String]? {
        guard let split = ComposeCommand.subcommand(words), split.name == "exec" else { return nil }
        let valued: Set<String> = ["-e", "--env", "-u", "--user", "-w", "--workdir", "--index"]
        var at = split.index + 1
        while at < words.count, words[at].hasPrefix("-") { at += valued.contains(words[at]) ? 2 : 1 }
        return at + 1 < words.count ? Array(words[(at + 1)...]) : nil
    }
}

extension Step {
    /// The commands of the step's line. A line that only a shell understands is split roughly: good enough to warn, never to run.
    var writtenCommands: [WrittenCommand] {
        guard let command else { return [] }
        // Python's words are no shell words.
        if case .python(let code) = action, code == command { return [] }
        switch ShellParser.parse(command) {
        case .list(let pipelines): return pipelines.flatMap(\.commands).compactMap(WrittenCommand.init)
        case .opaque: return WrittenCommand(ShellCommand(words: Step.roughWords(command))).map { [$0] } ?? []
        }
    }

    /// The change of a command of one line in which some words stand once.
    func fix(_ old: String, _ new: String) -> TextFix? {
        guard let command, !command.contains("\n"), (command + " ").ranges(of: old).count == 1 else { return nil }
        return TextFix(line: span.line, old: command, new: (command + " ").replacing(old, with: new).trimmedSpaces)
    }

    /// Words up to the first operator that stands alone, quotes taken off.
    private static func roughWords(_ line: String) -> [String] {
        line.split(whereSeparator: \.isWhitespace).prefix { !["|", "||", "&&", "&", ";"].contains($0) }
            .map { word in String(word.filter { $0 != "\"" && $0 != "'" }) }
    }
}

extension Incident {
    /// The parts whose steps are taken one after the other.
    var parts: [[Step]] { [diagnosis, resolution, rollback] }
}

extension Runbook {
    var steps: [Step] { incidents.flatMap(\.steps) }
}
