internal import Configuration
internal import Execution
internal import Runbook
internal import SystemKit

/// A docker-compose or docker command of the runbook in the words of this deployment: with the names that it uses, told where its files
/// are, or as what systemd has for it.
public struct ServiceCommand: Sendable, Equatable {
    public var argv: [String]
    /// What was put in for what, for people; nil where it is as it was written.
    public var note: String?
    /// Why this deployment has nothing of the kind; nil where it has.
    public var obstacle: String?
    /// What the engine is asked instead, where it answers the same better.
    var question: ContainerQuestion?
}

extension LiveProbes {
    public func serviceCommand(_ written: [String]) -> ServiceCommand {
        if configuration.deployment.unit != nil { return UnitCommand(configuration.deployment).command(written) }
        let isCompose = ServiceCommand.isCompose(written)
        var argv = written
        let note = renamed(in: &argv)
        let question = ContainerQuestion(argv)
        guard isCompose else { return ServiceCommand(argv: argv, note: note, question: question) }
        guard configuration.composeFile != nil else { return ServiceCommand(argv: argv, obstacle: noComposeFile) }
        let words = argv.first == "docker" ? 2 : 1
        // A command that names its files itself means those.
        let namesFiles = argv.dropFirst(words).prefix { $0.hasPrefix("-") }.contains { $0 == "-f" || $0.hasPrefix("--file") }
        argv.insert(contentsOf: configuration.deployment.composeOptions(namesFiles: namesFiles), at: min(words, argv.count))
        if argv.first == "docker-compose" { argv.replaceSubrange(0..<1, with: composeProgram) }
        return ServiceCommand(argv: argv, note: note, question: question)
    }

    /// One that is there and cannot be read is not missing.
    var noComposeFile: String {
        configuration.composeFault ?? "no compose file in \(configuration.directory.value): name the Jarvis directory with -C"
    }

    /// Each name that this deployment has otherwise: compose wants the service's, docker knows containers alone.
    private func renamed(in argv: inout [String]) -> String? {
        let line = ComposeLine(argv)
        let isCompose = ServiceCommand.isCompose(argv)
        var notes: [String] = []
        for index in line.arguments.indices {
            let written = argv[index]
            let file = configuration.composeFile
            guard let service = file?.service(named: written) ?? meant(by: written, reads: line.effect == .read) else { continue }
            if let name = isCompose ? service.name : service.containerName, name != written, isCompose || !mayBeContainer(written) {
                argv[index] = name
                let what = service.containerName == written ? "the container" : "another name"
                notes.append(isCompose ? "\(written) is \(what) of service \(name)" : "\(written) is container \(name) here")
            }
            // Behind it stands what is run in it.
            if line.may(be: ["exec", "run"]) { break }
        }
        return notes.isEmpty ? nil : notes.joined(separator: ", ")
    }

    /// What the runbook calls the API is the supervisor where the deployment has no other service of a Jarvis.
    private func meant(by word: String, reads: Bool) -> ComposeFile.Service? {
        word == (reads ? configuration.runbookService : runbookName) ? configuration.apiService : nil
    }

    /// What the runbook calls the API, where that names a Jarvis: its first word for a container may be anybody's.
    var runbookName: String? {
        let chosen = configuration.variable("JARVIS_OPS_SERVICE")?.value
        return configuration.runbookService.flatMap { ServiceCommand.isJarvis($0) || $0 == chosen ? $0 : nil }
    }

    /// Whether docker would find one by the very name that is written; also where nobody can tell.
    private func mayBeContainer(_ name: String) -> Bool {
        guard let cancellation = try? Cancellation(),
            let sight = try? engineSight(ProbeLimits(timeoutMilliseconds: 3000, cancellation: cancellation)).get()
        else { return true }
        return sight.rows.contains { $0.name == name }
    }
}

extension ServiceCommand {
    static func isCompose(_ argv: [String]) -> Bool {
        argv.first?.hasSuffix("docker-compose") == true || argv.dropFirst().first == "compose"
    }

