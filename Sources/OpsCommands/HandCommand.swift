internal import Journal
internal import Operations
internal import Planning
internal import Runbook
internal import SystemKit

/// Commands as a person would type them at a shell.
enum HandCommand {
    static func line(_ words: [String]) -> String { words.map(ShellWord.quoted).joined(separator: " ") }
}

/// What a person would do by hand where the program must not: on their own word, and told to the journal afterwards.
struct ByHand {
    let target: JarvisTarget

    /// nil where there is nothing that could be typed for the step.
    func hint(_ change: Change, step: String) -> String? {
        let lines = commands(change.operation)
        guard !lines.isEmpty else { return nil }
        let directory = ShellWord.quoted(target.directory)
        return "By hand, on your own word: cd \(directory) && \(lines.joined(separator: " && "))\n"
            + "  Then say so: jarvis-ops runs note \(ShellWord.quoted("did \(step) by hand"))"
    }

    private func commands(_ operation: Operation) -> [String] {
        let compose = { (operation: Operation) in [HandCommand.line(target.operations(nil).composeWords(operation, override: ""))] }
        return switch operation {
        case .setVariable(let name, let value?, let file): ["${EDITOR:-vi} \(ShellWord.quoted(file))  # \(name)=\(value)"]
        case .recreate(let service, _, _): compose(.recreate(service: service, pinnedOff: []))
        case .bringUp(let service, _, _): compose(.bringUp(service: service, pinnedOff: []))
        case .startServices: compose(operation)
        case .runbook(.compose(let argv)): [HandCommand.line(argv)]
        case .runbook(.shell(let shell)): [shell.words]
        case .runbook(.redis(let arguments, let options)):
            [HandCommand.line(["redis-cli", "-u", target.configuration.shownRedisAddress] + options + arguments)]
        case .setVariable, .runbook, .writeFile, .backupDatabase, .restoreDatabase, .returnDatabase, .unlinkKeys, .monitorMemory,
            .makeStream, .send, .quarantine:
            []
        }
    }
}
