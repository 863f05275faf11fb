internal import Runbook

extension SafetyRule {
    /// Stated by the runbook's third recovery step.
    static let attestBeforeSync = SafetyRule(
        id: "attest-before-sync",
        sentence: "Off: attestation, then sync. On: sync, then attestation.",
        concerns: { step, _ in step.setsMeshFlag },
        words: [["attest"], ["sync"], ["first", "before", "then"]])
}
