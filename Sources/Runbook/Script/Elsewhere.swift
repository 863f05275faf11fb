/// Commands after which a person is somewhere else: on another machine, in a container, in a program that waits for input. What stands
/// below such a line in a fence is typed there, and not run here.
enum Elsewhere {
    /// Where the line leads, in words; nil when it comes back by itself.
    static func reason(_ statement: ShellStatement) -> String? {
        if statement.hasHereDocument { return nil }
        if statement.isCompound { return InnerCommands.all(in: statement.text).lazy.compactMap { reason(words: words($0)[...]) }.first }
        var isFed = false
        for part in statement.parts {
            // What is given by a pipe is not typed, and a job in the background waits for nobody.
            if !isFed, part.end != "&", let reason = reason(words: words(part.text)[...]) { return reason }
            isFed = part.end == "|" || part.end == "|&"
        }
        return nil
    }

    /// `exit` and what other programs call it: back where one came from.
    static func comesBack(_ statement: ShellStatement) -> Bool {
        let text = statement.text.lowercased().filter { $0 != ";" }.trimmedSpaces
        return ["exit", "exit 0", "exit()", "logout", "quit", "quit()", "\\q", "\\quit", ".quit", ".exit", "disconnect"].contains(text)
    }

    /// "Log out of the server", "Back on this machine": said at the beginning of a sentence. "Exit the maintenance mode" is none.
    static func comesBack(_ sentence: String) -> Bool {
        let text = sentence.lowercased()
        let here = [
            "on this ", "on your ", "back on this ", "back on your ", "back in your ", "back on the host", "return to your ", "from your ",
            "locally,", "locally:",
        ]
        if here.contains(where: text.hasPrefix) { return true }
        guard
            let verb = ["exit", "leave", "close", "quit", "log out", "logout", "log off", "disconnect", "detach", "end"].first(
                where: text.hasPrefix)
        else { return false }
        let rest = text.dropFirst(verb.count)
        guard rest.first?.isLetter != true else { return false }
        let words = String(rest).plainWords.map(String.init).filter { !["the", "of", "from", "again", "your", "a"].contains($0) }
        return words.isEmpty ? verb != "end" && verb != "leave" && verb != "close" : words.first.map(places.contains) ?? false
    }

    private static let places: Set<String> = [
        "container", "server", "session", "shell", "pod", "machine", "node", "bastion", "prompt", "connection", "ssh", "psql", "console",
        "host", "vm", "instance",
    ]

    /// Whether a text begins with a program that reaches other machines and containers.
    static func reaches(_ text: String) -> Bool {
        let words = text.spacedWords.map(String.init).drop { $0 == "sudo" || $0 == "$" }
        return words.first.map(reaching.contains) ?? false
    }

    private static let reaching: Set<String> = [
        "ssh", "mosh", "docker", "docker-compose", "kubectl", "k", "oc", "podman", "gcloud", "aws", "az", "tsh", "vagrant", "fly",
        "sshpass", "telnet", "lxc", "incus",
    ]

    /// Nobody types the next command of a runbook into an editor or a pager.
    static func isLeftByItself(_ reason: String) -> Bool { reason == LeadingProgram.editor || reason == LeadingProgram.keys }

    /// Words as a person reads them, without a remark: good enough to see where a line leads, never to run it.
    private static func words(_ text: String) -> [String] {
        var result: [String] = []
        var depth = 0
        // A line that goes on is one line, as for the shell.
        let whole = text.holds("\\\n") ? text.replacing("\\\n", with: "") : text
        for word in whole.spacedWords {
            if depth == 0, word.hasPrefix("#") { break }
            // What a substitution gives is one word.
            if depth == 0 { result.append(String(word.filter { $0 != "\"" && $0 != "'" })) }
            for byte in word.utf8 { depth += byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0 }
            depth = max(0, depth)
        }
        return result
    }

    static func reason(words all: ArraySlice<String>) -> String? {
        // What is read from a file is not typed; `<host>` is a place to fill in.
        if all.contains(where: { $0.hasPrefix("<") && !$0.hasSuffix(">") && !$0.hasPrefix("<(") }) { return nil }
        var words = all.drop { ShellScanner.assignedName($0) != nil || $0 == "!" }
        // Each turn takes a word off, so this ends.
        while let first = words.first {
            let name = String(first.split(separator: "/").last ?? "")
            let rest = words.dropFirst()
            switch name {
            case "sudo", "doas":
                let (isLogin, command) = sudo(rest)
                if isLogin, command.isEmpty { return "a shell of another user" }
                if rest.first == "-e" { return LeadingProgram.editor }
                words = command
            // What a shell types for a name is typed.
            case "alias":
                return rest.lazy.filter { $0.contains("=") }.compactMap { word in
                    let value = words.drop { $0 != word }
                    let first = word.drop { $0 != "=" }.dropFirst()
                    return reason(words: ([String(first)] + value.dropFirst())[...])
                }.first
            case "env", "eval", "builtin", "nohup", "time", "exec", "command", "nice", "ionice", "stdbuf", "setsid", "unbuffer", "winpty":
                words = rest.drop { $0.hasPrefix("-") || $0.contains("=") }
            case "timeout": words = withoutOptions(rest, valued: ["-s", "-k"]).dropFirst()
            case "sshpass":
                words = withoutOptions(rest, valued: ["-f", "-d", "-P"]).drop { name == "sshpass" && !$0.contains("ssh") && $0 != "scp" }
            case "bundle" where rest.first == "exec", "poetry" where rest.first == "run", "pipenv" where rest.first == "run",
                "uv" where rest.first == "run", "pdm" where rest.first == "run", "hatch" where rest.first == "run":
                words = rest.dropFirst()
            default: return reason(name, Array(rest))
            }
        }
        return nil
    }

