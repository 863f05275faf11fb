import JSONKit
import MarkdownKit
import Planning

@testable import Diagnosis
@testable import Execution
@testable import Runbook

let span = SourceSpan(line: 1, column: 1, endLine: 1)

/// The incidents of a runbook, each with the checks of its symptoms; a symptom's text is its check's name.
func makeRunbook(_ incidents: [(id: String, checks: [SymptomCheck?])]) -> Runbook {
    var runbook = Runbook()
    runbook.incidents = incidents.map { id, checks in
        var incident = Incident(id: id, title: id, span: span)
        incident.symptoms = checks.map { check in
            Symptom(id: "\(id)/\(check?.name ?? "question")", text: check?.name ?? "A question", check: check, span: span)
        }
        return incident
    }
    return runbook
}

/// What probes saw; a probe that is not named was unavailable.
func diagnose(_ id: String, in runbook: Runbook, _ measured: [Probe: Measurement]) -> IncidentDiagnosis {
    let plan = DiagnosisPlanner.plan(for: runbook.incidents)
    let observations = plan.steps.compactMap { step -> Observation? in
        guard let probe = step.probe else { return nil }
        let measurement = measured[probe]
        return Observation(
            id: step.id, title: step.title, step: nil, kind: step.kind, state: measurement == nil ? .unavailable : .ok,
            durationMilliseconds: 1,
            summary: "not installed", evidence: [:], measurement: measurement)
    }
    let incident = runbook.incident(id) ?? Incident(id: id, title: id, span: span)
    return IncidentDiagnosis(incident, runbook: runbook, plan: plan, observations: observations)
}

/// One check judged alone. The incidents that explanations name are there too.
func judge(_ check: SymptomCheck, _ measured: [Probe: Measurement] = [:]) -> SymptomFinding {
    let runbook = makeRunbook([("own", [check]), ("database-corruption", []), ("provider-failures", [])])
    return diagnose("own", in: runbook, measured).findings[0]
}

/// A sample with so many answers of each kind.
func sample(
    ok: Int = 0, errors: Int = 0, refused: Int = 0, waiting: Int = 0, limited: Int = 0, strangers: [Int] = [], milliseconds: Double = 20,
    waited: Double = 9000,
    health: HealthReport? = nil
) -> [Probe: Measurement] {
    var sample = APISample(url: "http://localhost:8000/api/health/")
    sample.requested = ok + errors + refused + waiting
    sample.answers =
        (0..<ok).map { _ in .init(status: 200, milliseconds: milliseconds, isReport: true) }
        + (0..<errors).map { _ in .init(status: 503, milliseconds: milliseconds, isReport: false) }
        + (0..<limited).map { _ in .init(status: 429, milliseconds: milliseconds, isReport: false) }
        + strangers.map { .init(status: $0, milliseconds: milliseconds, isReport: false) }
    sample.refused = (0..<refused).map { _ in "connection refused" }
    sample.unanswered = (0..<waiting).map { _ in waited }
    sample.health = health
    return [.apiSample: .api(sample)]
}

func part(_ name: String, _ isHealthy: Bool, _ status: String = "", _ message: String = "") -> HealthReport.Part {
    .init(name: name, isHealthy: isHealthy, status: status, message: message)
}
