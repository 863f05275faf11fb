public import Execution
public import Planning
public import Runbook

/// The result of looking at one incident.
public struct IncidentDiagnosis: Sendable {
    public let incident: Incident
    public let verdict: Verdict
    public let findings: [SymptomFinding]
    /// 0…100: how strongly the measurements speak for this incident.
    public let score: Int
    public let because: String
    /// What to do first, where that follows from what was seen; else the runbook's first step is.
    public let next: [String]

    /// Judges one incident by the observations of a plan that included it.
    ///
    /// - Parameter runbook: tells which symptoms several incidents share.
    public init(_ incident: Incident, runbook: Runbook, plan: Plan, observations: [Observation]) {
        let seen = Observations(observations, plan: plan)
        let shared = IncidentDiagnosis.sharedSymptoms(runbook)
        let findings = incident.symptoms.map { symptom in
            let finding = SymptomJudge.judge(symptom, seen)
            // Only an incident that this runbook has, and that is not this one, explains anything.
            guard let other = finding.explainedBy.flatMap(runbook.incident), other.id != incident.id else {
                return finding.withoutExplanation
            }
            return finding
        }
        self.incident = incident
        self.findings = findings
        verdict = Verdict.of(findings, shared: shared)
        next = incident.id == "mesh" ? MeshNext(seen).lines : []
        score = IncidentDiagnosis.score(findings, verdict)
        because = IncidentDiagnosis.reason(findings, verdict, shared)
    }

    /// Symptom texts, in lower case, that stand in more than one incident.
    static func sharedSymptoms(_ runbook: Runbook) -> Set<String> {
        var count: [String: Int] = [:]
        for incident in runbook.incidents {
            for text in Set(incident.symptoms.map { $0.text.lowercased() }) { count[text, default: 0] += 1 }
        }
        return Set(count.filter { $0.value > 1 }.keys)
    }

    /// The share of measured symptoms that are present, raised for a confirmed incident so that it stands above every other.
    private static func score(_ findings: [SymptomFinding], _ verdict: Verdict) -> Int {
        let measured = findings.filter { $0.state != .unknown }
        guard !measured.isEmpty else { return 0 }
        let present = measured.count { $0.state == .present && $0.explainedBy == nil }
        let share = 50 * present / measured.count
        return verdict == .confirmed ? 50 + share : share / 2
    }

    private static func reason(_ findings: [SymptomFinding], _ verdict: Verdict, _ shared: Set<String>) -> String {
        let present = findings.filter { $0.state == .present }
        if let own = present.first(where: { $0.confirms(beside: shared) }) { return "\(own.symptom.text): \(own.because)" }
        if let other = present.first(where: { $0.explainedBy != nil }), let incident = other.explainedBy {
            return "\(other.symptom.text): \(other.because); that is \(incident)"
        }
        if let common = present.first {
            return "\(common.symptom.text): \(common.because); alone it confirms nothing, for other incidents share it"
        }
        switch verdict {
        case .confirmed, .clear: return "no symptom of its own is present"
        case .unknown:
            let unknown = findings.filter { $0.state == .unknown }
            return (unknown.first { $0.symptom.check != nil } ?? unknown.first)?.because ?? "it has no symptom that could be measured"
        }
    }
}
