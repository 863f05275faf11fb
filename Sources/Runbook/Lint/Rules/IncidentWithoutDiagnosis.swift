/// As for critical incidents, with more time to think.
struct IncidentWithoutDiagnosis: LintRule {
    let id = "incident-without-diagnosis"
    let level = Finding.Level.note
    let summary = "An incident with symptoms and no diagnosis."
    let explanation = """
        Symptoms say that something is wrong, a diagnosis says what. Without one, the program has only what it can measure for the \
        symptoms themselves. Critical incidents are reported by `critical-without-diagnosis`.
        """
    let example = """
        ### 1. Disk Full (Low)

        **Symptoms:**
        - SQLite errors

        ### 2. Disk Slow (Low)

        **Diagnosis:**
        ```bash
        iostat -x 1 3
        ```
        """
    let instead = """
        ### 1. Disk Full (Low)

        **Symptoms:**
        - SQLite errors

        **Diagnosis:**
        ```bash
        df -h
        ```
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.filter { $0.severity != .critical && runbook.misses($0, \.diagnosis) && !$0.symptoms.isEmpty }.map { incident in
            finding(
                "`\(incident.id)` has symptoms and no diagnosis.", at: incident.span,
                suggestion: "Add a **Diagnosis:** part with a read-only command.")
        }
    }
}
