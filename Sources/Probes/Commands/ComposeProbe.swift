internal import Configuration
internal import Execution
internal import JSONKit
internal import Planning
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// Why docker-compose failed, out of all that it said: its last line tells only that it did.
    public static func composeReason(_ text: String) -> String { ComposeOutput.reason(text) }

    /// A docker-compose or docker command of the runbook, with the names this deployment uses: about containers of this directory alone.
    func compose(_ written: [String], _ limits: ProbeLimits) -> ProbeResult {
        guard !written.isEmpty else { return ProbeResult(.failed, "an empty command") }
        let command = serviceCommand(written)
        let isDockers = written.first == "docker" && command.note == nil && !namesService(written)
        let isOwn = configuration.composeFile == nil || configuration.deployment.unit != nil || isDockers
        if !isOwn, case .another(let theirs, _) = containerOwner(limits) {
            return ProbeResult(.unavailable, "the containers of this compose project are not this directory's: they belong to \(theirs)")
        }
        if let obstacle = command.obstacle { return ProbeResult(.unavailable, obstacle) }
        if let question = command.question, ProgramLookup.isThere("docker", environment) {
            return noted(command.note, answer(question, limits))
        }
        let argv = command.argv
        let isUnit = ["systemctl", "journalctl"].contains(argv[0])
        return withoutFlags.run(argv[0], Array(argv.dropFirst()), limits) { result in
            noted(command.note, isUnit ? UnitOutput.judge(argv, result) : ComposeOutput.judge(argv, result))
        }
    }

    private func namesService(_ argv: [String]) -> Bool {
        argv.dropFirst().contains { $0 == "compose" || configuration.composeFile?.service(named: $0) != nil }
    }

    private func noted(_ note: String?, _ result: ProbeResult) -> ProbeResult {
        guard let note else { return result }
        var judged = result
        judged.evidence["resolved"] = note.json
        judged.summary += " (\(note))"
        return judged
    }
}

/// Whether a program is on the PATH.
enum ProgramLookup {
    static func isThere(_ name: String, _ environment: [String: String]) -> Bool { path(name, environment) != nil }

    static func path(_ name: String, _ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }.first(where: Files.isExecutable)
    }
}

/// What compose and docker print.
enum ComposeOutput {
    static func judge(_ argv: [String], _ result: ProcessResult) -> ProbeResult {
        let evidence = CommandText.evidence(argv, result)
        if let failure = ToolFailure(argv, result) { return ProbeResult(failure, evidence: evidence) }
        return ProbeResult(.ok, CommandText.summary(result), evidence: evidence)
    }

    /// The last line that names an error; docker-compose ends with one that says no more than that there were some.
    static func reason(_ text: String) -> String {
        let lines = CommandText.lines(text).map { String($0.drop { $0.isWhitespace }) }
        let isEmptyWord = { (line: String) in line.hasPrefix("Encountered errors while") }
        let errors = lines.filter { ["error:", "error response"].contains(where: $0.lowercased().hasPrefix) && !isEmptyWord($0) }
        return errors.last ?? lines.last { !isEmptyWord($0) } ?? lines.last ?? ""
    }
}
