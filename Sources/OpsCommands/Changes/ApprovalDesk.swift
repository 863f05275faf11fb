internal import Planning
internal import Runbook
internal import Safety
internal import SystemKit
internal import TerminalKit

/// Gets people's word for a plan: from options, else at a prompt. Where nobody can be asked it says which option would answer.
struct ApprovalDesk {
    /// What is asked about: it stands above each question.
    let target: JarvisTarget

    var options: GlobalOptions { target.options }
    var world: World { target.world }

    init(_ target: JarvisTarget) { self.target = target }

    /// What neither the options answer nor anybody can be asked for.
    ///
    /// Throws: `OpsError` 77 that names the options.
    func requireAnswerable(_ decision: Decision) throws(OpsError) {
        let missing = missingOptions(decision)
        guard !missing.isEmpty, !canAskAgain else { return }
        throw OpsError(
            "approval-missing", "this needs approval, and nobody can be asked here",
            hint: "To approve it: \(missing.joined(separator: " "))", exitCode: ExitCodes.refused)
    }

    /// Approvals for everything the decision demands.
    ///
    /// Throws: `OpsError` 77 when somebody declines.
    func ask(_ decision: Decision) throws -> [Approval] {
        try requireAnswerable(decision)
        return try decision.demands.map { demand in
            if isAnswered(demand) { return approval(demand, decision, .option) }
            try prompt(demand, decision)
            return approval(demand, decision, .prompt)
        }
    }

    /// Whether there is somebody to ask a second time. Options answer once.
    var canAskAgain: Bool { world.prompt(options) != nil }

    /// The options that would answer what nothing answers yet.
    func missingOptions(_ decision: Decision) -> [String] { unanswered(decision).map { option(for: $0) } }

    private func unanswered(_ decision: Decision) -> [ApprovalDemand] { decision.demands.filter { !isAnswered($0) } }

    private func isAnswered(_ demand: ApprovalDemand) -> Bool {
        switch demand {
        case .changes: options.yes
        case .confirmation(let name): options.confirm.contains(name)
        }
    }

    private func option(for demand: ApprovalDemand) -> String {
        switch demand {
        case .changes: "--yes"
        case .confirmation(let name): "--confirm \(name)"
        }
    }

    private func prompt(_ demand: ApprovalDemand, _ decision: Decision) throws {
        let answer: Prompt.Decision
        let head = target.heading.lines(world.standardError.columns).joined(separator: "\n")
        let prompt = Prompt(cancellation: world.cancellation, output: world.standardError)
        do throws(SystemError) {
            switch demand {
            case .changes: answer = try prompt.confirm("\(head)\nMake these changes?")
            case .confirmation(let name): answer = try prompt.typedName(name, "\(head)\n\(warning(decision))")
            }
        } catch {
            throw OpsError(
                "approval-missing", "nobody could be asked: \(error)", hint: "To approve it: \(option(for: demand))",
                exitCode: ExitCodes.refused)
        }
        if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
        guard answer == .accepted else {
            throw OpsError.declined("nothing was changed")
        }
    }

    /// What a name is typed for: some of it may have a way back.
    private func warning(_ decision: Decision) -> String {
        let changes = decision.plan.steps.compactMap(\.change).filter { !$0.isAlreadySo }
        let isReversible = changes.allSatisfy { $0.undo != nil || $0.operation.kind == .compose }
        return isReversible ? "This wants more than a yes." : "This cannot simply be undone."
    }

    private func approval(_ demand: ApprovalDemand, _ decision: Decision, _ means: Approval.Means) -> Approval {
        Approval(
            id: RandomID.make(), planHash: decision.planHash, answers: demand, means: means,
            by: Approver(user: world.identity.user, host: world.identity.host, tty: world.identity.terminal), at: .now())
    }
}
