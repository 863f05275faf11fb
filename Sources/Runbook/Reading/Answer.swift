/// What programs answer, and what is typed into them: lines that no shell has a program for.
enum Answer {
    /// - Parameter words: of the first line.
    static func isOne(_ text: String, _ words: [Substring]) -> Bool {
        guard let first = words.first else { return true }
        if ShellScanner.assignedName(String(first)) != nil || ShellParser.keywords.contains(String(first)) { return false }
        return isStatus(first, words) || isPrompt(first) || isOtherLanguage(first, words) || isListing(text, first, words)
            || !CommandShape.isProgram(String(first)) && isSentence(words)
    }

    /// "jarvis is running", and not "acmectl drain all".
    private static func isSentence(_ words: [Substring]) -> Bool {
        return words.count > 2 && verbs.contains(words[1]) && !words.contains { "-/$|=\"'".contains($0.first ?? " ") }
    }

    private static let verbs: Set<Substring> = [
        "is", "are", "was", "were", "has", "have", "had", "been", "will", "should", "does", "did",
    ]
    private static let states: Set<Substring> = [
        "active", "inactive", "enabled", "disabled", "running", "stopped", "healthy", "unhealthy", "ok", "pong", "up", "down", "failed",
        "dead", "masked", "started", "exited", "ready", "pending", "unknown", "success", "none", "null",
    ]

    /// `PONG`, `active`, `(nil)`, `total 0`, `HTTP/1.1 200 OK`.
    private static func isStatus(_ first: Substring, _ words: [Substring]) -> Bool {
        if words.count == 1, states.contains(first) { return true }
        // `used_memory:1000`
        if words.count == 1, first.contains(":"), first.first?.isLetter == true, !first.contains(where: { "/$\"'@".contains($0) }) {
            return true
        }
        if first == "total", words.count == 2, words[1].allSatisfy({ $0.isNumber || ".KMG".contains($0) }) { return true }
        if first.hasPrefix("HTTP/"), words.count > 1 { return true }
        let answer = first.dropFirst().prefix { $0.isLetter || $0.isNumber }
        if first.hasPrefix("("), ["nil", "integer", "empty", "error", "none", "no"].contains(answer) { return true }
        return first.hasPrefix("(") && answer.first?.isNumber == true && words.count == 2 && words[1].hasPrefix("row")
    }

    /// `mysql>`, `jarvis=#`, `127.0.0.1:6379>`, `irb(main):001:0>`: the prompt of a program that is no shell.
    private static func isPrompt(_ first: Substring) -> Bool {
        if first == "(gdb)" || first == "PS" { return true }
        guard let last = first.last, last == ">" || last == "#", first.count > 1 else { return false }
        let name = first.dropLast()
        if last == "#" { return name.hasSuffix("=") || name.hasSuffix("-") }
        let programs = [
            "mysql", "sqlite", "redis", "mongo", "mongosh", "psql", "hive", "cqlsh", "ftp", "sftp", "influx", "node", "MariaDB", "SQL",
            "test", "admin",
        ]
        return programs.contains { name == $0 } || name.contains { "=:([.".contains($0) } || name.hasSuffix(">")
    }

    /// Words of capitals and words with one begin no program's name: SQL, a Dockerfile, a message.
    private static func isOtherLanguage(_ first: Substring, _ words: [Substring]) -> Bool {
        let name = first.prefix { $0.isLetter }
        let rest = first[name.endIndex...]
        guard name.count > 1, rest.allSatisfy({ ";,.!?".contains($0) }), name.allSatisfy(\.isASCII), let capital = name.first,
            capital.isUppercase
        else { return false }
        if ["Rscript", "Xvfb", "Xorg", "MAKEDEV"].contains(name) { return false }
        let others = name.dropFirst()
        return others.allSatisfy(\.isUppercase) || others.allSatisfy(\.isLowercase)
    }

    /// `drwxr-xr-x 2 root root`, `api-0   1/1   Running`, `api  | Started`, `vm.swappiness = 60`.
    private static func isListing(_ text: String, _ first: Substring, _ words: [Substring]) -> Bool {
        if first.count >= 10, let kind = first.first, "-dlcbps".contains(kind),
            first.dropFirst().prefix(9).allSatisfy({ "rwxsStT-".contains($0) })
        {
            return true
        }
        if words.count > 2, words[1] == "=", !["test", "expr", "let"].contains(first), !first.hasPrefix("[") { return true }
        if words.count > 2, words[1] == "|", let sign = words[2].first, sign.isUppercase || sign.isNumber || sign == "{" { return true }
        let line = text.prefix { $0 != "\n" }
        guard !CommandShape.isProgram(String(first)), line.contains("  "), !line.contains(where: { "\"'#|$\\".contains($0) }) else {
            return false
        }
        return columns(line) > 2 && !words.contains { $0.hasPrefix("-") && $0.count > 1 }
    }

    /// Runs of words that two or more spaces set apart.
    private static func columns(_ line: Substring) -> Int {
        var (count, spaces) = (1, 0)
        for character in line {
            if character == " " || character == "\t" {
                spaces += character == "\t" ? 2 : 1
            } else {
                if spaces > 1 { count += 1 }
                spaces = 0
            }
        }
        return count
    }
}
