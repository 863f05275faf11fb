internal import Configuration
internal import Execution
internal import Operations
internal import Planning
internal import Probes
internal import Runbook
internal import SystemKit

extension Site {
    /// What these steps need to know; nothing else is looked at.
    ///
    /// - Parameters:
    ///   - run: names what is made: a plan that is made twice must be the same plan.
    ///   - damaged: what the run's last integrity check said.
    func resolutionFacts(_ steps: [Step], _ choices: ResolutionChoices, run: String, damaged: Bool?) -> ResolutionFacts {
        let actions = steps.map { $0.suggestion?.action ?? $0.action }
        var facts = ResolutionFacts()
        if actions.contains(.named(.checkProviders)) || actions.contains(.named(.switchProvider)) {
            facts.provider = providerFacts(choices)
        }
        if actions.contains(.named(.waitRateLimit)) {
            facts.rateLimitHorizon = probes.rateLimitHorizon(SymptomDefaults.rateLimitPattern, limits)
        }
        if actions.contains(.named(.backupDatabase)) || actions.contains(.named(.restoreDatabase)) {
            facts.database = databaseFacts(choices, run, damaged, choosesSource: actions.contains(.named(.restoreDatabase)))
        }
        return facts
    }

    private func databaseFacts(_ choices: ResolutionChoices, _ run: String, _ damaged: Bool?, choosesSource: Bool) -> DatabaseFacts {
        let name = Paths.name(configuration.database.value)
        var facts = DatabaseFacts(destination: "data/backups/\(name).before-\(run).db")
        facts.isDamaged = damaged
        guard choosesSource else { return facts }
        let long = ProbeLimits(timeoutMilliseconds: 600_000, cancellation: world.cancellation)
        if let backup = choices.backup {
            let path = Paths.resolve(backup, in: world.workingDirectory)
            guard Files.kind(path) == .regular else {
                facts.passedOver = ["\(backup): \(Files.exists(path) ? "it is no regular file" : "it is not there")"]
                return facts
            }
            do throws(SystemError) {
                facts.source = DatabaseFacts.Source(path: path, sha256: try DatabaseBackups.sha256(path, long))
            } catch {
                facts.passedOver = ["\(backup): \(error.reason)"]
            }
            return facts
        }
        let choice = DatabaseBackups.newestSound(in: configuration, environment: world.environment, long)
        facts.source = choice.sound.map { DatabaseFacts.Source(path: $0.candidate.path, sha256: $0.sha256) }
        facts.passedOver =
            choice.passedOver.map { "\(Paths.name($0.candidate.path)): \($0.why)" } + [choice.endedBecause].compactMap(\.self)
        return facts
    }

    /// Looks at a backup that was named before anything is stopped for its sake.
    ///
    /// Throws: `OpsError` 66 for a file that is not there or cannot be read, 65 for one that cannot be restored.
    func requireUsable(backup: String?) throws(OpsError) {
        guard let backup else { return }
        let path = Paths.resolve(backup, in: world.workingDirectory)
        guard Files.kind(path) == .regular else {
            throw OpsError(
                "backup-missing", "there is no file \(backup) to restore from", hint: "Without --backup the newest sound one is taken.",
                exitCode: ExitCodes.missingInput)
        }
        let limits = ProbeLimits(timeoutMilliseconds: 600_000, cancellation: world.cancellation)
        let why = DatabaseBackups.objection(to: path, in: configuration, environment: world.environment, limits)
        if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
        if let why {
            throw OpsError(
                "backup-unusable", why, hint: "Without --backup the newest sound one is taken.", exitCode: ExitCodes.malformedInput)
        }
    }
}
