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
