internal import Execution
internal import Planning
internal import Runbook

/// Check + observations → present, absent or unknown, and why. Pure.
enum SymptomJudge {
    static func judge(_ symptom: Symptom, _ seen: Observations) -> SymptomFinding {
        guard let check = symptom.check else {
            return SymptomFinding(
                symptom: symptom, state: .unknown, because: "a question for you: no probe measures this", evidence: [], explainedBy: nil)
        }
        var judgement = judge(check, seen)
        let asked = DiagnosisPlanner.probes(for: check).compactMap { seen.of($0) }
        // Of several probes only those that measured have decided; when none did, all of them are why it is unknown.
        let measured = asked.filter { $0.measurement != nil }
        if judgement.state == .absent, let doubt = measured.lazy.filter(\.hasAnswer).compactMap(\.doubt).first {
            judgement = .unknown("\(judgement.because); but \(Wording.line(doubt, limit: 200))")
        }
        let evidence = (measured.isEmpty ? asked : measured).map(\.id)
        return SymptomFinding(
            symptom: symptom, state: judgement.state, because: judgement.because, evidence: evidence, explainedBy: judgement.explainedBy)
    }

    private static func judge(_ check: SymptomCheck, _ seen: Observations) -> Judgement {
        switch check {
        case .healthFailing: APIChecks.healthFailing(seen)
        case .serverErrors(let share):
            APIChecks.serverErrors(seen).yielding(to: TrafficChecks.serverErrors(share: share, seen.api?.traffic))
        case .timeouts: APIChecks.timeouts(seen)
        case .latency(let percentile, let limit):
            APIChecks.latency(percentile, above: limit, seen).yielding(
                to: TrafficChecks.latency(percentile, above: limit, seen.api?.traffic))
        case .dashboard(let limit): APIChecks.dashboard(above: limit, seen)
        case .providersFailing: ProviderChecks.failing(seen)
        case .aiResponses: ProviderChecks.aiResponses(seen)
        case .rateLimited(let pattern): ProviderChecks.rateLimited(pattern, seen)
        case .memoryGrowth(let limit): ServiceChecks.growth(above: limit, seen)
        case .outOfMemoryKills: ServiceChecks.kills(seen)
        case .garbageCollection(let limit): ServiceChecks.collection(above: limit, seen)
        case .databaseErrors: DatabaseChecks.errors(seen)
        case .databaseInconsistent: DatabaseChecks.inconsistent(seen)
        case .readFailures: DatabaseChecks.readFailures(seen)
        case .pendingEvents(let statuses): MeshChecks.pending(statuses, seen)
        case .capability(let components, let status): MeshChecks.capability(components, status, seen)
        case .backlogGrowth: MeshChecks.growth(seen)
        }
    }
}

extension Observation {
    /// Whether anything was told: who gave no answer has ruled nothing out, and whose it was does not matter.
    fileprivate var hasAnswer: Bool {
        if case .api(let sample) = measurement { !sample.answers.isEmpty } else { true }
    }
}
