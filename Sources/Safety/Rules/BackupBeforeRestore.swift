internal import Runbook

extension SafetyRule {
    /// A restore that turns out wrong must leave something to go back to.
    static let backupBeforeRestore = SafetyRule(
        id: "backup-before-restore",
        sentence: "A database is restored only after the present one has been saved.",
        concerns: { step, _ in step.possibleActions.contains(.named(.restoreDatabase)) },
        words: [])
}
