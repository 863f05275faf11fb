internal import Runbook

extension SafetyRule {
    /// A restart loses logs and memory, a flush loses the rate-limit keys of another incident.
    static let evidenceBeforeLoss = SafetyRule(
        id: "evidence-before-loss",
        sentence: "Before a step that destroys evidence, what other probes would lose is captured.",
        concerns: { step, _ in step.possibleEffects.contains { $0 == .destroy || $0 == .unknown } || restarts(step) },
        words: [])
}

/// Whether a compose step replaces or restarts a container.
private func restarts(_ step: Step) -> Bool {
    step.mayChange
        && step.possibleActions.contains { action in
            if case .compose(let argv) = action { argv.contains("restart") || argv.contains("up") } else { false }
        }
}
