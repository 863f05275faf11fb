internal import Runbook

extension SafetyRule {
    /// Every change is made under one lock on the Jarvis directory.
    static let oneResponder = SafetyRule(
        id: "one-responder",
        sentence: "Two responders never change the same Jarvis at the same time.",
        concerns: { step, _ in step.mayChange },
        words: [])
}
