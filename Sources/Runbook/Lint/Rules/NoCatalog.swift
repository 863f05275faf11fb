/// A file without incidents is not a runbook, or not one that can be read.
struct NoCatalog: LintRule {
    let id = "no-catalog"
    let level = Finding.Level.error
    let summary = "No incident in the whole text."
    let explanation = """
        An incident is a heading with parts: Symptoms, Diagnosis, Resolution and their like, as headings below it or as labels in its \
        text; `docs/runbooks.md` has their names. Without one there is nothing to show or to run. An empty file is `empty-runbook`.
        """
    let example = """
        # Notes

        Call somebody.
        """
    let instead = """
        # Runbook

        ### 1. Queue Stuck (High)

        **Resolution:**
        1. Call somebody
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        guard !runbook.hasCatalog, !runbook.findings.contains(where: { $0.rule == "empty-runbook" }) else { return [] }
        return [
            Finding(
                rule: id, level: level, message: "No incident was found in this text.", line: 1, column: 1,
                suggestion: "Give it parts: `## Symptoms`, `## Diagnosis`, `## Resolution`, or the same as labels: `**Resolution:**`.")
        ]
    }
}
