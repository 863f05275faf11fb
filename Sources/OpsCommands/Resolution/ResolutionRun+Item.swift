internal import Execution
internal import Journal
internal import Locking
internal import Planning
internal import Runbook
internal import Safety
internal import SystemKit

/// One item of a resolution, as a part of its run.
struct ItemChange: ChangeKind {
    let item: ResolutionItem
    let choices: ResolutionChoices
    /// That of the whole run.
    let request: ChangeRequest
    /// Names what is made: a plan that is made twice must be the same plan.
    let run: String
    /// What the run has kept, and what its last integrity check said.
    let kept: Set<Loss>
    let damaged: Bool?

    var mayMakeContainers: Bool { item.mayMakeContainers }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) -> Proposal {
        facts.kept = kept
        facts.resolution = moment.target.resolutionFacts(item.steps, choices, run: run, damaged: damaged)
        return .plan(ResolutionPlanner.plan(item, of: request.subject, facts, choices))
    }
}

/// Said where somebody was asked about what nobody needs any more.
private struct GotWell: Error {}

extension ResolutionRun {
    /// Plans, judges, asks, and carries one item out, as any other change.
    func carryOut(_ item: ResolutionItem, followedByLook: Bool, _ run: inout ResolutionInHand) throws {
        guard let choices = try choosing(item) else { return decline(item, &run) }
        let kind = ItemChange(
            item: item, choices: choices, request: request, run: id, kept: run.kept, damaged: run.databaseIsDamaged)
        let engine = ChangeEngine(kind: kind, target: target, resumed: resumed?.run, whole: id)
        let first = try engine.decide(DecisionMoment(target: target.again(), access: access, isLocked: run.lock != nil))
        if first.decision.plan.steps.isEmpty { return }
        var lock = run.lock
        let ready: ReadyPlan
        do {
            defer { run.lock = lock }
            ready = try engine.prepare(first, access, &lock) {
                if try gotWell(&run) { throw GotWell() }
            } locked: { lock in
                let past = LockPast(lock)
                if !past.isEmpty { _ = try? recorder?.record([.lock(past)]) }
            }
        } catch is GotWell {
            return file(item, .skipped, "no longer needed: it got well while you were asked", &run)
        } catch let error as OpsError {
            return refuse(item, first.decision, error, &run)
        }
        let plan = ready.decided.decision.plan
        _ = try? recorder?.record(ready.decided.decision.events)
        let result = try engine.execute(ready, recorder: recorder ?? UnrecordedRun(), run: id, stream: stream)
        run.take(result, of: plan)
        run.judge(result, of: plan, isFollowedByLook: followedByLook)
        if let trouble = run.trouble, trouble.leavesOpen, !desk.canAsk { run.stop = trouble.error }
    }

    /// A narrower way, where there is one and somebody can be asked who has not named the step already; nil: it is left out.
    private func choosing(_ item: ResolutionItem) throws(OpsError) -> ResolutionChoices? {
        let empties = item.steps.contains { ($0.suggestion?.action ?? $0.action).emptiesRedis && !options.confirm.contains($0.id) }
        guard empties, choices.unlinkPattern == nil, desk.canAsk else { return choices }
        let answer = NarrowerWay(target: target, desk: desk).ask(item)
        if let stop = world.interruption("stopped by a signal; nothing more was changed") { throw stop }
        switch answer {
        case .pattern(let pattern):
            var choices = choices
            choices.unlinkPattern = pattern
            return choices
        case .all: return choices
        case .nothing: return nil
        }
    }

    private func decline(_ item: ResolutionItem, _ run: inout ResolutionInHand) {
        run.isDeclined = true
        file(item, .skipped, "declined by \(world.identity.user)", word: "declined", &run)
    }

    /// What is refused or declined is one step's end: what follows may still help. What concerns the whole run ends it.
    private func refuse(_ item: ResolutionItem, _ decision: Decision, _ error: OpsError, _ run: inout ResolutionInHand) {
        _ = try? recorder?.record(decision.events)
        switch error.ground {
        case .declined: return decline(item, &run)
        case .rule:
            run.refusal = run.refusal ?? error
            run.trouble = Trouble(error, leavesOpen: false)
        case .interrupted, .unverified, .other: run.stop = error
        }
        file(item, .notRun, error.message, &run)
    }

    /// Throws: `OpsError` 77 that names every option that will be needed and is not there.
    func requireAnswers(_ items: [ResolutionItem], _ run: ResolutionInHand) throws(OpsError) {
        let approvals = ApprovalDesk(target)
        guard !approvals.canAskAgain else { return }
        var facts = target.facts(journal: access, isLocked: false, forContainers: items.contains(where: \.mayMakeContainers))
        facts.kept = run.kept
        var missing: [String] = []
        for item in items where !item.isConditional && choices.skipped[item.id] == nil && resumed?.isSettled(item) != true {
            for name in item.needs where !missing.contains("--set \(name)=VALUE") { missing.append("--set \(name)=VALUE") }
            guard item.needs.isEmpty else { continue }
            facts.resolution = target.resolutionFacts(item.steps, choices, run: id, damaged: true)
            let decision = Policy().decide(ResolutionPlanner.plan(item, of: incident.id, facts, choices), facts)
            guard item.kind == .runbook || items.contains(where: \.stopsServices) else { continue }
            for option in approvals.missingOptions(decision) where !missing.contains(option) { missing.append(option) }
        }
        guard let first = missing.first else { return }
        throw OpsError(
            "approval-missing", "this needs approval, and nobody can be asked here",
            hint: "To approve it: \(missing.joined(separator: " "))"
                + (first.hasPrefix("--confirm") || missing.count > 1
                    ? "; a step is left out with --skip STEP" : ""),
            exitCode: ExitCodes.refused)
    }
}
