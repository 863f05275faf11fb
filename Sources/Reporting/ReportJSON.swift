public import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

/// The report for machines (`report/v1`): all of it, with nothing folded but the timeline.
public enum ReportJSON {
    public static func document(_ report: IncidentReport) -> JSONValue {
        let run = report.run
        let duration = run.durationMilliseconds
        var document: JSONObject = [
            "schema": "jarvis-ops/report/v1", "run": run.id.json, "subject": report.subject.json, "command": run.command.json,
            "kind": run.kind.rawValue.json, "state": run.state.rawValue.json, "outcome": run.outcome.json, "exit_code": run.exitCode.json,
            "healed_by": run.healedBy.json,
            "started_at": run.startedAt.rfc3339.json, "ended_at": (run.endedAt?.rfc3339).json, "duration_ms": duration.json,
            "directory": run.directory.json, "environment": run.environment.json, "by": run.by.json, "plan_sha256": run.planHash.json,
            "written_at": report.writtenAt.rfc3339.json,
        ]
        let rest: JSONObject = [
            "runbook": ["path": report.source.path.json, "sha256": report.source.sha256.json],
            "severity": severity(report.severity), "response": response(report.response),
            "incidents": .array(report.incidents.map(incident)), "open": .array(report.open.map(open)), "resume": report.resumption.json,
            "timeline": .array(report.timeline.map(entry)), "measured": FiguresJSON.value(report.figures),
            "probes": .array(report.probes.map(probe)), "steps": .array(report.steps.map(step)),
            "decisions": .array(report.decisions.map(decision)), "approvals": .array(report.approvals.map(approval)),
            "notifications": .array(report.notifications.map(notification)), "notes": .array(report.notes.map(note)),
            "evidence": .array(report.evidence.map(evidence)),
            "post_incident": .array(report.checklist.map(item)),
            "postmortem": ["due": report.postmortem.isDue.json, "because": report.postmortem.because.json], "audit": audit(report.audit),
            "history": report.audit.history ?? .null,
        ]
        document.members += rest.members
        return .object(document)
    }

    private static func severity(_ severity: ReportedSeverity) -> JSONValue {
        [
            "severity": (severity.severity?.rawValue).json, "incident": severity.incident.json, "because": severity.because.json,
            "response_time_seconds": severity.responseTimeSeconds.json, "escalation": severity.escalation.json,
        ]
    }

    private static func response(_ response: ResponseTime) -> JSONValue {
        [
            "verdict": response.verdict.rawValue.json, "limit_ms": response.limitSeconds.map { Double($0) * 1000 }.json,
            "elapsed_ms": response.elapsedMilliseconds.json, "from": (response.beginning?.at.rfc3339).json,
            "beginning_given": (response.beginning?.source == .person).json, "beginning": (response.beginning?.json).json,
            "act": response.act.rawValue.json, "acted_at": response.actedAt.rfc3339.json,
        ]
    }

    private static func incident(_ incident: ReportedIncident) -> JSONValue {
        let symptoms = incident.symptoms.map { symptom -> JSONValue in
            [
                "id": symptom.id.json, "text": symptom.text.json, "before": symptom.before.map(state).json,
                "after": symptom.after.map(state).json,
            ]
        }
        return [
            "incident": incident.id.json, "title": incident.title.json, "severity": (incident.severity?.rawValue).json,
            "before": incident.before.map(verdict).json, "after": incident.after.map(verdict).json, "symptoms": .array(symptoms),
        ]
    }

    private static func verdict(_ verdict: RecordedVerdict) -> JSONValue {
        ["verdict": verdict.verdict.json, "because": verdict.because.json]
    }

    private static func state(_ symptom: RecordedSymptom) -> JSONValue {
        ["state": symptom.state.json, "because": symptom.because.json]
    }

    private static func open(_ item: OpenItem) -> JSONValue {
        ["kind": item.kind.rawValue.json, "id": item.id.json, "state": item.state.json, "text": item.text.json]
    }

    private static func entry(_ entry: TimelineEntry) -> JSONValue {
        [
            "at": entry.at.rfc3339.json, "elapsed_ms": entry.elapsedMilliseconds.json, "kind": entry.kind.rawValue.json,
            "tone": entry.tone.rawValue.json, "title": entry.title.json, "detail": entry.detail.json,
            "first_row": entry.rows.lowerBound.json, "last_row": entry.rows.upperBound.json, "count": entry.count.json,
        ]
    }

    private static func probe(_ probe: RecordedObservation) -> JSONValue {
        [
            "id": probe.id.json, "step": probe.step.json, "kind": probe.kind.json, "state": probe.state.json,
            "duration_ms": probe.durationMilliseconds.json, "summary": probe.summary.json, "at": probe.at.rfc3339.json,
        ]
    }

    private static func step(_ step: ReportedStep) -> JSONValue {
        [
            "id": step.id.json, "title": step.title.json, "state": step.state.json, "because": step.because.json,
            "began_at": (step.began?.rfc3339).json, "ended_at": (step.ended?.rfc3339).json, "duration_ms": step.durationMilliseconds.json,
            "may_have_changed": step.mayHaveChanged.json, "person": step.person.json, "word": step.word.json, "reason": step.reason.json,
            "rows": step.rows.json,
        ]
    }

    private static func decision(_ decision: ReportedDecision) -> JSONValue {
        [
            "step": decision.step.json, "verdict": decision.verdict.json, "because": decision.because.json,
            "rules": decision.objections.json,
            "at": decision.at.rfc3339.json, "row": decision.row.json,
        ]
    }

    private static func approval(_ approval: ReportedApproval) -> JSONValue {
        [
            "id": approval.id.json, "name": approval.name.json, "person": approval.person.json, "terminal": approval.terminal.json,
            "means": approval.means.json, "at": approval.at.rfc3339.json, "spent": approval.isSpent.json, "row": approval.row.json,
        ]
    }

    private static func notification(_ one: ReportedNotification) -> JSONValue {
        [
            "run": one.run.json, "channel": one.channel.json, "state": one.state.json, "because": one.because.json,
            "at": one.at.rfc3339.json,
            "rows": one.rows.json,
        ]
    }

    private static func note(_ note: ReportedNote) -> JSONValue {
        ["run": note.run.json, "at": note.at.rfc3339.json, "person": note.person.json, "text": note.text.json, "row": note.row.json]
    }

    private static func evidence(_ piece: ReportedEvidence) -> JSONValue {
        [
            "name": piece.name.json, "sha256": piece.sha256.json, "bytes": piece.bytes.json, "left_out": piece.leftOut.json,
            "row": piece.row.json,
            "state": piece.state.json,
        ]
    }

    private static func item(_ item: ChecklistItem) -> JSONValue {
        ["text": item.text.json, "state": (item.isDrafted ? "drafted" : "open").json, "note": item.note.json]
    }

    private static func audit(_ audit: ReportAudit) -> JSONValue {
        [
            "rows": (audit.head?.rows).json, "head": (audit.head?.hash).json, "run_first_row": audit.firstRow.json,
            "run_last_row": audit.lastRow.json,
            "run_last_hash": audit.lastHash.json, "warning": audit.warning.json,
        ]
    }
}
