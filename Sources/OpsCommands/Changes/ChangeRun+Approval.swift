internal import Journal
internal import Locking
internal import Safety
internal import SystemKit
internal import TerminalKit

/// A plan that may be carried out now, and the lock under which it was found so.
struct ReadyPlan: ~Copyable {
    let plan: ApprovedPlan
    let decision: Decision
    let lock: ResponderLock
}

extension ChangeRun {
    /// Refuses, asks, takes the lock, and looks again under it. Nothing is changed here but the lock's record.
    ///
    /// Throws: `OpsError` for whatever stands in the way.
    func prepare(_ first: Decision, _ access: JournalAccess) throws -> ReadyPlan {
        let desk = ApprovalDesk(Site(options, loaded, world))
        try Refusals.check(first, access, desk, request.isRetry ? events.session : nil)
        if let wanted = options.plan, wanted != first.planHash {
            throw OpsError(
                "plan-changed", "the plan is another one now: \(first.planHash)",
                hint: "What it is: the same command with --dry-run. Nothing was changed.", exitCode: ExitCodes.refused)
        }
        if !isShown { PlanOutput(Site(options, loaded, world)).showBeforeAsking(first, request) }
        var approvals = try desk.ask(first)
        let lock = try Site(options, loaded, world).takeLock(for: request)
        do {
            try requireAlone()
            var decision = try decide(access, isLocked: true)
            try Refusals.check(decision, access, desk, request.isRetry ? events.session : nil)
            if decision.planHash != first.planHash {
                approvals = try askAgain(decision, desk)
                decision = try decide(access, isLocked: true)
                try Refusals.check(decision, access, desk, request.isRetry ? events.session : nil)
            }
            // What was measured while a signal came in is not to be acted upon.
            if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
            return ReadyPlan(plan: try approve(decision, approvals), decision: decision, lock: lock)
        } catch {
            lock.release()
            throw error
        }
    }

    /// A run is taken up, or taken back, by one responder.
    private func requireAlone() throws(OpsError) {
        try resumed?.requireAlone(world)
        guard case .undo(let original) = request.kind, resumed == nil, try RunHistory.find(id: original, in: world).closed == .abandoned
        else {
            return
        }
        throw OpsError(
            "taken-up-elsewhere", "another responder took run \(original) back meanwhile",
            hint: "Look at it: jarvis-ops runs show \(original)", exitCode: ExitCodes.locked)
    }

    /// An approval is for one plan: another one is shown and asked about anew. Options that answered before anything was seen answer that
    /// one too where all of it turns off: an engine that answers late must not keep a flag on.
    private func askAgain(_ decision: Decision, _ desk: ApprovalDesk) throws -> [Approval] {
        guard desk.canAskAgain || request.turnsOff && desk.missingOptions(decision).isEmpty else {
            throw OpsError(
                "plan-changed", "something changed while the lock was taken: the approval was for another plan",
                hint: "Nothing was changed. Look again, then run the command again.", exitCode: ExitCodes.refused)
        }
        world.note("something changed while you were asked; this is the plan now:")
        PlanOutput(Site(options, loaded, world)).showBeforeAsking(decision, request)
        return try desk.ask(decision)
    }

    private func approve(_ decision: Decision, _ approvals: [Approval]) throws(OpsError) -> ApprovedPlan {
        do throws(PolicyRefusal) {
            return try Policy().approve(decision, approvals)
        } catch {
            throw OpsError(
                "plan-changed", "something changed again: the approval was for another plan",
                hint: "Nothing was changed. Run the command again.", exitCode: ExitCodes.refused)
        }
    }
}

/// Who held the lock before, when they did not give it back.
enum PreviousResponder {
    /// Somebody died here, and what they did may be half done. The record is a file that anybody may have written.
    static func warn(of previous: ResponderLock.Previous, _ world: World) {
        switch previous {
        case .none: break
        case .stale(let owner):
            world.note(
                Sanitizer.line("the previous responder, \(owner.summary), died in the middle of it: what it did may be half done")
                    + "\n  See: jarvis-ops runs")
        case .unreadable(let reason):
            world.note(Sanitizer.line("the previous responder left a lock that cannot be read (\(reason)); it was replaced"))
        }
    }
}
