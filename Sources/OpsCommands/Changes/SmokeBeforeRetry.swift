internal import Diagnosis
internal import Mesh
internal import Operations
internal import Planning
internal import Safety
internal import SystemKit

/// In production with sync off a retry is allowed after smoke checks that passed; when none are fresh they are run first.
enum SmokeBeforeRetry {
    static func isNeeded(_ session: RetrySession, _ facts: Facts) -> Bool {
        // Where the journal is damaged nothing will be sent, whatever they say.
        if case .damaged = facts.journal { return false }
        guard facts.deployment == .production, !facts.flags.sync.best, !session.items.isEmpty, session.isConfigured else { return false }
        // One that failed is run again: what was wrong may be mended.
        return facts.smoke.map { $0.objection(for: .sync) != nil } ?? true
    }

    /// Runs and records them. A dry run records nothing and touches no subject.
    ///
    /// Throws: `OpsError` when it was interrupted.
    static func run(
        _ loaded: LoadedRunbook, _ options: GlobalOptions, _ world: World, _ access: JournalAccess, _ facts: Facts
    ) throws(OpsError) -> SmokeFacts {
        if options.output == .text, !options.quiet {
            world.note("sync is off, and no fresh smoke checks passed: they are run first")
        }
        do {
            let run = try SmokeRun([.sync], loaded, options, world, access)
            _ = run.record("mesh smoke sync", options, world)
            return SmokeFacts(
                passed: run.verdict.passed, isFirstEnabling: run.verdict.result == .firstEnable, ageMilliseconds: 0,
                covered: run.verdict.covered, isOfThisConfiguration: run.fingerprint == facts.service.meshFingerprint)
        } catch let error as OpsError {
            throw error
        } catch {
            throw OpsError("smoke", "the smoke checks could not be run: \(error)", exitCode: ExitCodes.defect)
        }
    }
}
