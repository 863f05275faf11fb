/// Commands after which a person is somewhere else: on another machine, in a container, in a program that waits for input. What stands
/// below such a line in a fence is typed there, and not run here.
enum Elsewhere {
    /// Where the line leads, in words; nil when it comes back by itself.
    static func reason(_ statement: ShellStatement) -> String? {
        if statement.hasHereDocument || statement.parts.contains(where: { $0.end == "|" || $0.end == "|&" }) { return nil }
        // Whatever stands behind it in the same line waits for it.
        return statement.parts.lazy.compactMap { reason(words: words($0.text)[...]) }.first
    }

    /// Words as a person reads them: good enough to see where a line leads, never to run it.
    private static func words(_ text: String) -> [String] {
        var result: [String] = []
        var depth = 0
        for word in text.split(whereSeparator: \.isWhitespace) {
            // What a substitution gives is one word.
            if depth == 0 { result.append(String(word.filter { $0 != "\"" && $0 != "'" })) }
            for character in word { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
            depth = max(0, depth)
        }
        return result
    }

    private static func reason(words all: ArraySlice<String>) -> String? {
        var words = all.drop { ShellScanner.assignedName($0) != nil }
        // Each turn takes a word off, so this ends.
        while let first = words.first {
            let name = String(first.split(separator: "/").last ?? "")
            let rest = words.dropFirst()
            switch name {
            case "sudo", "doas":
                if rest.contains(where: { ["-i", "-s", "--login", "--shell"].contains($0) }) {
                    return rest.count > 1 && command(afterOptions: rest) ? nil : "a shell of another user"
                }
                words = withoutOptions(rest, valued: ["-u", "-g", "-h", "-p", "-C", "-T"])
            case "env", "nohup", "time", "exec", "command", "nice", "stdbuf": words = rest.drop { $0.hasPrefix("-") || $0.contains("=") }
            case "timeout": words = withoutOptions(rest, valued: ["-s", "-k"]).dropFirst()
            default: return reason(name, Array(rest))
            }
        }
        return nil
    }

    private static func command(afterOptions words: ArraySlice<String>) -> Bool {
        !withoutOptions(words, valued: ["-u", "-g", "-h", "-p", "-C", "-T"]).isEmpty
    }

    private static func reason(_ name: String, _ words: [String]) -> String? {
        if let client = InteractiveProgram.reason(name, words) { return client }
        switch name {
        case "ssh", "slogin", "autossh", "mosh":
            // Options may stand on both sides of the host.
            let valued = Set("bcDEeFIiJLlmOopQRSWwB".map { "-\($0)" })
            let command = withoutOptions(withoutOptions(words[...], valued: valued).dropFirst(), valued: valued)
            return command.isEmpty || reason(words: command) != nil ? "another machine" : nil
        case "telnet", "ftp", "sftp", "lftp", "minicom", "login": return "another machine"
        case "su": return words.contains { $0 == "-c" || $0.hasPrefix("--command") } ? nil : "a shell of another user"
        case "chroot", "nsenter", "machinectl", "virsh", "lxc-attach", "unshare":
            return words.count < 2 || words.contains { ["shell", "login", "console"].contains($0) } || isShell(words.last)
                ? "another root" : nil
        case "vagrant", "minikube", "docker-machine", "multipass", "fly", "flyctl", "colima":
            guard let at = words.firstIndex(of: "ssh") ?? words.firstIndex(of: "shell") else { return nil }
            return words[at...].contains { $0 == "-c" || $0 == "-C" || $0 == "--" } ? nil : "another machine"
        case "gcloud", "aws", "az", "heroku":
            let text = words.joined(separator: " ")
            guard text.contains("compute ssh") || text.contains("start-session") || words.contains("ssh") || text.contains("run bash")
            else { return nil }
            return text.contains("--command") ? nil : "another machine"
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose", "kubectl", "oc", "lxc", "crictl":
            return container(name, words)
        default: return nil
        }
    }

    private static func container(_ program: String, _ words: [String]) -> String? {
        if words.contains("attach") { return "a container" }
        if program == "kubectl" || program == "oc", words.contains("edit") { return "an editor" }
        guard let at = words.firstIndex(where: { ["exec", "run", "debug", "rsh"].contains($0) }) else { return nil }
        let verb = words[at]
        if verb == "rsh" { return "a container" }
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
        if verb != "exec" { return isInteractive || isShell(rest.last) ? "a container" : nil }
        var inner = withoutOptions(rest, valued: valued).dropFirst()
        while let first = inner.first, first.hasPrefix("-") {
            inner = first == "--" ? inner.dropFirst() : withoutOptions(inner, valued: valued)
        }
        guard !inner.isEmpty else { return "a container" }
        if let led = reason(words: inner) { return led.hasPrefix("a ") ? "a container" : led }
        return nil
    }

    /// The words behind the options and their values.
    static func withoutOptions(_ words: ArraySlice<String>, valued: Set<String>) -> ArraySlice<String> {
        var rest = words
        while let first = rest.first, first.hasPrefix("-"), first != "--" { rest = rest.dropFirst(valued.contains(first) ? 2 : 1) }
        return rest.first == "--" ? rest.dropFirst() : rest
    }

    static func isShell(_ word: String?) -> Bool {
        guard let word else { return false }
        return ["bash", "sh", "zsh", "ash", "dash", "ksh", "fish", "csh", "tcsh"].contains(String(word.split(separator: "/").last ?? ""))
    }
}

/// Programs that take what follows for themselves when they are given nothing to do.
enum InteractiveProgram {
    static func reason(_ name: String, _ words: [String]) -> String? {
        let operands = words.filter { !$0.hasPrefix("-") }
        // What is read from a file is not typed.
        if words.contains(where: { $0.hasPrefix("<") && !$0.hasSuffix(">") }) { return nil }
        let text = words.joined(separator: " ")
        if ["manage.py shell", "manage.py dbshell", "artisan tinker"].contains(where: text.hasSuffix) { return "a language's prompt" }
        func has(_ options: String...) -> Bool {
            words.contains { word in options.contains { word == $0 || word.hasPrefix($0 + "=") || $0.count == 2 && word.hasPrefix($0) } }
        }
        if Elsewhere.isShell(name) { return operands.isEmpty && !has("-c") ? "a shell" : nil }
        switch name {
        case "vi", "vim", "nvim", "view", "nano", "emacs", "pico", "ed", "mcedit", "visudo": return "an editor"
        case "less", "more", "most", "man", "htop", "atop", "btop", "iotop", "iftop", "nmon", "glances", "ctop", "k9s", "lazydocker":
            return "a program that waits for keys"
        case "top": return has("-b") ? nil : "a program that waits for keys"
        case "tmux":
            return operands.isEmpty || ["attach", "a", "attach-session"].contains(operands[0]) || operands[0].hasPrefix("new") && !has("-d")
                ? "a terminal of its own" : nil
        case "screen": return has("-d", "-ls", "-list") ? nil : "a terminal of its own"
        case "psql", "pgcli":
            return has("-c", "--command", "-f", "--file", "-l", "--list") || has("--version") ? nil : "a database's prompt"
        case "mysql", "mariadb", "mycli", "clickhouse-client", "cqlsh":
            return has("-e", "--execute", "-q", "--query", "-f", "--version") ? nil : "a database's prompt"
        case "mongo", "mongosh":
            return has("--eval", "--version") || operands.contains { $0.hasSuffix(".js") } ? nil : "a database's prompt"
        case "sqlite3": return operands.count < 2 && !has("--version", "-cmd") ? "a database's prompt" : nil
        case "redis-cli", "valkey-cli":
            let rest = Elsewhere.withoutOptions(words[...], valued: ["-h", "-p", "-n", "-a", "-u", "-s", "--user", "--pass"])
            return rest.isEmpty
                && !has(
                    "--scan", "--bigkeys", "--memkeys", "--hotkeys", "--stat", "--latency", "--eval", "--rdb", "--pipe", "--cluster",
                    "--version", "--latency-history", "--latency-dist")
                ? "a database's prompt" : nil
        case "python", "python3", "ipython", "node", "irb", "iex", "erl", "ghci", "php", "bc":
            return words.isEmpty || words == ["-i"] || words == ["-a"] ? "a language's prompt" : nil
        case "rails": return ["console", "c", "dbconsole", "db"].contains(operands.first ?? "") ? "a language's prompt" : nil
        case "powershell", "pwsh": return has("-c", "-f", "-Command", "-File") ? nil : "a shell"
        case "sqlplus", "sqlcmd", "isql": return words.contains { $0.hasPrefix("@") } || has("-Q", "-i") ? nil : "a database's prompt"
        case "crontab": return has("-e") ? "an editor" : nil
        case "systemctl": return operands.first == "edit" ? "an editor" : nil
        default: return nil
        }
    }
}
