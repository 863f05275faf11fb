internal import Configuration
internal import Execution
internal import HTTPKit
internal import Journal
internal import Locking
internal import Mesh
internal import NATSKit
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
        let nats = try? BlockingThread { probes.run(.transport, limits: limits) }
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
            deployment,
            row("API", masked(url: configuration.apiURL.value), configuration.apiURL, health?.value()),
            capabilities(api?.value()),
            row("NATS", shownNATSAddress, configuration.natsURL, nats?.value(), isOptional: !isSyncOn),
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

    /// Where it runs, and by what that was found.
    private var deployment: DoctorRow {
        let found = configuration.deployment
        let row = { (value: String, state: DoctorRow.State, remark: String) in
            DoctorRow(name: "deployment", value: Sanitizer.line(value), source: "", state: state, remark: remark)
        }
        if !found.choices.isEmpty {
            return row(
                "cannot be told", .missing,
                Sanitizer.line("it may be " + found.choices.joined(separator: ", or ")) + "\nName one of them in the environment.")
        }
        if let fault = configuration.composeFault { return row("cannot be told", .missing, fault) }
        guard found.layout != nil || found.composeFile != nil else {
            let elsewhere = found.elsewhere.map { "; containers of one were made in \($0)" }.joined()
            return row(
                "none", .optional, Sanitizer.line("no compose file, unit or container of a Jarvis was found for this directory\(elsewhere)")
            )
        }
        var lines = [found.because]
        if let file = configuration.composeFile {
            lines.append(
                "\(file.paths.map(configuration.relative).joined(separator: ", ")): services \(file.services.map(\.name).joined(separator: ", "))"
            )
        }
        let files = found.environmentFiles.map(configuration.relative)
        if !files.isEmpty { lines.append("environment files, the last counts: \(files.joined(separator: ", "))") }
        if found.service == nil, found.unit == nil, found.container == nil {
            lines.append("none of its services is known as a Jarvis's: JARVIS_OPS_SERVICE names it")
        }
        return row(found.words, .ok, lines.filter { !$0.isEmpty }.map { Sanitizer.line($0) }.joined(separator: "\n"))
    }

    /// The supervisor's word where one is known, else the API's.
    private func capabilities(_ result: ProbeResult?) -> DoctorRow {
        let supervisor = configuration.supervisor
        return DoctorRow(
            name: supervisor == nil ? "capabilities" : "supervisor", value: supervisor?.words ?? "asked of the API",
            source: supervisor?.source ?? configuration.apiURL.source.words,
            state: result?.state.isMeasured == true ? .ok : supervisor == nil ? .optional : .missing,
            remark: result.map { ($0.state.isMeasured ? "answers: " : "") + $0.summary } ?? "could not be asked")
    }

    /// Without sync nobody needs it.
    private var isSyncOn: Bool {
        let names = [MeshFlag.sync.variable, MeshFlag.sync.legacyVariable]
        let pairs = names.compactMap { name in configuration.variable(name).map { (name, $0.value) } }
        return MeshFlags(environment: Dictionary(pairs) { first, _ in first }).sync.isOn
    }

    private var shownNATSAddress: String { (try? NATSAddress.parse(configuration.natsURL.value))?.description ?? "not a NATS address" }

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
