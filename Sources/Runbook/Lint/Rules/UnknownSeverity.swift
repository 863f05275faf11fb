/// Without a severity there is no response time and nobody to call.
struct UnknownSeverity: LintRule {
    let id = "unknown-severity"
    let level = Finding.Level.warning
    let summary = "A severity that is none of Critical, High, Medium and Low, in a heading or in the severity table."
    let explanation = """
        The severity decides how soon somebody must respond and how they are told. A word that is not known leaves both open; a table row \
        with such a word is not used. Levels such as `SEV-2` and `P1` are ranked by the file's own table, or else as most teams count.
        """
    let example = """
        ### 1. Queue Stuck (Urgent)

        **Resolution:**
        1. Call somebody
        """
    let instead = """
        ### 1. Queue Stuck (High)

        **Resolution:**
        1. Call somebody
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.compactMap { incident in
            guard incident.severity == nil, let word = incident.severityWord else { return nil }
            return finding(
                "`\(word)` is not a severity: `\(incident.id)` has no response time and no escalation.", at: incident.span,
                suggestion: "End the heading in (Critical), (High), (Medium) or (Low).")
        }
    }
}
