internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Redaction
internal import Runbook
internal import SystemKit

/// A diagnosis in the journal: what was seen and what was concluded, so that two of them can be compared.
enum DiagnosisRecord {
    /// Looking works without a journal, with a warning. A dry run is not remembered.
    ///
    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    static func write(
        _ run: DiagnosisRun, command: String, _ diagnoses: [IncidentDiagnosis], exitCode: Int32, _ options: GlobalOptions, _ world: World
    ) -> JournalHead? {
        guard !options.dryRun else { return nil }
        LooseFiles.sayJournal(world)
        do throws(JournalError) {
            let journal = try Journal.open(world.environment, deadline: .after(milliseconds: 2000))
            return try journal.append(entries(run, command: command, diagnoses, exitCode: exitCode, options, world))
        } catch {
            world.note("not recorded: \(error.message)" + (error.hint.map { "\n  \($0)" } ?? ""))
            return nil
        }
    }

    private static func entries(
        _ run: DiagnosisRun, command: String, _ diagnoses: [IncidentDiagnosis], exitCode: Int32, _ options: GlobalOptions, _ world: World
    ) -> [JournalEntry] {
        func entry(_ table: JournalEntry.Table, _ event: String, _ body: JSONValue) -> JournalEntry {
            JournalEntry(table, run: run.id, event: event, body: world.redactor.redact(body).object ?? JSONObject())
        }
        let began = entry(
            .runs, "began",
            run.directory.document.adding([
                "command": command.json, "subject": diagnoses.map(\.incident.id).joined(separator: " ").json, "kind": "read",
                "image_tag": run.imageTag.json, "started_at": run.startedAt.rfc3339.json,
                "environment": Heading.environment(world).json, "incident_began": run.toldBeginning.json,
                "by": world.identity.document,
            ]).json)
        return [began] + looks(run, diagnoses, under: run.id, world) + [
            entry(.runs, "ended", ["outcome": "done", "exit_code": exitCode.json])
        ]
    }

    /// What was seen and concluded, as rows of any run.
    static func looks(_ run: DiagnosisRun, _ diagnoses: [IncidentDiagnosis], under id: String, _ world: World) -> [JournalEntry] {
        run.observations.map { JournalRecorder.entry($0, run: id, world.redactor) }
            + diagnoses.map { diagnosis in
                let body: JSONValue = [
                    "incident": diagnosis.incident.id.json, "verdict": diagnosis.verdict.rawValue.json, "because": diagnosis.because.json,
                    "symptoms": .array(diagnosis.findings.map(DiagnosisJSON.symptom)),
                ]
                return JournalEntry(.observations, run: id, event: "verdict", body: world.redactor.redact(body).object ?? JSONObject())
            }
    }

    /// The head for people, beside the results.
    static func show(_ head: JournalHead?, run: String, _ options: GlobalOptions, _ world: World) {
        guard let head, options.output == .text, !options.quiet else { return }
        try? world.standardError.write("\n" + AuditLine.text(run: run, head) + "\n")
    }
}
