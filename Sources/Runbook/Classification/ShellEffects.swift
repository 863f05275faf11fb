/// Effects of ordinary programs. A short list on purpose: only what cannot write, whatever its arguments, is `read`.
enum ShellEffects {
    static func effect(of command: ShellCommand) -> Effect {
        guard let name = command.words.first, !name.contains("/") else { return .unknown }
        guard !command.redirections.contains(where: \.writesFile) else { return .unknown }
        let arguments = command.words.dropFirst()
        if readers.contains(name) { return .read }
        if destroyers.contains(name) { return .destroy }
        if changers.contains(name) { return .change }
        if name == "systemctl" || name == "service" { return service(arguments) }
        if name == "journalctl" {
            return arguments.contains { option in
                ["--vacuum", "--rotate", "--flush", "--sync", "--setup", "--update", "--relinquish"].contains { option.hasPrefix($0) }
            }
                ? .change : .read
        }
        return .unknown
    }

    private static let readers: Set<String> = [
        "cat", "head", "tail", "grep", "wc", "ls", "df", "du", "free", "uptime", "ps", "pgrep", "netstat", "whoami", "id", "uname",
        "stat",
        "jq", "cut", "tr", "true", "false", "sleep", "test", "echo", "printf", "nslookup", "lsof", "vmstat", "iostat", "nproc", "pwd",
    ]
    private static let changers: Set<String> = ["mkdir", "touch", "cp", "mv", "ln", "chmod", "chown"]
    private static let destroyers: Set<String> = [
        "rm", "rmdir", "dd", "shred", "truncate", "kill", "pkill", "killall", "reboot", "shutdown", "mkfs",
    ]

    private static func service(_ arguments: ArraySlice<String>) -> Effect {
        if arguments.contains("status") || arguments.contains("is-active") || arguments.contains("show") { return .read }
        if arguments.contains("stop") || arguments.contains("disable") || arguments.contains("mask") { return .destroy }
        if ["restart", "start", "reload", "enable"].contains(where: arguments.contains) { return .change }
        return .unknown
    }
}
