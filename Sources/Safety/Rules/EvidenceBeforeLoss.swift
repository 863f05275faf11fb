internal import Runbook

extension SafetyRule {
    /// A restart loses logs and memory, a flush loses the rate-limit keys of another incident.
    static let evidenceBeforeLoss = SafetyRule(
        id: "evidence-before-loss",
        sentence: "Before a step that destroys evidence, what other probes would lose is captured.",
        concerns: { step, incident in step.effect == .destroy || step.effect == .unknown || restarts(step) },
        words: [])
}

/// Whether a compose step replaces or restarts a container.
private func restarts(_ step: Step) -> Bool {
    guard case .compose(let argv) = step.action else { return false }
    return step.effect == .change && (argv.contains("restart") || argv.contains("up"))
}
