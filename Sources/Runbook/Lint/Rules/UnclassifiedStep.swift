/// What could not be read is treated as the most dangerous kind of step, which costs the responder a confirmation each time.
struct UnclassifiedStep: LintRule {
    let id = "unclassified-step"
    let level = Finding.Level.warning
    let summary = "A step whose effect could not be read from its text."
    let explanation = """
        Loops, substitutions, file name patterns and programs that are not known might do anything. Such a step is never run in a \
        diagnosis, and asks for its name to be typed in a resolution.
        """
    let example = """
        **Diagnosis:**
        ```bash
        cat /var/log/app/$(date +%F).log
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        tail -n 200 /var/log/app/current.log
        ```
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.filter { $0.effect == .unknown }.map { step in
            let line = (step.command ?? step.text).prefix { $0 != "\n" }
            let shown = line.count > 60 ? line.prefix(59) + "…" : line
            return finding(
                "What `\(shown)` does could not be read: it counts as destructive and is not run in a diagnosis.", at: step.span,
                suggestion: "Write one plain command that the program knows, or leave the step to a person in words.",
                cause: String(line.prefix { !$0.isWhitespace }))
        }
    }
}
