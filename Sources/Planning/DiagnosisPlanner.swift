public import Runbook

/// Incidents → the plan that measures them: their diagnosis steps, and what their symptoms need beyond those.
public enum DiagnosisPlanner {
    public static func plan(for incidents: [Incident]) -> Plan {
        var steps: [PlannedStep] = []
        var planned: Set<Probe> = []
        for step in incidents.flatMap(\.diagnosis) {
            let probe = probe(for: step)
            // A step that asks for what is already planned is shown once, under the first id; unless it expects something of its own.
            if let probe, !planned.insert(probe).inserted, !expects(step, of: probe, beside: steps) { continue }
            steps.append(.of(step, probe: probe))
        }
        var ids = Set(steps.map(\.id))
        for check in incidents.flatMap(\.symptoms).compactMap(\.check) {
            for (id, title, probe) in measurements(for: check) where planned.insert(probe).inserted {
                // Two patterns of keys are two probes, and observations are found by their id.
                let id = ids.contains(id) ? "\(id).\(steps.count + 1)" : id
                ids.insert(id)
                steps.append(PlannedStep.check(id, title, probe))
            }
        }
        return Plan(steps: steps)
    }

    private static func expects(_ step: Step, of probe: Probe, beside planned: [PlannedStep]) -> Bool {
        guard let text = step.attributes.expect else { return false }
        return !planned.contains { $0.probe == probe && $0.expect == text }
    }

    /// The probes that a check is decided by.
    public static func probes(for check: SymptomCheck) -> [Probe] { measurements(for: check).map(\.probe) }

    /// The probe that carries a diagnosis step out, or nil when it is not a probe's business.
    public static func probe(for step: Step) -> Probe? {
        guard step.effect == .read, step.needs.isEmpty else { return nil }
        switch step.action {
        case .compose(let argv): return .compose(argv: argv)
        case .shell(let shell): return .shell(shell)
        case .http(let http): return .http(http)
        case .sqlite(let database, let sql): return .sqlite(database: database, sql: sql)
        case .redis(let arguments, let options): return redis(arguments, options)
        case .outbox(.tail(let path, let lines)): return .outboxTail(path: path, lines: lines)
        case .outbox(.status): return .meshStatus
        case .outbox(.retry), .python, .flag, .manual: return nil
        case .capability: return .capability
        case .variable(let name, let alternatives): return .variable(name: name, alternatives: alternatives)
        case .file(let path): return .file(path: path)
        case .named(let action):
            switch action {
            case .checkDatabase: return .databaseHealth
            case .checkProviders: return .apiSample
            case .waitRateLimit: return .rateLimits(pattern: SymptomDefaults.rateLimitPattern)
            case .checkAPIKey: return .apiKeys
            case .analyzeQueries: return .slowQueries
            case .backupDatabase, .restoreDatabase, .switchProvider, .imageTag, .monitorMemory: return nil
            }
        }
    }

    /// A command that asks for keys by pattern is one typed look at those keys.
    private static func redis(_ arguments: [String], _ options: [String]) -> Probe {
        let name = arguments.first?.uppercased()
        if options.isEmpty {
            if name == "GET" || name == "KEYS", arguments.count == 2, arguments[1].contains(where: { "*?[".contains($0) }) {
                return .rateLimits(pattern: arguments[1])
            }
            if name == "SCAN", arguments.count == 4, arguments[2].uppercased() == "MATCH" { return .rateLimits(pattern: arguments[3]) }
        }
        return .redis(arguments: arguments, options: options)
    }

    private static func measurements(for check: SymptomCheck) -> [(id: String, title: String, probe: Probe)] {
        switch check {
        case .healthFailing, .serverErrors, .timeouts, .latency, .providersFailing:
            [("check/api", "Sample the health endpoint", .apiSample)]
        case .dashboard: [("check/dashboard", "Time the dashboard", .dashboard)]
        case .garbageCollection: [("check/metrics", "Read the service's metrics", .metrics)]
        case .aiResponses:
            [("check/metrics", "Read the service's metrics", .metrics), ("check/api", "Sample the health endpoint", .apiSample)]
        case .rateLimited(let pattern):
            [
                ("check/rate-limits", "Read the rate-limit keys", .rateLimits(pattern: pattern)),
                ("check/api", "Sample the health endpoint", .apiSample),
            ]
        case .memoryGrowth, .outOfMemoryKills: [("check/memory", "Sample the service's memory", .serviceMemory)]
        case .databaseInconsistent, .readFailures: [("check/database", "Check and read the database", .databaseHealth)]
        case .databaseErrors:
            [("check/database", "Check and read the database", .databaseHealth), ("check/api", "Sample the health endpoint", .apiSample)]
        case .pendingEvents, .backlogGrowth: [("check/backlog", "Look at the outbox twice", .backlog)]
        case .capability(let components, _):
            [("check/capability", "Ask for the capability report", .capability)]
                + (components.contains("mesh_sync") ? [("check/transport", "Ask the mesh's NATS server", .transport)] : [])
        }
    }
}
