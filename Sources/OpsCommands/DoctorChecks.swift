internal import Configuration
internal import Execution
internal import HTTPKit
internal import Journal
internal import Locking
internal import Planning
internal import Probes
internal import RedisKit
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// One line of the doctor's report.
struct DoctorRow: Sendable {
    enum State: String, Sendable {
        case ok
        case missing
        /// Not needed by everybody.
        case optional
    }

    let name: String
    /// Secrets are masked.
    let value: String
    let source: String
    let state: State
    /// Whether it answers, or how to get it.
    let remark: String
}

/// Asks everything that is configured.
struct DoctorChecks {
    let configuration: Configuration
    let environment: [String: String]
    let loaded: LoadedRunbook

    func run(_ limits: ProbeLimits) -> [DoctorRow] {
        let probes = LiveProbes(configuration: configuration, environment: environment)
        // Side by side: what does not answer is waited for once and not five times.
        let api = try? BlockingThread { probes.run(.capability, limits: limits) }
        let health = try? BlockingThread { probes.run(.http(HTTPAction(url: configuration.apiURL.value + "/api/health")), limits: limits) }
        let redis = try? BlockingThread { probes.run(.redis(arguments: ["PING"], options: []), limits: limits) }
        let database = try? BlockingThread {
            probes.run(.sqlite(database: configuration.database.value, sql: "PRAGMA page_count"), limits: limits)
        }
        let memory = try? BlockingThread {
            probes.run(.sqlite(database: configuration.memoryDatabase.value, sql: "PRAGMA page_count"), limits: limits)
        }
        let outbox = try? BlockingThread { probes.run(.meshStatus, limits: limits) }
        let tools = DoctorTools(configuration, environment, loaded.runbook, probes)
        let used = try? BlockingThread { tools.rows(limits) }
        return [
            DoctorRow(name: "runbook", value: loaded.path, source: "", state: .ok, remark: "\(loaded.runbook.incidents.count) incidents"),
            DoctorRow(
                name: "directory", value: configuration.directory.value, source: configuration.directory.source.words,
                state: Files.kind(configuration.directory.value) == .directory && configuration.dotEnvFault == nil ? .ok : .missing,
                remark: configuration.dotEnvFault ?? (configuration.dotEnv == nil ? "no .env in it" : ".env read")),
            compose,
            row("API", masked(url: configuration.apiURL.value), configuration.apiURL, health?.value()),
            row("capabilities", "/runtime-status", configuration.apiURL, api?.value(), isOptional: true),
            row("Redis", configuration.shownRedisAddress, configuration.redisURL, redis?.value()),
            row("database", configuration.database.value, configuration.database, database?.value()),
            row("memory database", configuration.memoryDatabase.value, configuration.memoryDatabase, memory?.value(), isOptional: true),
            row("mesh outbox", configuration.outbox.value, configuration.outbox, outbox?.value()),
            DoctorRow(
                name: "environment", value: configuration.environmentName.value, source: configuration.environmentName.source.words,
                state: .ok,
                remark: ""),
            escalation, responder,
        ] + (used?.value() ?? [])
    }

    private func row(_ name: String, _ value: String, _ setting: Setting, _ result: ProbeResult?, isOptional: Bool = false) -> DoctorRow {
        let answers = result?.state == .ok
        let remark = result.map { ($0.state == .ok ? "answers: " : "") + $0.summary } ?? "could not be asked"
        return DoctorRow(
            name: name, value: value, source: setting.source.words, state: answers ? .ok : isOptional ? .optional : .missing, remark: remark
        )
    }

    private var compose: DoctorRow {
        guard let file = configuration.composeFile else {
            if let fault = configuration.composeFault {
                return DoctorRow(name: "compose file", value: "cannot be used", source: "", state: .missing, remark: fault)
            }
            return DoctorRow(name: "compose file", value: "none", source: "", state: .optional, remark: "no compose file in the directory")
        }
        let names = file.services.map(\.name).joined(separator: ", ")
        let api = configuration.apiService.map { "; the API is service \($0.name)" } ?? ""
        return DoctorRow(name: "compose file", value: Paths.name(file.path), source: "", state: .ok, remark: "services \(names)\(api)")
    }

    /// Who is at work there, or died there.
    private var responder: DoctorRow {
        let directory = configuration.directory.value
        let row = { (value: String, state: DoctorRow.State, remark: String) in
            DoctorRow(name: "responder", value: value, source: "", state: state, remark: remark)
        }
        if let left = LeftBehind(directory: directory) {
            return row("died, and left processes", .missing, "\(LeftBehindNote.words(left))\n\(LeftBehindNote.hint(left))")
        }
        switch try? ResponderLock.holder(directory: directory) {
        case .held(let owner, _)?: return row("at work", .ok, Sanitizer.line(owner.summary))
        case .unknownHolder(let processes)?:
            return row("at work", .ok, "it left no record; processes \(processes.map(String.init).joined(separator: " "))")
        case .stale(let owner)?:
            return row(
                "none", .ok, Sanitizer.line("the last one, \(owner.summary), died: what it did may be half done") + "\njarvis-ops runs")
        case .free?, nil: return row("none", .ok, "")
        }
    }

    /// A run that was cut, and the state that it left.
    static func row(_ work: UnfinishedWork) -> DoctorRow {
        DoctorRow(
            name: "unfinished", value: "run \(work.run.id), \(work.run.command)", source: "", state: .missing,
            remark: (work.lines + [work.hint]).joined(separator: "\n"))
    }

    /// Where people would be told; a ticket can always be written to a file.
    private var escalation: DoctorRow {
        let channels = [
            ("PagerDuty", ["JARVIS_OPS_PAGERDUTY_KEY"]),
            ("Slack", ["JARVIS_OPS_SLACK_WEBHOOK", "JARVIS_OPS_SLACK_WEBHOOK_BACKEND", "JARVIS_OPS_SLACK_WEBHOOK_DEVOPS"]),
            ("mail", ["JARVIS_OPS_SMTP_URL"]),
        ]
        let isSet = { (names: [String]) in names.contains { configuration.variable($0).map { !$0.value.isEmpty } ?? false } }
        let set = channels.filter { isSet($0.1) }.map(\.0)
        let missing = channels.filter { !isSet($0.1) }.compactMap { $0.1.first }
        return DoctorRow(
            name: "escalation", value: (set + ["tickets"]).joined(separator: ", "), source: "", state: missing.isEmpty ? .ok : .optional,
            remark: missing.isEmpty ? "" : "not set: \(missing.joined(separator: ", ")) (docs/escalation.md)")
    }

    private func masked(url: String) -> String { (try? HTTPURL.parse(url))?.description ?? "not a URL" }
}

extension Configuration {
    /// Without its password.
    var shownRedisAddress: String { (try? RedisAddress.parse(redisURL.value))?.description ?? "not a Redis address" }
}
