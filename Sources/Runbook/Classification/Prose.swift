/// What the program could do for a person's step.
enum Prose {
    /// The action a prose step stands for, when it is one the program knows. `service` and `healthURL` are the runbook's own.
    static func suggestion(_ text: String, in context: RunbookContext) -> Suggestion? {
        let words = text.lowercased()
        func says(_ parts: String...) -> Bool { parts.allSatisfy(words.holds) }
        if says("stop", "all", "service") { return compose(["stop"], .destroy, "all services") }
        if says("restart", "services") { return compose(["up", "-d"], .change, "all services") }
        if says("restart", "service") { return context.service.flatMap { compose(["restart", $0], .change, $0) } }
        if says("wait", "rate limit") { return named(.waitRateLimit, in: context) }
        if says("restore", "backup") { return named(.restoreDatabase, in: context) }
        if says("backup", "database") || says("back up", "database") { return named(.backupDatabase, in: context) }
        if says("check", "provider status") { return named(.checkProviders, in: context) }
        if says("api key") { return named(.checkAPIKey, in: context) }
        if says("switch", "provider") { return named(.switchProvider, in: context) }
        if says("leaking", "object") { return named(.monitorMemory, in: context) }
        if says("slow quer") { return named(.analyzeQueries, in: context) }
        if says("database connectivity") { return named(.checkDatabase, in: context) }
        return nil
    }

    private static func compose(_ arguments: [String], _ effect: Effect, _ target: String) -> Suggestion {
        Suggestion(action: .compose(argv: ["docker-compose"] + arguments), effect: effect, target: target)
    }

    static func named(_ action: NamedAction, in context: RunbookContext) -> Suggestion {
        Suggestion(action: .named(action), effect: action.effect, target: context.target(of: action))
    }
}

/// Names that one part of a runbook gives and another part needs.
struct RunbookContext {
    /// The service that the runbook's compose commands name most often.
    var service: String?
    /// The database that its sqlite3 commands open.
    var database: String?
    /// The address its curl commands ask.
    var healthURL: String?

    init(_ incidents: [Incident]) {
        var services: [String: Int] = [:]
        for incident in incidents {
            for step in incident.diagnosis { read(step, &services) }
            for step in incident.resolution { read(step, &services) }
            for step in incident.rollback { read(step, &services) }
        }
        // The name that is used most often; the first in the alphabet where two are.
        service = services.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private mutating func read(_ step: Step, _ services: inout [String: Int]) {
        switch step.action {
        case .compose: if let target = step.target, target != "all services" { services[target, default: 0] += 1 }
        case .sqlite(let file, _): database = database ?? file
        case .http(let http): healthURL = healthURL ?? http.url
        default: break
        }
    }

    /// What a named action acts on in this runbook.
    func target(of action: NamedAction) -> String? {
        switch action {
        case .waitRateLimit: SymptomDefaults.rateLimitPattern
        case .backupDatabase, .restoreDatabase, .checkDatabase, .analyzeQueries: database
        case .monitorMemory: service
        case .checkProviders: healthURL
        case .switchProvider: "lifeos/config/jarvis.json"
        case .checkAPIKey, .imageTag: nil
        }
    }
}
