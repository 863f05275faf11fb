internal import Planning
internal import Runbook

extension SafetyRule {
    /// A restore that turns out wrong must leave something to go back to.
    static let backupBeforeRestore = SafetyRule(
        id: "backup-before-restore",
        sentence: "A database is restored only after the present one has been saved.",
        source: "No runbook states it; the database's incident names the backup first. Even a corrupt file holds what a restore loses.",
        reads: "the plan's earlier steps, and what earlier parts of the same run have kept",
        refuses: "a restore that no backup of the present database comes before in the same run",
        concerns: { step, _ in step.possibleActions.contains(.named(.restoreDatabase)) },
        words: [],
        judge: { judged in
            guard restores(judged.change.operation) else { return nil }
            if judged.facts.kept.contains(.database) { return nil }
            if judged.earlier.contains(where: { $0.captures.contains(.database) }) { return nil }
            return Objection(
                "the present database has not been saved", hint: "Save it first, in the same run: jarvis-ops resolve database-corruption")
        },
        accepted: RuleExample(
            "The database is saved, then restored.",
            Examples.steps(
                "database-corruption",
                [
                    ("database-corruption/backup", .change, .runbook(.named(.backupDatabase))),
                    ("database-corruption/restore", .destroy, .runbook(.named(.restoreDatabase))),
                ]), Examples.facts()),
        refused: RuleExample(
            "The database is restored at once.",
            Examples.steps(
                "database-corruption", [("database-corruption/restore", .destroy, .runbook(.named(.restoreDatabase)))]), Examples.facts()))
}

private func restores(_ operation: Operation) -> Bool {
    switch operation {
    case .restoreDatabase, .runbook(.named(.restoreDatabase)): true
    default: false
    }
}
