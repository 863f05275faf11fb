/// Effects of ordinary programs. Short lists on purpose: `read` needs a program that cannot write, endlessly run or start another
/// one with the arguments it has.
enum ShellEffects {
    static func effect(of command: ShellCommand) -> Effect {
        guard let name = command.words.first, !name.contains("/") else { return .unknown }
        guard !command.redirections.contains(where: \.writesFile) else { return .unknown }
        let arguments = Array(command.words.dropFirst())
        if let isReading = ReaderPrograms.isReading(name, arguments) { return isReading ? .read : .unknown }
        if destroyers.contains(name) { return .destroy }
        if changers.contains(name) { return .change }
        if overwriters.contains(name) {
            return arguments.contains("-n") || arguments.contains("--no-clobber") ? .change : .destroy
        }
        if name == "systemctl" { return systemctl(arguments) }
        if name == "service" { return arguments.count == 2 && !arguments[0].hasPrefix("-") ? verb(arguments[1]) : .unknown }
        return .unknown
    }

    private static let changers: Set<String> = ["mkdir", "touch", "chmod", "chown"]
    /// What stood under the target's name before is gone.
    private static let overwriters: Set<String> = ["cp", "mv", "ln"]
    private static let destroyers: Set<String> = [
        "rm", "rmdir", "dd", "shred", "truncate", "kill", "pkill", "killall", "reboot", "shutdown", "mkfs",
    ]

    /// The verb is the first word that is no option; of the options in front of it only those without a value are known.
    private static func systemctl(_ arguments: [String]) -> Effect {
        let flags: Set<String> = ["--no-pager", "--user", "--system", "--quiet", "-q", "--full", "-l"]
        guard let verb = arguments.drop(while: flags.contains).first else { return .unknown }
        return self.verb(verb)
    }

    private static func verb(_ verb: String) -> Effect {
        switch verb {
        case "status", "is-active", "is-enabled", "is-failed", "show", "list-units", "list-timers", "cat": .read
        case "restart", "start", "reload", "enable": .change
        case "stop", "disable", "mask", "kill": .destroy
        default: .unknown
        }
    }
}
