internal import Runbook

extension SafetyRule {
    /// Stated by the runbook's first mesh safety rule: users' memory writes go on whatever the mesh does.
    static let writesNeverBlocked = SafetyRule(
        id: "writes-never-blocked",
        sentence: "No step stops, locks out or slows memory writes because of a mesh fault.",
        concerns: { step, incident in incident.id == "mesh" && step.mayChange },
        words: [["not", "never", "don"], ["block", "stop", "hold", "held", "delay", "slow", "lock"], ["write"]])
}
