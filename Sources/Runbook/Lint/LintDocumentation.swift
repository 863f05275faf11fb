/// The reference page of the lint rules, made from the rules themselves.
public enum LintDocumentation {
    /// The whole of `docs/lint-rules.md`.
    public static func markdown() -> String {
        let sections = (Lint.rules.map { ($0.id, section($0)) } + ReaderFinding.all.map { ($0.id, section($0)) }).sorted { $0.0 < $1.0 }
        return ([introduction] + sections.map(\.1)).joined(separator: "\n\n") + "\n"
    }

    private static var introduction: String {
        let rows =
            (Lint.rules.map { ($0.id, $0.level, $0.summary) } + ReaderFinding.all.map { ($0.id, $0.level, $0.summary) })
            .sorted { $0.0 < $1.0 }
            .map { "| [`\($0.0)`](#\($0.0)) | \($0.1.rawValue) | \($0.2) |" }
        return """
            # Lint rules

            <!-- Made from the code in Sources/Runbook/Lint; a test keeps it current. Change the rule, not this page. -->

            What `jarvis-ops lint` reports about a runbook. An `error` makes the runbook unusable or dangerous to follow, and makes
            `lint` exit with 1; a `warning` is a step that does not do what it seems to do; a `note` is worth knowing. Nothing is
            reported without the line and column it stands at.

            | rule | level | finds |
            |---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private static func section(_ rule: any LintRule) -> String {
        """
        ## \(rule.id)

        \(rule.level.rawValue): \(rule.summary)

        \(rule.explanation)

        Found:

        \(fenced(rule.example))

        Instead:

        \(fenced(rule.instead))
        """
    }

    private static func section(_ finding: ReaderFinding) -> String {
        """
        ## \(finding.id)

        \(finding.level.rawValue): \(finding.summary)

        \(finding.explanation)
        """
    }

    /// Four backticks, since examples have blocks of three in them.
    private static func fenced(_ text: String) -> String { "````markdown\n\(text)\n````" }
}
