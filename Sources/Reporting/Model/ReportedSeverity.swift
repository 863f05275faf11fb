internal import Journal
public import Runbook

/// How bad it was, by the runbook's tables.
public struct ReportedSeverity: Sendable {
    public let severity: Severity?
    /// The incident that decides it.
    public let incident: String?
    /// One sentence.
    public let because: String
    /// Seconds; nil when there is no severity, or its row gives no time.
    public let responseTimeSeconds: Int?
    /// In the runbook's words.
    public let escalation: String?

    /// The worst of what was confirmed; of one incident that could not be judged, its own.
    init(_ incidents: [ReportedIncident], _ runbook: Runbook) {
        let confirmed = incidents.filter(\.wasConfirmed)
        let undecided = incidents.count == 1 ? incidents.filter { $0.now?.verdict != "clear" } : []
        let candidates = confirmed.isEmpty ? undecided : confirmed
        let worst = candidates.filter { $0.severity != nil }.min { ($0.severity ?? .low) < ($1.severity ?? .low) }
        let policy = runbook.policy(for: worst?.severity)
        severity = worst?.severity
        incident = worst?.id
        responseTimeSeconds = policy?.responseTimeSeconds
        escalation = policy?.escalation
        if let worst {
            let word = worst.severity?.rawValue.capitalized ?? ""
            because =
                worst.wasConfirmed
                ? "\(worst.title) was confirmed, and the runbook calls it \(word)"
                : "the runbook calls \(worst.title) \(word); the run did not confirm it"
        } else if let one = candidates.first {
            because = "the runbook gives \(one.title) no severity"
        } else {
            because = "no incident was confirmed"
        }
    }
}

extension String {
    /// The first letter large: `critical` → `Critical`.
    var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
