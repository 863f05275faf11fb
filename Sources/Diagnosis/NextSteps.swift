public import Execution
public import Runbook

/// What to do after a diagnosis: the resolution step, the person, the time that is left.
public enum NextSteps {
    /// - Parameters:
    ///   - elapsedMilliseconds: since the incident began; nil where nobody knows when that was.
    ///   - since: how that is known, for people.
    ///   - containers: what one command of a person's puts right comes before the runbook's steps.
    public static func lines(
        _ diagnosis: IncidentDiagnosis, runbook: Runbook, elapsedMilliseconds: Double?, since: String = "",
        containers: [ContainerSight] = []
    ) -> [String] {
        let first = diagnosis.verdict == .clear ? [] : containers.compactMap { sight in sight.remedy.map { "First: \($0)" } }
        return first + lines(diagnosis, runbook, elapsedMilliseconds, since)
    }

    private static func lines(_ diagnosis: IncidentDiagnosis, _ runbook: Runbook, _ elapsedMilliseconds: Double?, _ since: String)
        -> [String]
    {
        let incident = diagnosis.incident
        switch diagnosis.verdict {
        case .confirmed:
            let first = diagnosis.next.isEmpty ? [resolution(incident)].compactMap(\.self) : diagnosis.next
            return first
                + [
                    command(incident), escalation(incident, runbook), contact(incident, runbook),
                    timeLeft(incident, runbook, elapsedMilliseconds, since),
                ]
                .compactMap { $0 } + others(diagnosis)
        case .clear: return others(diagnosis)
        case .unknown:
            let reasons = diagnosis.findings.filter { $0.state == .unknown && $0.symptom.check != nil }.map(\.because)
            let missing = reasons.first.map { ["Could not be measured: \($0)"] } ?? []
            return missing + ["See what can be reached: jarvis-ops doctor"] + others(diagnosis)
        }
    }

    private static func resolution(_ incident: Incident) -> String? {
        guard let step = incident.resolution.first else { return "The runbook has no resolution for this: escalate." }
        var command = ""
        switch step.action {
        case .compose(let argv): command = " (\(argv.joined(separator: " ")))"
        case .shell(let shell): command = " (\(shell.words))"
        default: break
        }
        return "\(step.id): \(step.title)\(command)"
    }

    /// The program goes through all of the resolution, one decision at a time.
    private static func command(_ incident: Incident) -> String? {
        incident.resolution.isEmpty ? nil : "Go through the resolution: jarvis-ops resolve \(incident.id)"
    }

    private static func escalation(_ incident: Incident, _ runbook: Runbook) -> String? {
        guard let policy = runbook.policy(for: incident.severity) else { return "Tell somebody: jarvis-ops escalate \(incident.id)" }
        return "Escalation for \(incident.severity?.rawValue ?? ""): \(policy.escalation) (jarvis-ops escalate \(incident.id))"
    }

    private static func contact(_ incident: Incident, _ runbook: Runbook) -> String? {
        let fitting = runbook.contacts(for: incident)
        guard !fitting.isEmpty else { return nil }
        return "Contact: " + fitting.map { "\($0.role) (\($0.contact))" }.joined(separator: ", ")
    }

    private static func timeLeft(_ incident: Incident, _ runbook: Runbook, _ elapsed: Double?, _ since: String) -> String? {
        guard let seconds = runbook.policy(for: incident.severity)?.responseTimeSeconds else { return nil }
        guard let elapsed else { return "Response time: \(Numbers.seconds(seconds)), from a beginning that nobody knows (--began TIME)" }
        let since = since.isEmpty ? "" : ", \(since)"
        let left = seconds - Int(min(max(elapsed, 0) / 1000, Double(seconds)))
        guard left > 0 else { return "The response time of \(Numbers.seconds(seconds)) has passed\(since)." }
        return "Response time: \(Numbers.seconds(left)) left of \(Numbers.seconds(seconds))\(since)"
    }

    private static func others(_ diagnosis: IncidentDiagnosis) -> [String] {
        var named: [String] = []
        for id in diagnosis.findings.compactMap(\.explainedBy) where !named.contains(id) { named.append(id) }
        return named.map { "Look at \($0): jarvis-ops diagnose \($0)" }
    }
}
