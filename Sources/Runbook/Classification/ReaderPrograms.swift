/// Programs that only look, and the arguments with which that holds.
///
/// Where some option writes, acts or never returns, only the options listed here are known; every other one, also an abbreviation of
/// a listed one, makes the line unknown. The options were read from the manual pages of coreutils, procps, iproute2, net-tools,
/// lsof, sysstat and systemd.
enum ReaderPrograms {
    /// nil for a program that is not in the list.
    static func isReading(_ name: String, _ arguments: [String]) -> Bool? {
        if harmless.contains(name) { return !arguments.contains(where: isDevice) }
        guard let options = restricted[name] else { return nil }
        guard let operands = options.operands(arguments), !operands.contains(where: isDevice) else { return false }
        switch name {
        // Without a count they repeat until they are stopped.
        case "vmstat", "iostat": return operands.isEmpty || operands.count == 2 && operands.allSatisfy { Int($0) != nil }
        case "sleep": return operands.count == 1 && operands.allSatisfy { Durations.milliseconds($0) ?? Double($0) != nil }
        case "ss", "netstat", "lsof", "journalctl", "free", "df": return operands.isEmpty || name == "lsof" || name == "df"
        default: return true
        }
    }

    /// Programs without an option that writes, acts, or waits for more.
    private static let harmless: Set<String> = [
        "cat", "head", "grep", "wc", "ls", "du", "uptime", "ps", "pgrep", "whoami", "id", "uname", "stat", "cut", "tr", "true", "false",
        "test",
        "echo", "printf", "nproc", "pwd",
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
        "sleep": KnownOptions(),
        // Not -i, with which some of jq's relatives write the file.
        "jq": KnownOptions(
            flags: "rcneMCSsaj",
            long: ["--raw-output", "--compact-output", "--null-input", "--exit-status", "--slurp", "--sort-keys", "--tab"]),
        // Not -f, which waits; not --vacuum-…, --rotate, --flush, --cursor-file and their like, which write.
        "journalctl": KnownOptions(
            flags: "kbxerqa", valued: "unpotgS", long: ["--no-pager", "--dmesg", "--reverse", "--quiet", "--utc", "--all"],
            longValued: ["--unit", "--lines", "--since", "--until", "--priority", "--output", "--grep", "--identifier", "--boot"]),
    ]

    /// Reading a device can act (a watchdog starts, a tape winds); /dev/null cannot.
    private static func isDevice(_ argument: String) -> Bool { argument.contains("/dev/") && argument != "/dev/null" }
}

/// The options of a program that are known to be harmless.
struct KnownOptions {
    /// Short options without a value, which may stand together behind one dash.
    var flags = ""
    /// Short options with a value, glued or as the next word.
    var valued = ""
    var long: Set<String> = []
    /// Long options with a value, behind `=` or as the next word.
    var longValued: Set<String> = []

    /// The words that are no options, or nil when an option is not known or lacks its value.
    func operands(_ arguments: [String]) -> [String]? {
        var result: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" { return result + rest }
            if word.hasPrefix("--") {
                if long.contains(word) { continue }
                let name = String(word.prefix { $0 != "=" })
                guard longValued.contains(name) else { return nil }
                if name == word, rest.popFirst() == nil { return nil }
            } else if word.hasPrefix("-"), word != "-" {
                guard takes(cluster: word.dropFirst(), &rest) else { return nil }
            } else if word.hasPrefix("+") {
                return nil
            } else {
                result.append(word)
            }
        }
        return result
    }

    private func takes(cluster: Substring, _ rest: inout ArraySlice<String>) -> Bool {
        for index in cluster.indices {
            if flags.contains(cluster[index]) { continue }
            guard valued.contains(cluster[index]) else { return false }
            // The value is what is left of the word, else the next one.
            return cluster.index(after: index) < cluster.endIndex || rest.popFirst() != nil
        }
        return true
    }
}
