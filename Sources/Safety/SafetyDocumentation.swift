internal import Planning
internal import Runbook

/// The reference page of the safety rules, made from the rules themselves.
public enum SafetyDocumentation {
    /// The whole of `docs/safety-rules.md`.
    public static func markdown() -> String { ([introduction] + SafetyRule.all.map(section)).joined(separator: "\n\n") + "\n" }

    private static var introduction: String {
        let rows = SafetyRule.all.map { "| [`\($0.id)`](#\($0.id)) | \($0.sentence) |" }
        return """
            # Safety rules

            <!-- Made from the code in Sources/Safety; a test keeps it current. Change the rule, not this page. -->

            Every change is shown to every rule before anybody is asked about it, also a change that finds everything done already. A rule
            sees the whole plan and the facts that were measured; it refuses, or it wants the step's name typed, or it has nothing against it.
            What a rule refuses no approval allows. Plans that only look pass all of them.

            What each rule looks at, how that is measured, and what a person can do who is refused: [safety.md](safety.md).

            That no sequence of commands and events gets past the rules is tried out in full on small worlds
            (`Tests/SafetyTests/Proof`), and so is that each rule is needed: without any one of them something breaks. Besides: a more
            dangerous fact never allows more, whatever the plan, and no source makes a fact milder than the world.

            | rule | demands |
            |---|---|
            \(rows.joined(separator: "\n"))

            The verdicts below are those of the program: `allowed`, `needs-approval` (a yes, or `--yes`), `needs-confirmation` (the name
            typed, or `--confirm NAME`), `refused`.
            """
    }

    private static func section(_ rule: SafetyRule) -> String {
        """
        ## \(rule.id)

        \(rule.sentence)

        - **Source:** \(rule.source)
        - **Reads:** \(rule.reads)
        - **Refuses:** \(rule.refuses)

        Accepted: \(example(rule.accepted))

        Refused: \(example(rule.refused))
        """
    }

    private static func example(_ example: RuleExample) -> String {
        let decision = Policy().decide(example.plan, example.facts)
        return """
            \(example.title)

            ```text
            \(decision.steps.map { line($0) }.joined(separator: "\n"))
            ```
            """
    }

    /// `mesh/disable.sync (change): write … → refused by rule: because`.
    private static func line(_ decision: StepDecision) -> String {
        let step = decision.step
        let does = step.change?.operation.words ?? "look"
        return "\(step.id) (\(step.effect.rawValue)): \(does)\n    \(verdict(decision))"
    }

    private static func verdict(_ decision: StepDecision) -> String {
        switch decision.verdict {
        case .allowed: return "allowed: \(decision.because)"
        case .needsApproval: return "needs-approval: \(decision.because)"
        case .needsConfirmation(let name): return "needs-confirmation of `\(name)`: \(decision.because)"
        case .refused:
            let objections = decision.judgements.filter { $0.objection?.demand == .refuses }
            let hint = objections.first?.objection?.hint.map { " (\($0))" } ?? ""
            return "refused by \(objections.map(\.rule).joined(separator: ", ")): \(decision.because)\(hint)"
        }
    }
}
