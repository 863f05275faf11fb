internal import Runbook

extension SafetyRule {
    /// Stated by the runbook's third mesh safety rule.
    static let invalidEnvelopeIsIntegrity = SafetyRule(
        id: "invalid-envelope-is-integrity",
        sentence: "An event with an invalid envelope is never published or committed; it is raised as a data-integrity event.",
        concerns: { step, _ in step.possibleActions.contains { if case .outbox(.retry) = $0 { true } else { false } } },
        words: [["invalid"], ["envelope"]])
}
