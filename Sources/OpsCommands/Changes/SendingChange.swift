internal import Execution
internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import Safety

/// What waits in the outbox, sent again.
struct RetryChange: ChangeKind {
    let sending: Sending

    var request: ChangeRequest { .retry(sending) }
    var mayMakeContainers: Bool { false }
    var listsEvents: Bool { true }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) throws(OpsError) -> Proposal {
        let events = try WaitingEvents(sending, &facts, moment)
        if let refused = events.refusal(facts) { return .refused(refused, events.session) }
        // Without a key nothing can be judged, and that is said in its turn.
        guard events.session.isConfigured else { return .refused(events.asAWhole(facts), events.session) }
        return .plan(events.plan, events.session)
    }

    func show(_ outcome: ChangeOutcome) throws -> Int32 {
        guard let session = outcome.decided.session else { return outcome.code }
        let code = try RetryOutput(outcome.decided.target).print(
            session, outcome.decided.decision, request, result: outcome.result, run: outcome.run, head: outcome.head)
        guard let result = outcome.result else { return outcome.code }
        return outcome.code == ExitCodes.confirmed || result.outcome == .done ? code : outcome.code
    }
}

/// The recovery steps of the mesh, up to the flags.
struct MeshRecovery: ChangeKind {
    let sending: Sending

    var request: ChangeRequest { .resolveMesh(sending) }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) throws(OpsError) -> Proposal {
        let events = try WaitingEvents(sending, &facts, moment)
        let isDry = moment.target.options.dryRun
        if !isDry, let refused = events.refusal(facts) { return .refused(refused, events.session) }
        // With the steps that are only asked about once it is known that they are needed, where nothing is done.
        let plan = RecoveryPlanner.plan(sending: events.plan.steps, held: events.session.held, facts, withFlags: isDry)
        return .plan(plan, events.session)
    }

    /// It is not done while something waits, and what is invalid is said in its own line.
    func judged(_ result: RunResult, of plan: Plan) -> RunResult {
        let isGone = result.steps.contains { $0.planned?.probe == .backlog && $0.state == .done }
        let judged = result.outcome == .done && !isGone ? result.ending(.stopped) : result
        let invalid = result.steps.count { $0.event?.now == .invalidEnvelope }
        guard invalid > 0 else { return judged }
        let integrity = StepResult(
            id: Self.integrityID, title: "Data integrity", state: .failed,
            because: "\(invalid) invalid: a matter of data integrity, not of transport. Escalate, look into each, then: "
                + "jarvis-ops mesh acknowledge EVENT --reason TEXT")
        return RunResult(outcome: judged.outcome, steps: judged.steps + [integrity], recordingFailure: judged.recordingFailure)
    }

    private static let integrityID = "mesh/resolve.integrity"

    /// 0 when nothing waits any more and nothing was found invalid, 78 when the configuration does not allow a retry, else 1.
    func exitCode(_ result: RunResult) -> Int32 {
        let isSound = !result.steps.contains { $0.id == Self.integrityID }
        if result.outcome == .done { return isSound ? ExitCodes.success : ExitCodes.confirmed }
        let isMisconfigured = result.steps.contains { step in
            if case .recoveryVariable? = step.planned?.probe { step.state == .failed } else { false }
        }
        return isMisconfigured ? ExitCodes.configuration : ExitCodes.confirmed
    }

    /// Whether events still wait because the way to the mesh, or to the attestation, failed. What is held or invalid is no such case.
    static func keepsFailing(_ result: RunResult) -> Bool {
        result.steps.contains { step in
            guard let event = step.event else { return false }
            return event.now.isPending && (event.isTransport || event.commit == .failed)
        }
    }
}
