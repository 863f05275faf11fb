/// Effects of ordinary programs. Short lists on purpose: `read` needs a program that cannot write, endlessly run or start another
/// one with the arguments it has.
enum ShellEffects {
    static func effect(of command: ShellCommand) -> Effect {
        // A path is in no list: `./ls` may be anything.
        guard let name = command.words.first else { return .unknown }
        guard command.redirections.allSatisfy(\.isHarmless) else { return .unknown }
        let arguments = Array(command.words.dropFirst())
        if let inner = LookedThrough.inner(command.words) { return CommandClassifier.effect(ofWords: inner) }
        if let isReading = ReadingPrograms.isReading(name, arguments) { return isReading ? .read : .unknown }
        if destroyers.contains(name) { return .destroy }
        if let options = changers[name] { return options.operands(arguments) == nil ? .unknown : .change }
        switch name {
        case "systemctl": return ServiceCommand.systemctl(arguments)
        case "service": return ServiceCommand.service(arguments)
        default: return .unknown
        }
    }

    /// Not -R: what holds for everything below a directory takes more away than can be given back.
    private static let changers: [String: KnownOptions] = [
        "mkdir": KnownOptions(flags: "pv", valued: "m", long: ["--parents", "--verbose"], longValued: ["--mode"]),
        "touch": KnownOptions(flags: "cam"), "chmod": KnownOptions(flags: "cv"), "chown": KnownOptions(flags: "cvh"),
    ]
    /// What stood there before is gone; of `mv` also what stood where it came from.
    private static let destroyers: Set<String> = [
        "rm", "rmdir", "dd", "shred", "truncate", "kill", "pkill", "killall", "reboot", "shutdown", "mkfs", "cp", "mv", "ln",
    ]
}
