internal import Diagnosis
internal import JSONKit
internal import Journal
internal import Redaction
internal import Runbook
internal import SystemKit

/// A watch in the journal: one run, a `turned` row whenever the verdict became another one, and at the end the last look as a diagnosis is
/// kept. Thousands of looks that found the same leave nothing.
final class WatchRecord {
    private let run: String
    private let settings: WatchSettings
    private let world: World
    private let startedAt = Timestamp.now()
    /// False when nothing is to be kept, or the journal failed: looking goes on without it.
    private var isKept: Bool
    private var hasBegun = false

    init(run: String, _ settings: WatchSettings, _ options: GlobalOptions, _ world: World) {
        self.run = run
        self.settings = settings
        self.world = world
        isKept = !options.dryRun
    }

    func turned(_ look: WatchLook, from verdict: Verdict?, _ view: WatchView) {
        var body = judged(look.diagnosis)
        body["was"] = (verdict?.rawValue).json
        body["look"] = look.number.json
        body["started_at"] = look.startedAt.rfc3339.json
        _ = append(began(look.directory) + [entry(.observations, "turned", body)], view)
    }

    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    func end(_ tally: WatchTally, _ ending: WatchRun.Ending, exitCode: Int32, _ view: WatchView) -> JournalHead? {
        // A watch that saw nothing is no part of the history, as an interrupted diagnosis is none.
        guard let last = tally.last else { return nil }
        let seen = last.observations.map { JournalRecorder.entry($0, run: run, world.redactor) }
        let end: JSONObject = [
            "outcome": "done", "ending": ending.rawValue.json, "looks": tally.looks.json, "exit_code": exitCode.json,
        ]
        return append(seen + [entry(.observations, "verdict", judged(last.diagnosis)), entry(.runs, "ended", end)], view)
    }

    private func began(_ directory: JarvisDirectory) -> [JournalEntry] {
        guard !hasBegun else { return [] }
        hasBegun = true
        let body: JSONObject = [
            "command": "watch \(settings.incident.id)".json, "subject": settings.incident.id.json, "kind": "read",
            "started_at": startedAt.rfc3339.json, "by": world.identity.document,
        ]
        return [entry(.runs, "began", directory.document.adding(body))]
    }

    private func judged(_ diagnosis: IncidentDiagnosis) -> JSONObject {
        [
            "incident": diagnosis.incident.id.json, "verdict": diagnosis.verdict.rawValue.json, "because": diagnosis.because.json,
            "symptoms": .array(diagnosis.findings.map(DiagnosisJSON.symptom)),
        ]
    }

    private func entry(_ table: JournalEntry.Table, _ event: String, _ body: JSONObject) -> JournalEntry {
        JournalEntry(table, run: run, event: event, body: world.redactor.redact(.object(body)).object ?? JSONObject())
    }

    /// Says once why it is not recorded.
    private func append(_ entries: [JournalEntry], _ view: WatchView) -> JournalHead? {
        guard isKept else { return nil }
        do throws(JournalError) {
            let journal = try Journal.open(world.environment, deadline: .after(milliseconds: 2000))
            return try journal.append(entries)
        } catch {
            isKept = false
            view.note("not recorded: \(error.message)" + (error.hint.map { "\n  \($0)" } ?? ""))
            return nil
        }
    }
}
