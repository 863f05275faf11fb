internal import Configuration
internal import Execution
internal import JSONKit
internal import Planning
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// What docker-compose says where no engine answers, in plain words; nil for any other text.
    public static func engineTrouble(_ text: String) -> String? { ComposeOutput.engineTrouble(text) }

    /// Why docker-compose failed, out of all that it said: its last line tells only that it did.
    public static func composeReason(_ text: String) -> String { ComposeOutput.reason(text) }

    /// A docker-compose or docker command of the runbook, with the names this deployment uses: about containers of this directory alone.
    func compose(_ written: [String], _ limits: ProbeLimits) -> ProbeResult {
        let isOwn = configuration.composeFile == nil || written.first == "docker" && !namesService(written)
        if !isOwn, case .another(let theirs, _) = owner(limits) {
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
        if isCompose, configuration.composeFile == nil {
            return ProbeResult(
                .unavailable, "no compose file in \(configuration.directory.value): name the Jarvis directory with -C")
        }
        var argv = written
        let renamed = isCompose ? renamedService(in: &argv) : renamedContainer(in: &argv)
        if isCompose, program == "docker-compose", composeIsPlugin {
            argv.replaceSubrange(0..<1, with: ["docker", "compose"])
        }
        return withoutFlags.run(argv[0], Array(argv.dropFirst()), limits) { result in
            var judged = ComposeOutput.judge(argv, result, service: configuration.apiService?.name)
            if let renamed {
                judged.evidence["resolved"] = renamed.json
                judged.summary += " (\(renamed))"
            }
            return judged
        }
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
    static func isThere(_ name: String, _ environment: [String: String]) -> Bool {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains { Files.isExecutable("\($0)/\(name)") }
    }
}

/// What compose and docker print.
enum ComposeOutput {
    static func judge(_ argv: [String], _ result: ProcessResult, service: String?) -> ProbeResult {
        let evidence = CommandText.evidence(argv, result)
        guard result.isSuccess else {
            let error = result.standardError.text
            if let trouble = engineTrouble(error) { return ProbeResult(.unavailable, trouble, evidence: evidence) }
            let words = CommandText.summary(result, reason: reason(error))
            return ProbeResult(.failed, words, evidence: evidence)
        }
        if argv.contains("ps") { return ps(result.standardOutput.text, evidence) }
        return ProbeResult(.ok, CommandText.summary(result), evidence: evidence)
    }

    /// The last line that names an error; docker-compose ends with one that says no more than that there were some.
    static func reason(_ text: String) -> String {
        let lines = CommandText.lines(text).map { String($0.drop { $0.isWhitespace }) }
        let isEmptyWord = { (line: String) in line.hasPrefix("Encountered errors while") }
        let errors = lines.filter { ["error:", "error response"].contains(where: $0.lowercased().hasPrefix) && !isEmptyWord($0) }
        return errors.last ?? lines.last { !isEmptyWord($0) } ?? lines.last ?? ""
    }

    /// What docker and docker-compose say where no engine answers, in one line instead of their own error; nil for any other text.
    static func engineTrouble(_ text: String) -> String? {
        let words = text.lowercased()
        let slow = ["read timed out", "took too long to complete", "i/o timeout", "context deadline exceeded"]
        if slow.contains(where: words.contains) { return "the Docker engine does not answer" }
        let absent = [
            "cannot connect to the docker daemon", "couldn't connect to docker", "is the docker daemon running", "connection refused",
            "docker_host", "dockerexception", "server api version",
        ]
        return absent.contains(where: words.contains) ? "no Docker engine answers: start it, or set DOCKER_HOST" : nil
    }

    /// `ps` tells running from ended containers by the words `Up` and `Exit` (1.29) or `running` and `exited` (2).
    private static func ps(_ text: String, _ evidence: JSONObject) -> ProbeResult {
        let rows = CommandText.lines(text).dropFirst().filter { !$0.hasPrefix("---") }
        let isUp: (Substring) -> Bool = { $0.contains(" Up") || $0.contains("running") }
        let isDown: (Substring) -> Bool = {
            $0.contains("Exit") || $0.contains("exited") || $0.contains("Restarting") || $0.contains("unhealthy")
        }
        let down = rows.filter(isDown)
        let up = rows.count(where: isUp)
        if let first = down.first {
            let name = first.prefix { !$0.isWhitespace }
            return ProbeResult(.unhealthy, "\(up) up, \(down.count) not: \(name)", evidence: evidence)
        }
        return rows.isEmpty
            ? ProbeResult(.unhealthy, "no container of this project exists", evidence: evidence)
            : ProbeResult(.ok, "\(up) up", evidence: evidence)
    }
}
