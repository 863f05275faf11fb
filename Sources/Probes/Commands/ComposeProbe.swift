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
        let isOwn = configuration.composeFile == nil || written.first == "docker" && !namesService(written)
        if !isOwn, case .another(let theirs, _) = containerOwner(limits) {
            return ProbeResult(.unavailable, "the containers of this compose project are not this directory's: they belong to \(theirs)")
        }
        return composeAsItIs(written, limits)
    }

    private func namesService(_ argv: [String]) -> Bool {
        argv.dropFirst().contains { $0 == "compose" || configuration.composeFile?.service(named: $0) != nil }
    }

    /// Whosever containers they are: to know whether docker-compose can work here at all.
    func composeAsItIs(_ written: [String], _ limits: ProbeLimits) -> ProbeResult {
        guard let program = written.first else { return ProbeResult(.failed, "an empty command") }
        let isCompose = program.hasSuffix("docker-compose") || written.dropFirst().first == "compose"
        if isCompose, configuration.composeFile == nil { return noComposeFile }
        var argv = written
        let renamed = isCompose ? renamedService(in: &argv) : renamedContainer(in: &argv)
        if let question = ContainerQuestion(argv), ProgramLookup.isThere("docker", environment) {
            return named(renamed, answer(question, limits))
        }
        if isCompose, program == "docker-compose", composeIsPlugin {
            argv.replaceSubrange(0..<1, with: ["docker", "compose"])
        }
        return withoutFlags.run(argv[0], Array(argv.dropFirst()), limits) { named(renamed, ComposeOutput.judge(argv, $0)) }
    }

    var noComposeFile: ProbeResult {
        ProbeResult(.unavailable, "no compose file in \(configuration.directory.value): name the Jarvis directory with -C")
    }

    private func named(_ renamed: String?, _ result: ProbeResult) -> ProbeResult {
        guard let renamed else { return result }
        var judged = result
        judged.evidence["resolved"] = renamed.json
        judged.summary += " (\(renamed))"
        return judged
    }

    /// The runbook's word may be a container's name: compose wants the service's.
    private func renamedService(in argv: inout [String]) -> String? {
        guard let file = configuration.composeFile else { return nil }
        for index in argv.indices.dropFirst() {
            guard let service = file.service(named: argv[index]), service.name != argv[index] else { continue }
            let written = argv[index]
            argv[index] = service.name
            let what = service.containerName == written ? "the container" : "another name"
            return "\(written) is \(what) of service \(service.name)"
        }
        return nil
    }

    /// docker knows containers alone, and this deployment's may be called otherwise than the runbook's.
    private func renamedContainer(in argv: inout [String]) -> String? {
        for index in argv.indices.dropFirst(2) {
            guard let service = configuration.composeFile?.service(named: argv[index]), let name = service.containerName,
                name != argv[index]
            else { continue }
            let written = argv[index]
            argv[index] = name
            return "\(written) is container \(name) here"
        }
        return nil
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
