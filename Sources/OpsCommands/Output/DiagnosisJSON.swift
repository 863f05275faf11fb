internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

/// `diagnose` and `triage` for machines.
enum DiagnosisJSON {
    static func diagnosis(_ diagnosis: IncidentDiagnosis, _ run: DiagnosisRun, _ runbook: Runbook, _ head: JournalHead?) -> JSONValue {
        [
            "schema": "jarvis-ops/diagnosis/v1", "run": run.id.json, "incident": diagnosis.incident.id.json,
            "started_at": run.startedAt.rfc3339.json,
            "duration_ms": rounded(run.durationMilliseconds), "verdict": diagnosis.verdict.rawValue.json, "because": diagnosis.because.json,
            "symptoms": .array(diagnosis.findings.map(symptom)),
            "probes": .array(run.observations(of: diagnosis).map { probe($0, runbook) }),
            "next": run.next(diagnosis, runbook).json, "began": (run.beginning(of: diagnosis.incident.id)?.json).json,
            "alert": run.alert.json, "remarks": run.remarks.json,
            "audit": AuditLine.json(head),
        ]
    }

    static func triage(_ triage: Triage, _ run: DiagnosisRun, _ head: JournalHead?) -> JSONValue {
        let ranking = triage.ranking.map { entry -> JSONValue in
            [
                "incident": entry.incident.id.json, "verdict": entry.verdict.rawValue.json, "score": entry.score.json,
                "because": entry.because.json,
            ]
        }
        return [
            "schema": "jarvis-ops/triage/v1", "run": run.id.json, "started_at": run.startedAt.rfc3339.json,
            "duration_ms": rounded(run.durationMilliseconds),
            "ranking": .array(ranking), "tells_apart": triage.tellsApart.json, "alert": run.alert.json,
            "remarks": run.remarks.json, "probes": .array(run.observations.map { probe($0) }),
            "audit": AuditLine.json(head),
        ]
    }

    static func symptom(_ finding: SymptomFinding) -> JSONValue {
        [
            "id": finding.symptom.id.json, "text": finding.symptom.text.json, "state": finding.state.rawValue.json,
            "because": finding.because.json,
            "evidence": finding.evidence.json, "explained_by": finding.explainedBy.json,
        ]
    }

    /// - Parameter runbook: where it shows what the command prints, that stands beside what it printed.
    static func probe(_ observation: Observation, _ runbook: Runbook? = nil) -> JSONValue {
        var object: JSONObject = [
            "id": observation.id.json, "step": observation.step.json, "kind": observation.kind.rawValue.json,
            "state": observation.state.rawValue.json,
            "duration_ms": rounded(observation.durationMilliseconds), "summary": observation.summary.json,
            "evidence": .object(observation.evidence),
        ]
        if let output = expectedOutput(observation, runbook) { object["expected_output"] = output.json }
        return .object(object)
    }

    static func expectedOutput(_ observation: Observation, _ runbook: Runbook?) -> String? {
        observation.step.flatMap { runbook?.step($0)?.step.expectedOutput }
    }

    /// Microseconds are noise in a report.
    private static func rounded(_ milliseconds: Double) -> JSONValue { ((milliseconds * 10).rounded() / 10).json }
}
