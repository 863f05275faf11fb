internal import JSONKit
internal import Journal
internal import SystemKit

/// `runs` and `runs show` for machines.
enum RunsJSON {
    static func list(
        _ runs: [RunHistory], of total: Int, _ head: JournalHead?, in jarvis: JarvisDirectory?, _ owner: HistoryOwner?,
        _ leftovers: JSONValue = .null
    ) -> JSONValue {
        let entries = runs.map { run -> JSONValue in
            var entry = summary(run)
            entry["verdicts"] = .array(run.verdicts.map { ["incident": $0.incident.json, "verdict": $0.verdict.json] })
            entry["directory"] = run.directory.json
            return .object(entry)
        }
        return [
            "schema": "jarvis-ops/runs/v1", "directory": (jarvis?.path).json, "total": total.json, "runs": .array(entries),
            "leftovers": leftovers,
            "audit": AuditLine.json(head), "history": owner?.json ?? .null,
        ]
    }

    static func record(_ run: RunHistory, _ owner: HistoryOwner?, _ unfinished: UnfinishedWork? = nil) -> JSONValue {
        var document: JSONObject = ["schema": "jarvis-ops/run-record/v1", "unfinished": unfinished?.json ?? []]
        document.members += summary(run).members
        let details: JSONObject = [
            "directory": run.directory.json, "environment": run.environment.json, "by": run.by.json, "plan_sha256": run.planHash.json,
            "plan": run.plan.json,
            "verdicts": .array(run.verdicts.map(verdict)), "probes": .array(run.observations.map(probe)),
            "steps": .array(run.steps.map(step)), "decisions": .array(run.decisions.map(row)), "approvals": .array(run.approvals.map(row)),
            "other": .array(run.others.map(row)), "notes": .array(run.notes.map(note)), "history": owner?.json ?? .null,
        ]
        document.members += details.members
        return .object(document)
    }

    private static func summary(_ run: RunHistory) -> JSONObject {
        let duration = run.durationMilliseconds
        return [
            "run": run.id.json, "command": run.command.json, "subject": run.subject.json, "kind": run.kind.rawValue.json,
            "state": run.state.rawValue.json, "outcome": run.outcome.json, "exit_code": run.exitCode.json,
            "started_at": run.startedAt.rfc3339.json, "ended_at": (run.endedAt?.rfc3339).json, "duration_ms": duration.json,
            "unknown_steps": run.steps.filter(\.isUncertain).map(\.id).json,
            "running": RunningProcess(run)?.json ?? .null, "damaged_journal": run.isOfDamagedJournal.json,
        ]
    }

    private static func verdict(_ verdict: RecordedVerdict) -> JSONValue {
        let symptoms = verdict.symptoms.map { symptom -> JSONValue in
            ["id": symptom.id.json, "text": symptom.text.json, "state": symptom.state.json, "because": symptom.because.json]
        }
        return [
            "incident": verdict.incident.json, "verdict": verdict.verdict.json, "because": verdict.because.json,
            "symptoms": .array(symptoms),
        ]
    }

    private static func probe(_ probe: RecordedObservation) -> JSONValue {
        [
            "id": probe.id.json, "step": probe.step.json, "kind": probe.kind.json, "state": probe.state.json,
            "duration_ms": probe.durationMilliseconds.json, "summary": probe.summary.json, "evidence": probe.evidence.json,
            "kept": kept(probe.kept),
        ]
    }

    private static func step(_ step: RecordedStep) -> JSONValue {
        [
            "id": step.id.json, "state": step.state.json, "because": step.because.json,
            "history": .array(step.history.map(row)),
        ]
    }

    private static func note(_ note: RecordedNote) -> JSONValue {
        ["at": note.at.rfc3339.json, "text": note.text.json, "by": note.by.json, "row": note.row.json]
    }

    /// A row as it stands, with its place in the chain.
    private static func row(_ row: JournalRow) -> JSONValue {
        [
            "row": row.seq.json, "event": row.event.json, "step": row.step.json, "at": row.at.rfc3339.json, "body": row.body.json,
            "kept": kept(row.evidence), "hash": row.hash.json,
        ]
    }

    private static func kept(_ list: [EvidenceReference]) -> JSONValue {
        .array(
            list.map { ["name": $0.name.json, "sha256": $0.sha256.json, "bytes": $0.bytes.json, "left_out": $0.leftOut.json] })
    }
}
