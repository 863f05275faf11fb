internal import Runbook

/// Whether an incident is what is happening.
public enum Verdict: String, Sendable {
    case confirmed, clear, unknown
}

extension Verdict {
    /// One symptom that is this incident's own is enough. A symptom that several incidents share, or that another one explains,
    /// confirms nothing. Clear is only what was measured: every symptom that has a check, and at least one.
    static func of(_ findings: [SymptomFinding], shared: Set<String>) -> Verdict {
        if findings.contains(where: { $0.confirms(beside: shared) }) { return .confirmed }
        // A symptom without a check is a question by nature, which no look answers.
        let checked = findings.filter { $0.symptom.check != nil }
        return checked.isEmpty || checked.contains { $0.state == .unknown } ? .unknown : .clear
    }
}