    /// Whether it opens a shell of another user, and the command behind its options. Letters stand in one word: `-iu postgres`.
    private static func sudo(_ all: ArraySlice<String>) -> (isLogin: Bool, command: ArraySlice<String>) {
        var (isLogin, words) = (false, all)
        while let word = words.first, word.hasPrefix("-"), word != "-" {
            words = words.dropFirst()
            if word == "--" { break }
            if word.hasPrefix("--") {
                if ["--login", "--shell"].contains(word) { isLogin = true }
                if ["--user", "--group", "--host", "--prompt", "--chdir", "--chroot"].contains(word) { words = words.dropFirst() }
                continue
            }
            for (index, letter) in word.dropFirst().enumerated() {
                if letter == "i" || letter == "s" { isLogin = true }
                guard "ughpCDRrtTU".contains(letter) else { continue }
                if index == word.count - 2 { words = words.dropFirst() }
                break
            }
        }
        return (isLogin, words.drop { ShellScanner.assignedName($0) != nil })
    }

    private static func reason(_ name: String, _ words: [String]) -> String? {
        switch name {
        case "ssh", "slogin", "autossh", "mosh":
            // Options may stand on both sides of the host.
            let valued = Set("bcDEeFIiJLlmOopQRSWwB".map { "-\($0)" })
            if words.contains("-f") || words.contains("-fN") || words.contains("-fNL") || words.contains("-V") { return nil }
            let command = withoutOptions(withoutOptions(words[...], valued: valued).dropFirst(), valued: valued)
            return command.isEmpty || reason(words: command) != nil ? "another machine" : nil
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose", "kubectl", "oc", "k", "dc", "crictl", "microk8s", "k3s":
            return container(name, words)
        default: break
        }
        if isShell(name) {
            return words.allSatisfy { $0.hasPrefix("-") && $0 != "--version" } ? "a shell" : nil
        }
        return LeadingProgram.all[name]?.lazy.compactMap { $0.leads(words) ? $0.place : nil }.first
    }

    private static func container(_ program: String, _ words: [String]) -> String? {
        if words.contains("attach") { return LeadingProgram.container }
        if ["kubectl", "oc", "k"].contains(program), words.contains("edit") { return LeadingProgram.editor }
        guard let at = words.firstIndex(where: { ["exec", "run", "debug", "rsh"].contains($0) }) else {
            return program == "podman" && words.starts(with: ["machine", "ssh"]) ? "another machine" : nil
        }
        let verb = words[at]
        if verb == "rsh" { return LeadingProgram.container }
        let rest = words[(at + 1)...]
        let valued: Set<String> = [
            "-e", "--env", "-u", "--user", "-w", "--workdir", "--index", "-n", "--namespace", "-c", "--container", "--name", "-v",
            "--volume", "-p", "--publish", "--network", "--entrypoint", "--env-file", "--context",
        ]
        let isInteractive = rest.contains { word in
            ["--interactive", "--tty", "--stdin"].contains(word)
                || word.hasPrefix("-") && !word.hasPrefix("--") && word.dropFirst().allSatisfy { "itdq".contains($0) }
                    && word.contains { "it".contains($0) }
        }
        var inner = withoutOptions(rest, valued: valued).dropFirst()
        if verb != "exec" {
            // Behind `--` stands a command that ends by itself.
            guard let mark = rest.firstIndex(of: "--") else { return isInteractive || isShell(rest.last) ? LeadingProgram.container : nil }
            inner = rest[(mark + 1)...]
        }
        while let first = inner.first, first.hasPrefix("-") {
            inner = first == "--" ? inner.dropFirst() : withoutOptions(inner, valued: valued)
        }
        guard !inner.isEmpty else { return LeadingProgram.container }
        return reason(words: inner) == nil ? nil : LeadingProgram.container
    }

    /// The words behind the options and their values.
    static func withoutOptions(_ words: ArraySlice<String>, valued: Set<String>) -> ArraySlice<String> {
        var rest = words
        while let first = rest.first, first.hasPrefix("-"), first != "--" { rest = rest.dropFirst(valued.contains(first) ? 2 : 1) }
        return rest.first == "--" ? rest.dropFirst() : rest
    }

    static func isShell(_ word: String?) -> Bool {
        guard let word else { return false }
        if ["$SHELL", "${SHELL}"].contains(word) { return true }
        return ["bash", "sh", "zsh", "ash", "dash", "ksh", "fish", "csh", "tcsh", "rbash"].contains(
            String(word.split(separator: "/").last ?? ""))
    }
}
