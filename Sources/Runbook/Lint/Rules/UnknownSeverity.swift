/// Without a severity there is no response time and nobody to call.
struct UnknownSeverity: LintRule {
    let id = "unknown-severity"
    let level = Finding.Level.warning
    let summary = "A severity that is none of Critical, High, Medium and Low, in a heading or in the severity table."
    let explanation = """
        The severity decides how soon somebody must respond and how they are told. A word that is not known, or a numbered incident \
        without one, leaves both open; a table row with such a word is not used.
        """
    let example = """
        ### 1. Queue Stuck (Urgent)
        """
    let instead = """
        ### 1. Queue Stuck (High)
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.filter { $0.severity == nil && ($0.number != nil || $0.severityWord != nil) }.map { incident in
            let message =
                incident.severityWord.map { "`\($0)` is not a severity: `\(incident.id)` has no response time and no escalation." }
                ?? "`\(incident.id)` has no severity, so no response time and no escalation."
            return finding(message, at: incident.span, suggestion: "End the heading in (Critical), (High), (Medium) or (Low).")
        }
    }
}
