internal import Runbook

extension SafetyRule {
    /// Stated by the runbook's second mesh safety rule. Turning a flag off needs no smoke.
    static let flagsOffUnlessSmoke = SafetyRule(
        id: "flags-off-unless-smoke",
        sentence: "In production a mesh flag goes on only after fresh smoke checks of the same configuration passed.",
        concerns: { step, incident in if case .flag = step.action { incident.id == "mesh" } else { false } },
        words: ["flag", "smoke"])
}
