internal import MarkdownKit

/// Every command names an incident by its id; a second one of that name is never reached.
struct DuplicateIncident: LintRule {
    let id = "duplicate-incident"
    let level = Finding.Level.error
    let summary = "Two incidents with the same id."
    let explanation = """
        The id is made from the title, and from the heading above it where two titles give the same one. Where that is the same too, only the first incident can be shown, diagnosed and resolved: \
        the responder gets the steps of the wrong section without a word.
        """
    let example = """
        ### 1. Queue Stuck (High)

        **Fix:** Call somebody

        ### 2. Queue stuck! (Low)

        **Fix:** Call somebody else
        """
    let instead = """
        ### 1. Queue Stuck (High)

        **Fix:** Call somebody

        ### 2. Queue Slow (Low)

        **Fix:** Call somebody else
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        var lines: [String: Int] = [:]
        var result: [Finding] = []
        for incident in runbook.incidents {
            if let line = lines[incident.id] {
                result.append(
                    finding(
                        "The incident in line \(line) has the id `\(incident.id)` already, so this one cannot be reached.",
                        at: incident.span, suggestion: "Give it a title of its own."))
            }
            for name in [incident.id] + incident.aliases where lines[name] == nil { lines[name] = incident.span.line }
        }
        return result
    }
}
