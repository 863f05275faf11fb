internal import MarkdownKit

/// Approvals are given to step ids, so an id must mean one step.
struct DuplicateStep: LintRule {
    let id = "duplicate-step"
    let level = Finding.Level.error
    let summary = "Two steps of an incident with the same id."
    let explanation = """
        A part that is opened twice in one incident, or numbers that start again, make two steps of one id. `explain`, `--confirm` and \
        the journal go by the id: what a person confirms would not be what runs.
        """
    let example = """
        ### 1. Queue Stuck (High)

        **Resolution:**
        1. Look at the consumer

        **Mitigation:**
        1. Purge the queue
        """
    let instead = """
        ### 1. Queue Stuck (High)

        **Resolution:**
        1. Look at the consumer
        2. Purge the queue
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.flatMap { incident in
            var lines: [String: Int] = [:]
            return incident.steps.compactMap { step -> Finding? in
                guard let line = lines.updateValue(step.span.line, forKey: step.id) else { return nil }
                return finding(
                    "The step in line \(line) has the id `\(step.id)` already.", at: step.span,
                    suggestion: "Put the steps into one part and number them through.")
            }
        }
    }
}
