/// What was lost cannot be looked at again; whether it helped can.
struct DestructiveWithoutVerification: LintRule {
    let id = "destructive-without-verification"
    let level = Finding.Level.warning
    let summary = "A step that loses something, with nothing after it that looks whether it helped."
    let explanation = """
        Stopping, flushing, deleting and restoring cost data, evidence or availability. A part that ends on such a step leaves the \
        responder to guess. Any later step of the part that reads, or words that tell a person to check, are enough; so is an `expect=` \
        annotation on the step itself. Actions named by annotation are done, and verified, by the program.
        """
    let example = """
        **Resolution:**
        1. Empty the cache: `redis-cli FLUSHDB`
        """
    let instead = """
        **Resolution:**
        1. Empty the cache: `redis-cli FLUSHDB`
        2. Look whether answers are faster: `curl --max-time 10 https://example.org/health`
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] { runbook.incidents.flatMap(\.parts).flatMap(check) }

    /// Walks a part from its end, so that "something after it verifies" is known at each step.
    private func check(_ part: [Step]) -> [Finding] {
        var isVerified = false
        var result: [Finding] = []
        for step in part.reversed() {
            if destroys(step), !isVerified, !verifiesItself(step) {
                let what = step.command.map { String($0.prefix { $0 != "\n" }) } ?? step.title
                result.append(
                    finding(
                        "Nothing after `\(what)` looks at what it did.", at: step.span,
                        suggestion: "Add a step that reads or verifies, or annotate what to `expect=`."))
            }
            if verifies(step) { isVerified = true }
        }
        return result.reversed()
    }

    private func destroys(_ step: Step) -> Bool {
        if case .named = step.action { return false }
        return step.effect == .destroy || step.suggestion?.effect == .destroy
    }

    private func verifiesItself(_ step: Step) -> Bool {
        let words = step.text.lowercased()
        return step.attributes.expect != nil || words.contains("verify") || words.contains("confirm")
    }

    private func verifies(_ step: Step) -> Bool {
        if step.effect == .read { return true }
        guard case .manual = step.action else { return verifiesItself(step) }
        let words = step.text.lowercased()
        return ["verify", "confirm", "check", "make sure", "look whether"].contains(where: words.contains)
    }
}
