internal import Configuration
internal import Execution
internal import JSONKit
internal import ProcessKit

extension LiveProbes {
    func answer(_ question: ContainerQuestion, _ limits: ProbeLimits) -> ProbeResult {
        switch question {
        case .states(let services): states(services, limits)
        case .log(let service, let options): log(service, options, limits)
        case .figures(let names): figures(names, limits)
        }
    }

    /// Each container once, each by its own word.
    private func states(_ services: [String], _ limits: ProbeLimits) -> ProbeResult {
        let all: [ContainerSight]
        switch containers(limits) {
        case .failure(let failure): return ProbeResult(failure)
        case .success(let sights): all = sights
        }
        let chosen = all.filter { services.isEmpty || services.contains($0.service ?? $0.name) }
        return ContainerStates.judge(chosen, api: configuration.apiService?.name)
    }

    private func log(_ service: String, _ options: [String], _ limits: ProbeLimits) -> ProbeResult {
        let sight: EngineSight
        switch engineSight(limits) {
        case .failure(let failure): return ProbeResult(failure)
        case .success(let seen): sight = seen
        }
        let own = sight.ours.filter { $0.sight.service == service }
        guard let container = own.first(where: \.isRunning) ?? own.first else {
            guard configuration.composeFile?.services.contains(where: { $0.name == service }) ?? true else {
                return ProbeResult(
                    ToolFailure(.unknownName, "the compose file has no service \(service): docker-compose config --services names them"))
            }
            return ProbeResult(.unhealthy, "service \(service) has no container, so there is no log: docker-compose up -d \(service)")
        }
        let words = ["logs"] + options + [container.id]
        return run("docker", words, limits) { result in
            let argv = ["docker", "logs"] + options + [container.sight.name]
            var evidence = CommandText.evidence(argv, result)
            if let failure = ToolFailure(["docker"] + words, result) { return ProbeResult(failure, evidence: evidence) }
            // A program's own errors stand on its standard error, and docker keeps them apart.
            let text = result.standardOutput.text + result.standardError.text
            evidence["output"] = text.json
            let lines = LogLines(text)
            evidence["lines"] = lines.count.json
            evidence["errors"] = lines.errors.json
            evidence["newest_error"] = lines.newestError.json
            return ProbeResult(.ok, lines.words, evidence: evidence)
        }
    }

    private func figures(_ written: [String], _ limits: ProbeLimits) -> ProbeResult {
        var names = written
        // Other people's containers on this engine are not asked about.
        if names.isEmpty {
            switch engineSight(limits) {
            case .failure(let failure): return ProbeResult(failure)
            case .success(let sight): names = sight.ours.map(\.sight.name)
            }
            guard !names.isEmpty else { return ContainerStates.judge([], api: nil) }
        }
        let argv = ["docker", "stats", "--no-stream", "--format", "{{json .}}"] + names
        return run("docker", Array(argv.dropFirst()), limits) { result in
            let evidence = CommandText.evidence(argv, result)
            if let failure = ToolFailure(argv, result) { return ProbeResult(failure, evidence: evidence) }
            let rows = CommandText.lines(result.standardOutput.text).compactMap { try? JSONReader().read(Array($0.utf8)) }
            let words = rows.compactMap(ContainerFigures.words)
            guard !words.isEmpty else { return ProbeResult(.unhealthy, "no container runs, so there are no figures", evidence: evidence) }
            return ProbeResult(.ok, words.joined(separator: "; "), evidence: evidence)
        }
    }
}

/// How several containers stand → one result. Pure.
enum ContainerStates {
    /// - Parameter api: the service that serves; it never has a task that is done.
    static func judge(_ sights: [ContainerSight], api: String?) -> ProbeResult {
        let evidence: JSONObject = ["containers": .array(sights.map(json))]
        guard !sights.isEmpty else { return ProbeResult(.unhealthy, "no container of this project exists", evidence: evidence) }
        let up = sights.count(where: \.isUp)
        let finished = sights.filter { $0.hasFinished && (api == nil || $0.service != api) }
        let bad = sights.filter { sight in !sight.isUp && !finished.contains(sight) || sight.isRestarting || sight.wasKilledForMemory }
        var words = ["\(up) up"] + bad.map { "\($0.name) \($0.words)" }
        if !finished.isEmpty {
            words.append("\(finished.map(\.name).joined(separator: ", ")) ended, \(finished.count == 1 ? "its" : "their") task done")
        }
        words += sights.filter { $0.restarts > 0 && !bad.contains($0) }.map { "\($0.name) \($0.words)" }
        return ProbeResult(bad.isEmpty ? .ok : .unhealthy, words.joined(separator: "; "), evidence: evidence)
    }

    static func json(_ sight: ContainerSight) -> JSONValue {
        [
            "name": sight.name.json, "service": sight.service.json, "status": sight.status.rawValue.json, "healthy": sight.isHealthy.json,
            "exit_code": sight.exitCode.json, "oom_killed": sight.isOutOfMemory.json, "memory_kills": sight.memoryKills.json,
            "restarts": sight.restarts.json, "started_at": sight.startedAt.json, "finished_at": sight.finishedAt.json,
            "memory_limit_bytes": sight.memoryLimit.json, "error": sight.error.json,
        ]
    }
}

/// A row of `docker stats`, in words.
enum ContainerFigures {
    /// `jarvis-api 0.31 % CPU, 41.2MiB of 512MiB memory (8.05 %)`.
    static func words(_ row: JSONValue) -> String? {
        guard let name = row["Name"]?.text, let cpu = row["CPUPerc"]?.text, let use = row["MemUsage"]?.text else { return nil }
        let sides = use.split(separator: "/").map { $0.filter { !$0.isWhitespace } }
        guard sides.count == 2 else { return nil }
        // Of one that does not run docker says that it uses nothing of nothing.
        if sides[1] == "0B" { return "\(name) does not run" }
        let share = row["MemPerc"]?.text.map { " (\(percent($0)))" } ?? ""
        // Without a limit of its own docker names the whole machine's memory.
        return "\(name) \(percent(cpu)) CPU, \(sides[0]) of \(sides[1]) memory\(share)"
    }

    private static func percent(_ text: String) -> String { text.hasSuffix("%") ? "\(text.dropLast()) %" : text }
}

/// Lines of a log, as far as anybody can read any log: how many call themselves errors, and the newest of those.
struct LogLines {
    let count: Int
    let errors: Int
    let newestError: String?

    init(_ text: String) {
        let lines = CommandText.lines(text)
        let bad = lines.filter(LogLines.isError)
        count = lines.count
        errors = bad.count
        newestError = bad.last.map { String($0.prefix(200)) }
    }

    var words: String {
        if count == 0 { return "no lines: it has logged nothing" }
        guard let newestError else { return "\(Words.count(count, "line")), no error among them" }
        return "\(Words.count(count, "line")), \(Words.count(errors, "error")), the newest: \(newestError.prefix(120))"
    }

    /// By the level that loggers write: `ERROR`, `CRITICAL`, `level=error`, `"level": "error"`; or a Python traceback's head.
    private static func isError(_ line: Substring) -> Bool {
        let words = line.split { !$0.isLetter && $0 != "_" }
        if words.contains(where: { ["ERROR", "CRITICAL", "FATAL", "PANIC", "Traceback"].contains($0) }) { return true }
        guard let level = words.firstIndex(where: { ["level", "levelname", "severity", "lvl"].contains($0.lowercased()) }) else {
            return false
        }
        let next = words.index(after: level)
        return next < words.endIndex && ["error", "critical", "fatal", "panic"].contains(words[next].lowercased())
    }
}
