internal import Runbook

extension SafetyRule {
    /// What is not remembered cannot be undone.
    static let noJournalNoChange = SafetyRule(
        id: "no-journal-no-change",
        sentence: "A change whose intent cannot be written to the journal is not made.",
        concerns: { step, _ in step.mayChange },
        words: [])
}
