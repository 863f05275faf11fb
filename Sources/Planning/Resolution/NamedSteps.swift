internal import Runbook

/// The steps that the runbook has a name for and no command.
struct NamedSteps {
    let step: Step
    let facts: Facts
    let choices: ResolutionChoices

    func steps(_ action: NamedAction) -> [PlannedStep] {
        switch action {
        case .checkDatabase: [ResolutionPlanner.look(step, .databaseHealth)]
        case .checkAPIKey: [ResolutionPlanner.look(step, .apiKeys)]
        case .analyzeQueries: [ResolutionPlanner.look(step, .slowQueries, timeout: 120_000)]
        case .waitRateLimit: [waiting]
        case .checkProviders:
            [ResolutionPlanner.look(step, .providers)] + [providerSwitch(id: step.id + ".switch", isOptional: true)].compactMap(\.self)
        case .switchProvider: [providerSwitch(id: step.id, isOptional: false)].compactMap(\.self)
        case .monitorMemory: [monitor]
        case .backupDatabase: [backup]
        case .restoreDatabase: [restore]
        case .imageTag: [ResolutionPlanner.person(step, because: "only `rollback mesh` writes an image tag")]
        }
    }

    /// As long as the longest limit that is known, and a little longer; a runbook may say otherwise.
    private var waiting: PlannedStep {
        let pattern = step.suggestion?.target ?? step.target ?? SymptomDefaults.rateLimitPattern
        let longest = min(max(facts.resolution.rateLimitHorizon ?? 0, 1000) + 5000, 3_600_000)
        return ResolutionPlanner.look(step, .rateLimitsOver(pattern: pattern), timeout: longest)
    }

    /// - Parameter isOptional: the runbook says "if needed": nil where nothing calls for it.
    private func providerSwitch(id: String, isOptional: Bool) -> PlannedStep? {
        guard let provider = facts.resolution.provider else { return isOptional ? nil : person("nobody looked at the providers") }
        if isOptional, provider.need == nil, choices.provider == nil { return nil }
        if let obstacle = provider.obstacle { return person(obstacle, id: id) }
        guard let backup = provider.backup else { return person("no other provider is configured", id: id) }
        let why = provider.need.map { ", since \($0)" } ?? ""
        let change = Change.file(
            provider.path, backup.content, found: provider.sha256,
            // Requests go there from then on: what is down is made the routed one by nobody's slip.
            confirmation: backup.trouble == nil ? nil : backup.name, shown: backup.diff)
        let down = backup.trouble.map { ", WHICH IS DOWN (\($0))" } ?? ""
        return ResolutionPlanner.change(
            step, change, effect: .change, id: id, title: "Use provider \(backup.name)\(down) in \(provider.path)\(why)")
    }

    private func person(_ because: String, id: String? = nil) -> PlannedStep {
        ResolutionPlanner.person(step, because: because).with { $0.id = id ?? step.id }
    }

    private var monitor: PlannedStep {
        guard facts.service.engineAnswers, facts.service.composeService != nil else {
            let why = facts.service.composeService == nil ? facts.service.unnamed : facts.service.engineTrouble
            return person("\(why ?? "no compose service is known"): look at the service's objects yourself")
        }
        return ResolutionPlanner.change(step, Change(.monitorMemory), timeout: 60_000)
    }

    private var backup: PlannedStep {
        guard let database = facts.resolution.database else { return person("nobody looked at the database") }
        return ResolutionPlanner.change(
            step,
            Change(
                .backupDatabase(to: database.destination), postchecks: [Verification(.backupIs(path: database.destination))],
                settledBy: .backupIs(path: database.destination)), timeout: 600_000)
    }

    private var restore: PlannedStep {
        guard let database = facts.resolution.database else { return person("nobody looked at the database") }
        guard let source = database.source else {
            let reasons = database.passedOver.isEmpty ? "" : ": \(database.passedOver.joined(separator: "; "))"
            return person("there is no backup that passes the integrity check\(reasons)")
        }
        return ResolutionPlanner.change(
            step,
            Change(
                .restoreDatabase(from: source.path, sha256: source.sha256), precheck: .databaseUnused,
                postchecks: [Verification(.databaseIs(from: source.path, sha256: source.sha256))],
                settledBy: .databaseIs(from: source.path, sha256: source.sha256)),
            title: "Restore the database from \(source.path)", timeout: 600_000)
    }
}
