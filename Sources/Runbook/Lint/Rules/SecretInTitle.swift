/// A title becomes an id, and ids are never rewritten.
struct SecretInTitle: LintRule {
    let id = "secret-in-title"
    let level = Finding.Level.warning
    let summary = "A title that holds what looks like a secret."
    let explanation = """
        Everywhere else a secret is hidden before it is printed or stored. An incident's id is made of its title, and people and programs \
        ask by it again, so that it is never rewritten: what a title says is seen in every list, report and journal.
        """
    let example = """
        ### 1. Login Fails with password=correct-horse-7 (High)

        **Fix:** Call somebody
        """
    let instead = """
        ### 1. Login Fails with the New Password (High)

        **Fix:** Call somebody
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.filter { context.holdsSecret($0.title) == true }.map { incident in
            finding(
                "This title holds what looks like a secret, and the id made of it is shown as it is.", at: incident.span,
                suggestion: "Name what happens without the secret, and replace the secret: it may have been seen.")
        }
    }
}
