internal import Diagnosis
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit

/// Smoke checks in the journal: what was seen, and the result that a flag goes on after.
enum SmokeRecord {
    /// Looking works without a journal, with a warning; a flag then stays off. A dry run is not remembered.
    ///
    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    static func write(_ run: SmokeRun, command: String, _ options: GlobalOptions, _ world: World) -> JournalHead? {
        guard !options.dryRun else { return nil }
        do throws(JournalError) {
            let journal = try Journal.open(world.environment, deadline: .after(milliseconds: 5000))
            // There it would count for nothing.
            try journal.requireWhole()
            return try journal.append(entries(run, command: command, world))
        } catch {
            world.note("the result is not kept: \(error.message)" + (error.hint.map { "\n  \($0)" } ?? ""))
            return nil
        }
    }

    private static func entries(_ run: SmokeRun, command: String, _ world: World) -> [JournalEntry] {
        func entry(_ table: JournalEntry.Table, _ event: String, _ body: JSONObject, _ jarvis: JarvisDirectory? = nil) -> JournalEntry {
            let whole = body.adding(jarvis?.document ?? JSONObject())
            return JournalEntry(table, run: run.id, event: event, body: world.redactor.redact(.object(whole)).object ?? JSONObject())
        }
        let began = entry(
            .runs, "began",
            [
                "command": command.json, "subject": "mesh", "kind": "read",
                "started_at": run.startedAt.rfc3339.json, "environment": Heading.environment(world).json,
                "by": world.identity.document,
            ], run.directory)
        let seen = run.observations.map { JournalRecorder.entry($0, run: run.id, world.redactor) }
        let checks = run.verdict.checks.map { check -> JSONValue in
            ["id": check.id.json, "state": check.state.rawValue.json, "because": check.because.json]
        }
        let result = entry(
            .observations, "smoke",
            [
                "passed": run.verdict.passed.json, "result": run.verdict.result.rawValue.json,
                "covered": SmokeOutput.words(run.verdict.covered),
                "fingerprint": run.fingerprint.json, "checks": .array(checks),
            ], run.directory)
        let outcome = run.exitCode == ExitCodes.success ? "done" : "failed"
        return [began] + seen + [result, entry(.runs, "ended", ["outcome": outcome.json, "exit_code": run.exitCode.json])]
    }
}
