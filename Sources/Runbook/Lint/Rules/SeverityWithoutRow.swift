/// A severity that the table does not explain is only a word.
struct SeverityWithoutRow: LintRule {
    let id = "severity-without-row"
    let level = Finding.Level.warning
    let summary = "An incident's severity that has no row in the severity table."
    let explanation = """
        Response time and escalation come from the runbook's severity table. Without a row for it nobody knows how soon to respond, and \
        the program cannot escalate. Reported once for each severity, at the first incident that has it; a file without a table is not asked for one.
        """
    let example = """
        | Severity | Response Time | Escalation |
        |---|---|---|
        | Critical | 15 min | Immediate page |

        ### 1. Queue Stuck (High)

        **Resolution:**
        1. Call somebody
        """
    let instead = """
        | Severity | Response Time | Escalation |
        |---|---|---|
        | Critical | 15 min | Immediate page |
        | High | 1 hour | Slack alert |

        ### 1. Queue Stuck (High)

        **Resolution:**
        1. Call somebody
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        if runbook.severities.isEmpty { return [] }
        var seen = Set(runbook.severities.map(\.severity))
        return runbook.incidents.compactMap { incident in
            guard let severity = incident.severity, seen.insert(severity).inserted else { return nil }
            return finding(
                "The severity table has no row for \(severity.rawValue): response time and escalation are unknown.", at: incident.span,
                suggestion: "Add a row with its response time and escalation.")
        }
    }
}
