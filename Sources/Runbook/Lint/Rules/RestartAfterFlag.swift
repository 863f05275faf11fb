/// Checked with docker-compose 1.29: `restart` keeps a container's environment, `up -d` makes a new container with the new one.
struct RestartAfterFlag: LintRule {
    let id = "restart-after-flag"
    let level = Finding.Level.warning
    let summary = "A restart that is meant to bring a changed flag into force."
    let explanation = """
        A container keeps the environment it was created with: `docker-compose restart` starts the same container again, and the flag \
        that was just turned off is still on. `up -d` creates the container anew when its environment changed. Afterwards the running \
        value decides, not the file.
        """
    let example = """
        **Resolution:**
        1. Turn the feature off: `JARVIS_USE_MESH_SYNC=0`
        2. Make it count: `docker-compose restart web`
        """
    let instead = """
        **Resolution:**
        1. Turn the feature off: `JARVIS_USE_MESH_SYNC=0`
        2. Make it count, and verify the running value: `docker-compose up -d web`
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] { runbook.incidents.flatMap(\.parts).flatMap(check) }

    private func check(_ part: [Step]) -> [Finding] {
        var flag: String?
        var result: [Finding] = []
        for step in part {
            if let name = changedFlag(step) {
                flag = name
            } else if recreates(step) {
                flag = nil
            } else if let name = flag, restarts(step) {
                result.append(
                    finding(
                        "A restart keeps the container's old environment: `\(name)` is not in force after it.", at: step.span,
                        suggestion: "Recreate with `docker-compose up -d` and verify the running value."))
            }
        }
        return result
    }

    private func changedFlag(_ step: Step) -> String? {
        switch step.action {
        case .flag(let name, _): name
        case .file(let path) where path.hasSuffix(".env") && step.effect == .change: path
        default: nil
        }
    }

    private func recreates(_ step: Step) -> Bool {
        guard case .compose(let argv) = step.action else { return false }
        return ComposeCommand.subcommand(argv)?.name == "up"
    }

    /// A restart by command, or by a sentence that leaves the command to the reader's habit.
    private func restarts(_ step: Step) -> Bool {
        switch step.action {
        case .compose(let argv): return ComposeCommand.subcommand(argv)?.name == "restart"
        case .manual:
            let words = step.text.lowercased()
            return words.contains("restart") && !words.contains("recreate") && !words.contains("up -d")
        default: return false
        }
    }
}
