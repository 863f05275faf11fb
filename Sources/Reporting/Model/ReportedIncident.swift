public import Journal
public import Runbook

/// One incident as the run saw it: first, and last.
public struct ReportedIncident: Sendable {
    public struct Symptom: Sendable {
        public let id: String
        public let text: String
        public let before: RecordedSymptom?
        /// Where it stood at the last verdict; nil when there was only one.
        public let after: RecordedSymptom?

        /// The last word about it.
        public var now: RecordedSymptom? { after ?? before }
    }

    public let id: String
    public let title: String
    /// As the runbook has it now; nil for one without, and for one it does not know.
    public let severity: Severity?
    public let before: RecordedVerdict?
    public let after: RecordedVerdict?
    public let symptoms: [Symptom]

    public var now: RecordedVerdict? { after ?? before }
    /// Whether any verdict of the run confirmed it.
    public let wasConfirmed: Bool

    static func all(_ run: RunHistory, _ runbook: Runbook) -> [ReportedIncident] {
        var ids: [String] = []
        let judged = run.verdicts.map(\.incident)
        // A change of flags is about `mesh/flags`, say: its section is what stands before the slash.
        let named = (run.subject ?? "").split(separator: " ").map { String($0.prefix { $0 != "/" }) }.filter { runbook.incident($0) != nil }
        for id in judged + named {
            let id = runbook.incident(id)?.id ?? id
            if !ids.contains(id) { ids.append(id) }
        }
        return ids.map { ReportedIncident($0, run, runbook) }
    }

    private init(_ id: String, _ run: RunHistory, _ runbook: Runbook) {
        let known = runbook.incident(id)
        let verdicts = run.verdicts.filter { $0.incident == id || known?.aliases.contains($0.incident) == true }
        let first = verdicts.first
        let last = verdicts.count > 1 ? verdicts.last : nil
        self.id = id
        title = known?.title ?? id
        severity = known?.severity
        before = first
        after = last
        wasConfirmed = verdicts.contains { $0.verdict == "confirmed" }
        var order: [String] = []
        for symptom in (first?.symptoms ?? []) + (last?.symptoms ?? []) where !order.contains(symptom.id) { order.append(symptom.id) }
        symptoms = order.map { name in
            let old = first?.symptoms.first { $0.id == name }
            let new = last?.symptoms.first { $0.id == name }
            return Symptom(id: name, text: (new ?? old)?.text ?? name, before: old, after: new)
        }
    }
}
