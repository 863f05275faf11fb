internal import Runbook

extension SafetyRule {
    /// Unknown is dangerous.
    static let unknownEffectAsks = SafetyRule(
        id: "unknown-effect-asks",
        sentence: "A step whose effect could not be classified is handled as one that destroys.",
        concerns: { step, _ in step.possibleEffects.contains(.unknown) },
        words: [])
}
