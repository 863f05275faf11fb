/// A check that makes what it looks for can only answer "ok".
struct CreatesItsTarget: LintRule {
    let id = "creates-its-target"
    let level = Finding.Level.warning
    let summary = "A look at a database that creates the file when it is missing."
    let explanation = """
        `sqlite3 FILE "PRAGMA integrity_check"` makes an empty database when FILE is not there, prints `ok` and exits 0. A lost or \
        mistyped database is then reported as a sound one, and the empty file misleads everybody after. `-readonly` refuses to create.
        """
    let example = """
        **Diagnosis:**
        ```bash
        sqlite3 data/app.db "PRAGMA integrity_check"
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        sqlite3 -readonly data/app.db "PRAGMA integrity_check"
        ```
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.flatMap { step in
            step.writtenCommands.compactMap { command -> Finding? in
                guard command.program == "sqlite3", !command.arguments.contains(where: { $0 == "-readonly" || $0.contains("mode=r") }),
                    command.arguments.contains(where: onlyLooks), let file = command.arguments.first(where: { !$0.hasPrefix("-") })
                else { return nil }
                return finding(
                    "`sqlite3` creates `\(file)` when it is missing and then finds nothing wrong with it.", at: step.span,
                    suggestion: "Write `sqlite3 -readonly \(file) …`.")
            }
        }
    }

    /// SQL that writes needs a writable file; a dot command (`.dump`, `.backup`) reads the database itself.
    private func onlyLooks(_ argument: String) -> Bool {
        SQLEffect.effect(argument) == .read
            || argument.hasPrefix(".") && !argument.hasPrefix("./") && !argument.hasPrefix("../")
                && argument.dropFirst().first?.isLetter == true && !argument.contains("/")
            || SQLEffect.isBackup(argument)
    }
}
