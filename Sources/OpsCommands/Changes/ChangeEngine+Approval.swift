internal import Journal
internal import Locking
internal import Operations
internal import Planning
internal import Safety
internal import SystemKit

extension ChangeEngine {
    /// Refuses, asks, takes the lock, and decides again under it. Nothing is changed here but the lock's record.
    ///
    /// - Parameters:
    ///   - lock: taken where it is not held yet; the caller's to release, also after an error.
    ///   - approved: hears that it was approved; what it throws ends it.
    ///   - locked: hears of the lock as soon as it is held.
    /// - Throws: `OpsError` for whatever stands in the way.
    func prepare(
        _ first: Decided, _ access: JournalAccess, _ lock: inout ResponderLock?, approved: () throws -> Void = {},
        locked: (ResponderLock) -> Void = { _ in }
    ) throws -> ReadyPlan {
        let desk = ApprovalDesk(first.target)
        try refuse(first, access, desk)
        if let wanted = options.plan, whole == nil, wanted != first.decision.planHash {
            throw OpsError(
                "plan-changed", "the plan is another one now: \(first.decision.planHash)",
                hint: "What it is: the same command with --dry-run. Nothing was changed.", exitCode: ExitCodes.refused)
        }
        // A part that asks for nobody's word changes nothing.
        if whole != nil, first.decision.demands.isEmpty { return ReadyPlan(plan: try approve(first.decision, []), decided: first) }
        if !kind.wasShown { PlanOutput(first.target).showBeforeAsking(first.decision, kind.request) }
        var approvals = try desk.ask(first.decision)
        try approved()
        if lock == nil {
            let taken = try first.target.takeLock(for: kind.request)
            lock = taken
            locked(taken)
            try requireAlone()
        }
        func again(_ earlier: Decided) throws(OpsError) -> Decided {
            let validated = earlier.session?.validated
            return try decide(DecisionMoment(target: target.again(), access: access, isLocked: true, validated: validated))
        }
        var decided = try again(first)
        try refuse(decided, access, desk)
        if decided.decision.planHash != first.decision.planHash {
            approvals = try askAgain(decided, desk)
            // The outbox is locked once; what is decided anew is read anew.
            decided.session = nil
            decided = try again(first)
            try refuse(decided, access, desk)
        }
        // What was measured while a signal came in is not to be acted upon.
        if let stop = target.world.interruption("stopped by a signal; nothing \(whole == nil ? "" : "more ")was changed") { throw stop }
        return ReadyPlan(plan: try approve(decided.decision, approvals), decided: decided)
    }

    func refuse(_ decided: Decided, _ access: JournalAccess, _ desk: ApprovalDesk) throws(OpsError) {
        try Refusals.check(decided.decision, access, desk, kind.listsEvents ? decided.session : nil)
    }

    /// Throws: `OpsError` 77 when the approval is for another plan.
    func approve(_ decision: Decision, _ approvals: [Approval]) throws(OpsError) -> ApprovedPlan {
        do throws(PolicyRefusal) {
            return try Policy().approve(decision, approvals)
        } catch {
            throw changed("something changed again", again: "Run the command again.")
        }
    }

    /// A run is taken up, or taken back, by one responder.
    private func requireAlone() throws(OpsError) {
        try resumed?.requireAlone(target.world)
        guard case .undo(let original, _) = kind.request, resumed == nil,
            try RunHistory.find(id: original, in: target.world).closed == .abandoned
        else { return }
        throw OpsError(
            "taken-up-elsewhere", "another responder took run \(original) back meanwhile",
            hint: "Look at it: jarvis-ops runs show \(original)", exitCode: ExitCodes.locked)
    }

    /// An approval is for one plan: another one is shown and asked about anew. Options that answered before anything was seen answer that
    /// one too where all of it turns off: an engine that answers late must not keep a flag on.
    private func askAgain(_ decided: Decided, _ desk: ApprovalDesk) throws -> [Approval] {
        guard desk.canAskAgain || kind.turnsOff && desk.missingOptions(decided.decision).isEmpty else {
            throw changed("something changed while the lock was taken", again: "Look again, then run the command again.")
        }
        if whole == nil || !target.options.quiet { target.world.note("something changed while you were asked; this is the plan now:") }
        PlanOutput(decided.target).showBeforeAsking(decided.decision, kind.request)
        return try desk.ask(decided.decision)
    }

    private func changed(_ what: String, again: String) -> OpsError {
        OpsError(
            "plan-changed", "\(what): the approval was for another plan",
            hint: whole.map { "Look again, then: jarvis-ops runs resume \($0)" } ?? "Nothing was changed. \(again)",
            exitCode: ExitCodes.refused)
    }
}
