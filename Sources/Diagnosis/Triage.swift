internal import Runbook

/// All incidents, the likeliest first.
public struct Triage: Sendable {
    public let ranking: [IncidentDiagnosis]

    public init(_ diagnoses: [IncidentDiagnosis]) {
        // Confirmed before unknown before clear; then the score; then the severity; the runbook's order decides what is left.
        ranking = diagnoses.enumerated().sorted { a, b in
            let (x, y) = (a.element, b.element)
            if Triage.rank(x.verdict) != Triage.rank(y.verdict) { return Triage.rank(x.verdict) < Triage.rank(y.verdict) }
            if x.score != y.score { return x.score > y.score }
            if x.incident.severity != y.incident.severity { return (x.incident.severity ?? .low) < (y.incident.severity ?? .low) }
            return a.offset < b.offset
        }.map(\.element)
    }

    private static func rank(_ verdict: Verdict) -> Int {
        switch verdict {
        case .confirmed: 0
        case .unknown: 1
        case .clear: 2
        }
    }

    /// What tells the first incident from the second: a symptom of the one that the other lacks, with the probe that showed it.
    public var tellsApart: String? {
        guard ranking.count >= 2, ranking[0].verdict == .confirmed else { return nil }
        let (first, second) = (ranking[0], ranking[1])
        let theirs = Set(second.findings.map { $0.symptom.text.lowercased() })
        guard
            let finding = first.findings.first(where: {
                $0.state == .present && $0.explainedBy == nil && !theirs.contains($0.symptom.text.lowercased())
            }), let probe = finding.evidence.first
        else { return nil }
        return "\(probe) tells \(first.incident.id) from \(second.incident.id): \(finding.symptom.text) — \(finding.because)"
    }
}
