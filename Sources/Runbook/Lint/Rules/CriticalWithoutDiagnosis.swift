/// The incidents with the least time are the ones where nobody should have to invent a first look.
struct CriticalWithoutDiagnosis: LintRule {
    let id = "critical-without-diagnosis"
    let level = Finding.Level.warning
    let summary = "A critical incident that says nothing about how to look closer."
    let explanation = """
        With minutes to respond, the responder goes from symptoms straight to steps that stop services or restore data, on a guess. One \
        read-only command that tells this incident from its neighbours is enough. A file in which no incident has a diagnosis is not asked \
        for one.
        """
    let example = """
        ### 1. Disk Full (Critical)

        **Symptoms:**
        - SQLite errors

        **Resolution:**
        1. Delete old logs by hand, then check the free space

        ### 2. Disk Slow (Low)

        **Diagnosis:**
        ```bash
        iostat -x 1 3
        ```
        """
    let instead = """
        ### 1. Disk Full (Critical)

        **Symptoms:**
        - SQLite errors

        **Diagnosis:**
        ```bash
        df -h
        ```

        **Resolution:**
        1. Delete old logs by hand, then check the free space
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.filter { $0.severity == .critical && runbook.misses($0, \.diagnosis) }.map { incident in
            finding(
                "The critical incident `\(incident.id)` has no diagnosis.", at: incident.span,
                suggestion: "Add a **Diagnosis:** part with a read-only command.")
        }
    }
}
