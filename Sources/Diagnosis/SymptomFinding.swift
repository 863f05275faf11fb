public import Runbook

/// What was found about one symptom.
public struct SymptomFinding: Sendable {
    public enum State: String, Sendable { case present, absent, unknown }

    public let symptom: Symptom
    public let state: State
    /// The reason, in one line for people, with the numbers that decided.
    public let because: String
    /// Ids of the observations that decided.
    public let evidence: [String]
    /// The id of another incident that explains this symptom better; then it confirms nothing here.
    public let explainedBy: String?

    var withoutExplanation: SymptomFinding {
        SymptomFinding(symptom: symptom, state: state, because: because, evidence: evidence, explainedBy: nil)
    }

    /// Whether it is enough for the incident: there, not another incident's doing, and not one of the symptoms that several share.
    ///
    /// - Parameter shared: texts in lower case.
    func confirms(beside shared: Set<String>) -> Bool {
        state == .present && explainedBy == nil && !shared.contains(symptom.text.lowercased())
    }
}

/// A judgement before it is filed under a symptom.
struct Judgement {
    var state: SymptomFinding.State
    var because: String
    var explainedBy: String?

    static func present(_ because: String, explainedBy: String? = nil) -> Judgement {
        Judgement(state: .present, because: because, explainedBy: explainedBy)
    }
    static func absent(_ because: String) -> Judgement { Judgement(state: .absent, because: because) }
    static func unknown(_ because: String) -> Judgement { Judgement(state: .unknown, because: because) }
}