    /// Whether a word names a Jarvis's process and nothing that stands beside one: `jarvis-api` and not `jarvis-redis`.
    static func isJarvis(_ word: String) -> Bool {
        let parts = word.lowercased().split { !$0.isLetter }
        return parts.contains("jarvis") && parts.allSatisfy { ["jarvis", "api", "supervisor", "app", "service"].contains($0) }
    }
}

/// The counterparts that systemd has for commands of docker-compose. What they may do is decided by the command as it was written: a
/// restart is a restart.
struct UnitCommand {
    let deployment: Deployment

    init(_ deployment: Deployment) { self.deployment = deployment }

    /// What is shown of a unit.
    static let properties = [
        "Id", "LoadState", "ActiveState", "SubState", "Result", "MainPID", "ExecMainStatus", "NRestarts", "MemoryCurrent", "MemoryMax",
        "InactiveEnterTimestamp", "NeedDaemonReload",
    ]

    func command(_ written: [String]) -> ServiceCommand {
        let line = ComposeLine(written)
        let words = written.joined(separator: " ")
        guard let subcommand = line.subcommand, let verb = verb(subcommand) else {
            return ServiceCommand(argv: written, obstacle: "systemd has nothing for `\(words)`: this Jarvis runs as \(deployment.words)")
        }
        if !line.scales.isEmpty || subcommand == "scale" {
            return ServiceCommand(argv: written, obstacle: "a unit runs once: \(deployment.words) cannot be scaled")
        }
        let names = operands(line)
        let units = units(names)
        if let stranger = names.first(where: { !isOurs($0) }) {
            return ServiceCommand(
                argv: written, obstacle: "\(stranger) is no unit of this Jarvis: look for it by hand (systemctl list-units)")
        }
        let argv: [String] =
            switch verb {
            case "show": ["systemctl", "show", "--no-pager", "--property=" + UnitCommand.properties.joined(separator: ",")] + units
            case "log": ["journalctl", "--no-pager", "--output=short-iso", "--lines=\(tail(line))"] + units.flatMap { ["--unit", $0] }
            default: ["systemctl", "--no-ask-password", verb] + units
            }
        return ServiceCommand(argv: argv, note: "`\(words)` is `\(argv.joined(separator: " "))` here")
    }

    /// nil for what has none.
    private func verb(_ subcommand: String) -> String? {
        switch subcommand {
        case "ps", "stats", "top", "inspect": "show"
        case "logs": "log"
        case "stop", "down", "kill": "stop"
        case "start": "start"
        // A unit that is started reads its environment files: to be made anew is to be started anew.
        case "restart", "up": "restart"
        default: nil
        }
    }

    private func units(_ names: [String]) -> [String] {
        let both = [deployment.unit?.name, deployment.meshUnit?.name].compactMap(\.self)
        guard !names.isEmpty else { return both.first == both.last ? Array(both.prefix(1)) : both }
        return names.contains { $0.contains("supervisor") } ? Array(both.suffix(1)) : Array(both.prefix(1))
    }

    private func isOurs(_ name: String) -> Bool {
        let units = [deployment.unit?.name, deployment.meshUnit?.name].compactMap(\.self)
        return ServiceCommand.isJarvis(name) || ["api", "supervisor"].contains(name)
            || units.contains { $0 == name || $0 == name + ".service" }
    }

    /// Services and containers that it names.
    private func operands(_ line: ComposeLine) -> [String] {
        var names: [String] = []
        var isValue = false
        for word in line.arguments {
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") {
                isValue = ["--tail", "-n", "-t", "--timeout", "--since", "--until", "--format", "--filter", "-s", "--signal"].contains(word)
            } else {
                names.append(word)
            }
        }
        return names
    }

    private func tail(_ line: ComposeLine) -> Int {
        for (index, word) in zip(line.arguments.indices, line.arguments) {
            if word.hasPrefix("--tail=") { return Int(word.dropFirst("--tail=".count)) ?? 500 }
            if word == "--tail" || word == "-n", let next = line.arguments[(index + 1)...].first { return Int(next) ?? 500 }
        }
        return 500
    }
}
