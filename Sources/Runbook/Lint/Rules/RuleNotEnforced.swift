/// A safety rule that only a person can keep should be known as such.
struct RuleNotEnforced: LintRule {
    let id = "rule-not-enforced"
    let level = Finding.Level.note
    let summary = "A sentence under Safety Rules that no rule of the program enforces."
    let explanation = """
        The program refuses what its own rules forbid, and knows the runbook's sentences for them. A sentence it does not know is shown \
        to the responder and otherwise has no effect.
        """
    let example = """
        ### Safety Rules
        1. Be careful with the cluster.
        """
    let instead = """
        ### Safety Rules
        1. Never block memory writes for a mesh fault.
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.flatMap(\.safetyRules).filter { context.isEnforced($0) == false }.map { rule in
            finding(
                "No rule of the program enforces this sentence: it is up to the responder.", at: rule.span,
                suggestion: "Word it like a rule of docs/safety-rules.md, or make a step of it.")
        }
    }
}
