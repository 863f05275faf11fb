/// All programs of which something is known to read, and the page about them.
///
/// Where some option writes, acts or never returns, only the options listed are known; every other one, also an abbreviation of a listed
/// one, makes the line unknown. The options were read from the manual pages of the programs. What can run other programs by its own
/// configuration (git, sort, less, awk, vim) is not here.
enum ReadingPrograms {
    static let all: [ReadingProgram] =
        [
            .docker, .dockerCompose, .systemctl, .journalctl, .kubectl, .redisCLI, .sqlite3, .curl, .find, .grep, .tail, .head, .cat, .ls,
            .ss, .ip, .df, .du, .free, .ps, .uptime, .date, .dig, .jq,
        ] + ReadingProgram.small

    private static let byName: [String: @Sendable ([String]) -> Bool] = all.reduce(into: [:]) { result, program in
        for name in program.names { if let check = program.isReading { result[name] = check } }
    }

    /// nil for a program that is not in the list.
    static func isReading(_ name: String, _ arguments: [String]) -> Bool? {
        byName[name].map { !arguments.contains(where: SpecialFiles.isNamed) && $0(arguments) }
    }
}

/// Programs that only run another one: what that does is what they do.
enum LookedThrough {
    /// The words of the program that is run in the end; nil for another program, and for options that are not known.
    static func inner(_ words: [String]) -> [String]? {
        guard let name = words.first else { return nil }
        var rest = Array(words.dropFirst())
        switch name {
        case "nice":
            if rest.first == "-n", rest.count > 1, Int(rest[1]) != nil { rest.removeFirst(2) }
        case "timeout":
            while let option = rest.first, option.hasPrefix("-") {
                guard ["-k", "-s"].contains(option), rest.count > 1, rest[1].allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
                rest.removeFirst(2)
            }
            guard let limit = rest.first, limit.first?.isNumber == true, Double(limit) != nil || Durations.milliseconds(limit) != nil else {
                return nil
            }
            rest.removeFirst()
        case "env":
            let variables = rest.prefix { ShellParser.assignment($0) != nil }
            guard !variables.isEmpty, variables.allSatisfy({ isHarmless($0.prefix { $0 != "=" }) }) else { return nil }
            rest.removeFirst(variables.count)
        default: return nil
        }
        guard let first = rest.first, !first.hasPrefix("-") else { return nil }
        return rest
    }

    /// What is behind the shell's own `time`; nil for a line without.
    static func timed(_ line: String) -> String? {
        guard line.hasPrefix("time ") else { return nil }
        let rest = line.dropFirst(5).drop { $0 == " " }
        return rest.isEmpty || rest.hasPrefix("-") ? nil : String(rest)
    }

    /// Variables that change how something is shown, and nothing else.
    private static func isHarmless(_ name: Substring) -> Bool {
        ["LANG", "TZ", "COLUMNS", "NO_COLOR"].contains(name) || name.hasPrefix("LC_")
    }
}

/// `docs/commands.md`, made from the programs themselves.
public enum CommandDocumentation {
    public static func markdown() -> String {
        let head = """
            # Commands that only look

            <!-- Made from the code in Sources/Runbook/Classification/Programs; a test keeps it current. Change the program, not this page. -->

            What of a runbook runs without anybody's word: lines of these programs, with these options. Every other line is a change, destroys
            something, or cannot be told, which counts as destroying. `timeout`, `nice`, `time`, and `env` with `LANG`, `LC_…`, `TZ`, `COLUMNS` or
            `NO_COLOR` are looked through. `sudo` is not, nor is a program by a path of its own. What can run other programs by its own
            configuration (git, sort, less, awk, vim) is never in this list. `jarvis-ops explain STEP` says how a line was read.
            """
        return ([head] + ReadingPrograms.all.map(section)).joined(separator: "\n\n") + "\n"
    }

    private static func section(_ program: ReadingProgram) -> String {
        """
        ## \(program.names.joined(separator: ", "))

        Read: \(program.reads)

        Not: \(program.refuses)

        ```text
        \((program.accepted.map { "read   \($0)" } + program.refused.map { "not    \($0)" }).joined(separator: "\n"))
        ```
        """
    }
}
