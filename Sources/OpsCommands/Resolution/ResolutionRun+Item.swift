internal import Execution
internal import Journal
internal import Planning
internal import Runbook
internal import Safety
internal import SystemKit

extension ResolutionRun {
    /// Plans, judges, asks, and carries one item out.
    func carryOut(_ item: ResolutionItem, followedByLook: Bool, _ run: inout ResolutionInHand) throws {
        guard let choices = try choosing(item) else { return decline(item, &run) }
        let desk = ApprovalDesk(site)
        var decision = decide(item, choices, run)
        if decision.plan.steps.isEmpty { return }
        var approvals: [Approval] = []
        do {
            try Refusals.check(decision, access, desk)
            if !decision.demands.isEmpty {
                PlanOutput(site).showBeforeAsking(decision, request)
                approvals = try desk.ask(decision)
                if try gotWell(&run) {
                    let result = run.file(item.id, item.title, .skipped, "no longer needed: it got well while you were asked")
                    try? recorder?.finish(result)
                    return
                }
                if run.lock == nil {
                    let lock = try site.takeLock(for: request)
                    run.lock = lock
                    let past = LockPast(lock)
                    if !past.isEmpty { _ = try? recorder?.record([.lock(past)]) }
                    try resumed?.run.requireAlone(world)
                }
                decision = try again(item, choices, run, decision, &approvals, desk)
            }
        } catch let error as OpsError {
            return try refuse(item, decision, error, &run)
        }
        _ = try? recorder?.record(decision.events)
        let result = try execute(decision, approvals)
        run.take(result, of: decision.plan)
        run.judge(result, of: decision.plan, isFollowedByLook: followedByLook)
        if let trouble = run.trouble, trouble.leavesOpen, !TerminalDesk(options: options, world: world).canAsk { run.stop = trouble.error }
    }

    /// A narrower way, where there is one and somebody can be asked who has not named the step already; nil: it is left out.
    private func choosing(_ item: ResolutionItem) throws(OpsError) -> ResolutionChoices? {
        let desk = TerminalDesk(options: options, world: world)
        let empties = item.steps.contains { ($0.suggestion?.action ?? $0.action).emptiesRedis && !options.confirm.contains($0.id) }
        guard empties, choices.unlinkPattern == nil, desk.canAsk else { return choices }
        let answer = NarrowerWay(site: site, desk: desk).ask(item)
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
        let result = run.file(item.id, item.title, .skipped, "declined by \(world.identity.user)", word: "declined")
        try? recorder?.finish(result)
    }

    private func decide(_ item: ResolutionItem, _ choices: ResolutionChoices, _ run: ResolutionInHand) -> Decision {
        var facts = site.facts(journal: access, isLocked: run.lock != nil, forContainers: item.mayMakeContainers)
        facts.kept = run.kept
        facts.resolution = site.resolutionFacts(item.steps, choices, run: id, damaged: run.databaseIsDamaged)
        let planned = ResolutionPlanner.plan(item, of: incident.id, facts, choices)
        let plan = resumed.map { Resumption.plan(planned, after: $0.run, site.operations(nil), world.cancellation) } ?? planned
        return Policy().decide(plan, facts)
    }

    /// The world may have moved while a person was asked: another plan needs another word.
    private func again(
        _ item: ResolutionItem, _ choices: ResolutionChoices, _ run: ResolutionInHand, _ first: Decision, _ approvals: inout [Approval],
        _ desk: ApprovalDesk
    ) throws -> Decision {
        var decision = decide(item, choices, run)
        try Refusals.check(decision, access, desk)
        if decision.planHash != first.planHash {
            guard desk.canAskAgain else {
                throw OpsError(
                    "plan-changed", "something changed while the lock was taken: the approval was for another plan",
                    hint: "Look again, then: jarvis-ops runs resume \(id)", exitCode: ExitCodes.refused)
            }
            note("something changed while you were asked; this is the plan now:")
            PlanOutput(site).showBeforeAsking(decision, request)
            approvals = try desk.ask(decision)
            decision = decide(item, choices, run)
            try Refusals.check(decision, access, desk)
        }
        if let stop = world.interruption("stopped by a signal; nothing more was changed") { throw stop }
        return decision
    }

    /// What is refused or declined is one step's end: what follows may still help. What concerns the whole run ends it.
    private func refuse(_ item: ResolutionItem, _ decision: Decision, _ error: OpsError, _ run: inout ResolutionInHand) throws {
        _ = try? recorder?.record(decision.events)
        if error.code == "declined" { return decline(item, &run) }
        let isRule = decision.refusals.contains { $0.rule == error.code && !$0.isCircumstance }
        if isRule {
            run.refusal = run.refusal ?? error
            run.trouble = Trouble(error, leavesOpen: false)
        } else {
            run.stop = error
        }
        let result = run.file(item.id, item.title, .notRun, error.message)
        try? recorder?.finish(result)
    }

    private func execute(_ decision: Decision, _ approvals: [Approval]) throws -> RunResult {
        let plan: ApprovedPlan
        do throws(PolicyRefusal) {
            plan = try Policy().approve(decision, approvals)
        } catch {
            throw OpsError(
                "plan-changed", "something changed again: the approval was for another plan",
                hint: "Look again, then: jarvis-ops runs resume \(id)", exitCode: ExitCodes.refused)
        }
        let progress = try RunProgress(options, world, run: id, stream: stream)
        defer { progress.end() }
        let recorder: any RunRecorder = recorder ?? UnrecordedRun()
        let executor = try Executor(
            probes: site.operations(nil), operations: site.operations(nil), recorder: recorder,
            person: TerminalDesk(options: options, world: world), program: options.program,
            timeoutMilliseconds: options.timeout.milliseconds, cancellation: world.cancellation, insistence: world.insistence,
            onEvent: progress.handle, onAct: progress.stopping.acting)
        return executor.run(plan)
    }

    /// Throws: `OpsError` 77 that names every option that will be needed and is not there.
    func requireAnswers(_ items: [ResolutionItem], _ run: ResolutionInHand) throws(OpsError) {
        let desk = ApprovalDesk(site)
        guard !desk.canAskAgain else { return }
        var facts = site.facts(journal: access, isLocked: false, forContainers: items.contains(where: \.mayMakeContainers))
        facts.kept = run.kept
        var missing: [String] = []
        for item in items where !item.isConditional && choices.skipped[item.id] == nil && resumed?.isSettled(item) != true {
            for name in item.needs where !missing.contains("--set \(name)=VALUE") { missing.append("--set \(name)=VALUE") }
            guard item.needs.isEmpty else { continue }
            facts.resolution = site.resolutionFacts(item.steps, choices, run: id, damaged: true)
            let decision = Policy().decide(ResolutionPlanner.plan(item, of: incident.id, facts, choices), facts)
            guard item.kind == .runbook || items.contains(where: \.stopsServices) else { continue }
            for option in desk.missingOptions(decision) where !missing.contains(option) { missing.append(option) }
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
