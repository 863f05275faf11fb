/// Everything behind it is code to a Markdown reader: incidents vanish.
struct UnclosedFence: LintRule {
    let id = "unclosed-fence"
    let level = Finding.Level.error
    let summary = "A code block that is never closed."
    let explanation = """
        The block then reaches to the end of the text, or of the list item it stands in. Headings and steps in it are read as commands, \
        and the incidents they announce are missing from the catalog.
        """
    let example = """
        **Diagnosis:**
        ```bash
        df -h

        ### 2. The Next Incident (High)
        """
    let instead = """
        **Diagnosis:**
        ```bash
        df -h
        ```

        ### 2. The Next Incident (High)
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.fences.filter { !$0.isClosed }.map { fence in
            finding(
                "This code block is never closed: all that follows is read as code.", at: fence.span,
                suggestion: "Close it with ``` on a line of its own.")
        }
    }
}
