internal import Runbook

extension SafetyRule {
    /// Stated by the runbook's third mesh safety rule.
    static let invalidEnvelopeIsIntegrity = SafetyRule(
        id: "invalid-envelope-is-integrity",
        sentence: "An event with an invalid envelope is never published or committed; it is raised as a data-integrity event.",
        concerns: { step, incident in if case .outbox(.retry) = step.action { true } else { false } },
        words: ["invalid_envelope"])
}
