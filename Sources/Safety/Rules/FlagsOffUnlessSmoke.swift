internal import Runbook

extension SafetyRule {
    /// Stated by the runbook's second mesh safety rule. Turning a flag off needs no smoke.
    static let flagsOffUnlessSmoke = SafetyRule(
        id: "flags-off-unless-smoke",
        sentence: "In production a mesh flag goes on only after fresh smoke checks of the same configuration passed.",
        concerns: { step, _ in step.setsMeshFlag },
        words: [["flag"], ["smoke"]])
}
