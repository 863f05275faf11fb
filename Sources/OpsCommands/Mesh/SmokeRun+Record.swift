internal import Diagnosis
internal import Journal
internal import Mesh
internal import Planning
internal import SystemKit

extension SmokeRun {
    /// Keeps what was seen, and the result that a flag goes on after. Looking works without a journal, with a warning; a flag then stays
    /// off. A dry run is not remembered.
    ///
    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    func record(_ command: String, _ options: GlobalOptions, _ world: World) -> JournalHead? {
        guard !options.dryRun else { return nil }
        var opening = RunOpening(looking: command, subject: "mesh", in: directory, world)
        opening.startedAt = reading.startedAt
        opening.environment = Heading.environment(world)
        let result = SmokeWord(
            passed: verdict.passed, result: verdict.result.rawValue,
            covered: MeshFlag.allCases.filter(verdict.covered.contains).map(\.word), fingerprint: fingerprint,
            checks: verdict.checks.map { ($0.id, $0.state.rawValue, $0.because) }, in: directory)
        let ending = RunEnding(exitCode == ExitCodes.success ? "done" : "failed", exitCode: Int(exitCode))
        let log = LooseLog(run: reading.id, world) { () throws(JournalError) in
            let journal = try Journal.open(world.environment, deadline: .after(milliseconds: 5000))
            // There it would count for nothing.
            try journal.requireWhole()
            return journal
        } warn: { error in
            world.note("the result is not kept: \(error.message)" + (error.hint.map { "\n  \($0)" } ?? ""))
        }
        return log.append(
            [.began(opening)] + reading.observations.map { .looked(RecordedObservation($0)) } + [.smoke(result), .ended(ending)])
    }
}
