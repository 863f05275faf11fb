/// A file without incidents is not a runbook, or not one that can be read.
struct NoCatalog: LintRule {
    let id = "no-catalog"
    let level = Finding.Level.error
    let summary = "No incident in the whole text."
    let explanation = """
        An incident is a heading with a number or a severity, such as `### 1. Queue Stuck (High)`, or a section with parts such as \
        Symptoms, Diagnosis and Recovery Steps. Without one there is nothing to show or to run. An empty file is `empty-runbook`.
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
                suggestion: "Give each incident a heading such as `### 1. Title (High)`.")
        ]
    }
}
