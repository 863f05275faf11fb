internal import SystemKit
internal import TerminalKit

/// One word for all hosts: it covers the plans that were shown, each by its hash, and no others.
struct FleetApproval {
    let options: GlobalOptions
    let world: World

    /// Throws: `OpsError` 77 when nobody can be asked, or somebody declines.
    func ask(_ plan: FleetPlan, _ title: String) throws(OpsError) {
        let missing = plan.confirmations.filter { !options.confirm.contains($0) }
        if plan.confirmations.isEmpty ? options.yes : missing.isEmpty { return }
        let needed = plan.confirmations.isEmpty ? "--yes" : missing.map { "--confirm \($0)" }.joined(separator: " ")
        let prompt = Prompt(cancellation: world.cancellation, output: world.standardError)
        guard !options.noInput, options.output == .text, prompt.isPossible else { throw unanswered(needed, "and nobody can be asked here") }
        let names: [String?] = plan.confirmations.isEmpty ? [nil] : missing
        for name in names {
            let answer: Prompt.Decision
            do throws(SystemError) {
                answer =
                    if let name {
                        try prompt.typedName(name, "\(title)\nOn \(count(plan)): this wants more than a yes.")
                    } else {
                        try prompt.confirm("\(title)\nMake these changes on \(count(plan))?")
                    }
            } catch {
                throw unanswered(needed, "and nobody could be asked: \(error)")
            }
            if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
            guard answer == .accepted else { throw OpsError("declined", "not approved; nothing was changed", exitCode: ExitCodes.refused) }
        }
    }

    private func count(_ plan: FleetPlan) -> String { "\(plan.willing.count) host\(plan.willing.count == 1 ? "" : "s")" }

    private func unanswered(_ needed: String, _ why: String) -> OpsError {
        OpsError(
            "approval-missing", "this needs approval, \(why)", hint: "To approve it: \(needed). To see the plans: --dry-run",
            exitCode: ExitCodes.refused)
    }
}
