/// Programs that only look, and the arguments with which that holds.
///
/// Where some option writes, acts or never returns, only the options listed here are known; every other one, also an abbreviation of
/// a listed one, makes the line unknown. The options were read from the manual pages of coreutils, procps, iproute2, net-tools,
/// lsof, sysstat and systemd.
enum ReaderPrograms {
    /// nil for a program that is not in the list.
    static func isReading(_ name: String, _ arguments: [String]) -> Bool? {
        let isSpecial = arguments.contains(where: SpecialFiles.isNamed)
        if harmless.contains(name) { return !isSpecial }
        if let check = checked[name] { return !isSpecial && check(arguments) }
        guard let options = restricted[name] else { return nil }
        guard !isSpecial, let operands = options.operands(arguments) else { return false }
        switch name {
        // Without a count they repeat until they are stopped.
        case "vmstat", "iostat": return operands.isEmpty || operands.count == 2 && isShort(operands)
        case "ss", "netstat", "journalctl", "free": return operands.isEmpty
        default: return true
        }
    }

    /// Programs without an option that writes, acts, or waits for more.
    private static let harmless: Set<String> = [
        "cat", "head", "wc", "ls", "du", "uptime", "ps", "pgrep", "whoami", "id", "uname", "stat", "cut", "tr", "true", "false", "echo",
        "nproc", "pwd",
    ]

    /// Programs whose words are more than options and names.
    private static let checked: [String: @Sendable ([String]) -> Bool] = [
        "find": FindCommand.onlyLooks, "ip": IPCommand.onlyLooks, "jq": JqCommand.onlySelects, "test": isTest, "sleep": isPause,
        // Where sh is bash, `printf -v` evaluates the name it is given.
        "printf": { $0.first?.hasPrefix("-") == false },
        // Searching everything below / meets files that give out what they hold only once.
        "grep": { !$0.contains(where: SpecialFiles.areBelow) },
    ]

    private static let restricted: [String: KnownOptions] = [
        // Not -f, -F, --follow, --retry: they wait for more.
        "tail": KnownOptions(flags: "qvz0123456789", valued: "nc", long: ["--quiet", "--verbose"], longValued: ["--lines", "--bytes"]),
        // Not -K, which ends connections; not -D, which writes a file; not -E, which waits for more.
        "ss": KnownOptions(flags: "hHnralepmoitux460sO"),
        // Not -c, which repeats.
        "netstat": KnownOptions(flags: "antuplrisevw46No"),
        // Not -D, which writes a cache; not -r and +r, which repeat.
        "lsof": KnownOptions(flags: "nPlRtUaO", valued: "ipuc"),
        // Not -s, which repeats.
        "free": KnownOptions(flags: "bkmgthlw", long: ["--human", "--mega", "--giga", "--total"]),
        // Not --sync, which writes.
        "df": KnownOptions(flags: "haiklPTHm", long: ["--human-readable", "--inodes", "--local", "--print-type", "--total"]),
        "vmstat": KnownOptions(flags: "asdmnwt"),
        "iostat": KnownOptions(flags: "cdhkmtxyzN"),
        // Not -f, which waits; not --vacuum-…, --rotate, --flush, --cursor-file and their like, which write.
        "journalctl": KnownOptions(
            flags: "kbxerqa", valued: "unpotgS", long: ["--no-pager", "--dmesg", "--reverse", "--quiet", "--utc", "--all"],
            longValued: ["--unit", "--lines", "--since", "--until", "--priority", "--output", "--grep", "--identifier", "--boot"]),
    ]

    /// An hour at most: `sleep infinity` and its like never end.
    private static let longestPause = 3600.0

    private static func isPause(_ arguments: [String]) -> Bool {
        guard arguments.count == 1, let text = arguments.first, text.first?.isNumber == true else { return false }
        let seconds = Double(text) ?? Durations.milliseconds(text).map { $0 / 1000 }
        return seconds.map { $0 >= 0 && $0 <= longestPause } ?? false
    }

    /// Interval and count.
    private static func isShort(_ operands: [String]) -> Bool {
        let numbers = operands.compactMap { Int($0) }.filter { $0 > 0 }.map(Double.init)
        return numbers.count == operands.count && numbers.reduce(1, *) <= longestPause
    }

    /// Operators that every `test` has. Where sh is bash or ksh, `-v` and arithmetic evaluate the name they are given.
    private static func isTest(_ arguments: [String]) -> Bool {
        let operators: Set<String> = [
            "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-L", "-p", "-r", "-s", "-S", "-u", "-w", "-x", "-z", "-n", "-nt", "-ot", "-ef",
            "-eq",
            "-ne", "-gt", "-ge", "-lt", "-le", "-a", "-o",
        ]
        return arguments.allSatisfy { word in
            word.hasPrefix("-") ? operators.contains(word) : !word.contains { "[]$`".contains($0) }
        }
    }
}
