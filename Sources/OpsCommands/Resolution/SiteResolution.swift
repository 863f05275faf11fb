internal import Configuration
internal import Execution
internal import Operations
internal import Planning
internal import Probes
internal import Runbook
internal import SystemKit

extension JarvisTarget {
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
        if actions.contains(where: \.emptiesRedis) { facts.keys = probes.keys(matching: choices.unlinkPattern, limits) }
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
        let choice =
            choices.backup.map {
                DatabaseBackups.named(
                    Paths.resolve($0, in: world.workingDirectory), in: configuration, environment: world.environment, long)
            } ?? DatabaseBackups.newestSound(in: configuration, environment: world.environment, long)
        facts.source = choice.sound.map { sound in
            let comparison = BackupComparison.of(
                sound.candidate.path, in: configuration, ProbeLimits(timeoutMilliseconds: 5000, cancellation: world.cancellation))
            return DatabaseFacts.Source(
                path: sound.candidate.path, sha256: sound.sha256, words: BackupWords.lines(sound, comparison, now: .now()))
        }
        facts.passedOver =
            choice.passedOver.map { "\(Paths.name($0.candidate.path)): \($0.why)" } + [choice.endedBecause].compactMap(\.self)
        return facts
    }

    /// Looks whether a pattern that was named matches anything: nobody approves what would do nothing.
    ///
    /// Throws: `OpsError` 77 where no key would go; where Redis does not answer the step itself says so.
    func requireMatch(unlink pattern: String?) throws(OpsError) {
        guard let pattern else { return }
        if let why = RedisPattern.objection(to: pattern) {
            throw OpsError(
                "no-match", why, hint: "Name the keys that may go: --unlink 'cache:*'. Nothing was changed.", exitCode: ExitCodes.refused)
        }
        guard let keys = probes.keys(matching: pattern, limits), keys.isWhole, keys.matching == 0 else { return }
        throw OpsError(
            "no-match", keys.noneWords(pattern),
            hint: "See what is there: \(HandCommand.line(["redis-cli", "-u", keys.address, "--scan"])). Nothing was changed.",
            exitCode: ExitCodes.refused)
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
        let choice = DatabaseBackups.named(path, in: configuration, environment: world.environment, limits)
        if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
        if let why = choice.passedOver.first?.why ?? choice.endedBecause {
            throw OpsError(
                "backup-unusable", why, hint: "Without --backup the newest sound one is taken.", exitCode: ExitCodes.malformedInput)
        }
    }
}
