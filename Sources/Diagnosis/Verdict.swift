internal import Runbook

/// Whether an incident is what is happening.
public enum Verdict: String, Sendable {
    case confirmed, clear, unknown
}

extension Verdict {
    /// One symptom that is this incident's own is enough. A symptom that several incidents share, or that another one explains,
    /// confirms nothing; and without any symptom measured, nothing is known.
    static func of(_ findings: [SymptomFinding], shared: Set<String>) -> Verdict {
        if findings.contains(where: { $0.confirms(beside: shared) }) { return .confirmed }
        // A symptom of its own that could not be measured might be the one, unless another own symptom was measured and is absent.
        let own = findings.filter { !shared.contains($0.symptom.text.lowercased()) }
        return own.contains { $0.state == .absent || $0.explainedBy != nil } ? .clear : .unknown
    }
}
