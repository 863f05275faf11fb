internal import Configuration
internal import Execution
internal import JSONKit
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// What docker-compose says where no engine answers, in plain words; nil for any other text.
    public static func engineTrouble(_ text: String) -> String? { ComposeOutput.engineTrouble(text) }

    /// A docker-compose or docker command of the runbook, with the names this deployment uses.
    func compose(_ written: [String], _ limits: ProbeLimits) -> ProbeResult {
        guard !written.isEmpty else { return ProbeResult(.failed, "an empty command") }
        let command = serviceCommand(written)
        if let obstacle = command.obstacle { return ProbeResult(.unavailable, obstacle) }
        let argv = command.argv
        return withoutFlags.run(argv[0], Array(argv.dropFirst()), limits) { result in
            var judged =
                argv[0] == "systemctl" || argv[0] == "journalctl"
                ? UnitOutput.judge(argv, result) : ComposeOutput.judge(argv, result, service: configuration.apiService?.name)
            if let note = command.note {
                judged.evidence["resolved"] = note.json
                judged.summary += " (\(note))"
            }
            return judged
        }
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
            return ProbeResult(.failed, CommandText.summary(result), evidence: evidence)
        }
        if argv.contains("ps") { return ps(result.standardOutput.text, evidence) }
        return ProbeResult(.ok, CommandText.summary(result), evidence: evidence)
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
