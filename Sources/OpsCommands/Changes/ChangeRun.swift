internal import Execution
internal import Journal
internal import Locking
internal import Operations
internal import Planning
internal import Runbook
internal import Safety
internal import SystemKit

/// A change from its request to the exit code: the one way in which this program changes anything.
///
/// Measured, planned, judged, approved; then the lock, and all of it again under the lock, since the world may have moved while a
/// person was asked. What is refused is refused before anybody is asked.
struct ChangeRun {
    var request: ChangeRequest
    let loaded: LoadedRunbook
    let options: GlobalOptions
    let world: World
    /// The interrupted run that is taken up again; nil for a new one.
    var resumed: RunHistory?
    /// The waiting events, as the last decision saw them; nothing for other requests.
    let events = RetryInHand()
    /// Whether the plan was seen before a tag was asked for: the same one is not shown again.
    var isShown = false

    /// What became of it.
    enum End {
        /// All that there is to say was said.
        case said(Int32)
        case finished(Finished)
    }

    struct Finished {
        let result: RunResult
        let run: String
        let head: JournalHead?
        let code: Int32
    }

    func run() throws -> Int32 {
        switch try carryOut() {
        case .said(let code): return code
        case .finished(let done):
            try RunOutput(Site(options, loaded, world)).print(done.result, run: done.run, head: done.head, request)
            return done.code
        }
    }

    /// The same for whoever says its result together with more.
    func carryOut() throws -> End {
        let site = Site(options, loaded, world)
        if !request.turnsOff { try site.requireDotEnv() }
        LooseFiles.sayEnvironment(site.configuration, world)
        LooseFiles.sayJournal(world)
        if options.dryRun { return .said(try dryRun()) }
        let access = JournalAccess.forWriting(world)
        if !isShown { UnfinishedWork.say(access, site) }
        let first = try decide(access, isLocked: false)
        if let session = retrySession, first.plan.steps.isEmpty {
            closeResumed(session, access)
            // It was carried out as far as there was anything to carry out: what is held is held.
            let nothing = RunResult(outcome: .done, steps: [])
            return .said(
                try RetryOutput(Site(options, loaded, world)).print(session, first, request, result: nothing, run: nil, head: nil))
        }
        if let next = try asking(for: first, access) { return try next.carryOut() }
        let ready: ReadyPlan
        do {
            ready = try prepare(first, access)
        } catch {
            recordRefusal(first, access, error)
            // The way out says nothing of a signal by itself.
            if let stop = error as? OpsError, stop.code == "interrupted", options.output == .text, !options.quiet {
                world.note(stop.message)
            }
            if let session = retrySession, options.output != .text, first.isRefused {
                _ = try RetryOutput(Site(options, loaded, world)).print(session, first, request, result: nil, run: nil, head: nil)
                return .said(ShownError(error).exitCode)
            }
            throw error
        }
        let lock = ready.lock
        defer { lock.release() }
        return try execute(ready, access)
    }

    /// The run once a rollback's tag was asked for: with that tag, or without any; nil where there is nothing to ask, or nobody.
    private func asking(for first: Decision, _ access: JournalAccess) throws -> ChangeRun? {
        let image = first.facts.rollback.image
        let isMissing = if case .missing = image.availability { true } else { image.wanted == nil }
        let desk = TerminalDesk(options: options, world: world)
        guard case .rollback(nil) = request.kind, !isShown, isMissing, image.name != nil, desk.canAsk else { return nil }
        // What is refused is refused below, and recorded.
        guard (try? Refusals.check(first, access, ApprovalDesk(Site(options, loaded, world)))) != nil else { return nil }
        PlanOutput(Site(options, loaded, world)).showBeforeAsking(first, request)
        var next = self
        if let tag = try RollbackTag.ask(image, desk) { next.request = ChangeRequest(rollbackTo: tag) } else { next.isShown = true }
        return next
    }

    private func dryRun() throws -> Int32 {
        let access = JournalAccess.forReading(world)
        UnfinishedWork.say(access, Site(options, loaded, world))
        let decision = try decide(access, isLocked: false)
        if let trouble = decision.facts.directoryTrouble { world.note("as things are it would not be done: \(trouble)") }
        if case .damaged(let why) = decision.facts.journal { world.note(ShownError(OpsError(damagedJournal: why)).line) }
        do throws(OpsError) {
            try Refusals.checkTurningOn(decision)
        } catch {
            world.note("as things are it would not be done: \(error.message)")
        }
        if let session = retrySession {
            _ = try RetryOutput(Site(options, loaded, world)).print(session, decision, request, result: nil, run: nil, head: nil)
            return decision.isRefused ? ExitCodes.refused : ExitCodes.success
        }
        let progress = Progress(options, world)
        let looker = ProbeExecutor(
            runner: Site(options, loaded, world).probes, timeoutMilliseconds: options.timeout.milliseconds,
            cancellation: world.cancellation, onEvent: progress.handle)
        let looks = DryRun.looks(decision, looker)
        progress.end()
        try PlanOutput(Site(options, loaded, world)).print(decision, request, looks: looks)
        return decision.isRefused ? ExitCodes.refused : ExitCodes.success
    }

    /// Throws: `OpsError` when the outbox of a retry cannot be read.
    func decide(_ access: JournalAccess, isLocked: Bool) throws(OpsError) -> Decision {
        let site = Site(options, loaded, world)
        try NoJarvis.refuseChange(site.configuration, options)
        var facts = site.facts(journal: access, isLocked: isLocked, forContainers: !request.isRetry)
        if let (limit, reseals) = request.sending {
            // The outbox is locked once; what is decided anew is read anew.
            events.session = nil
            let session = try site.waitingEvents(limit: limit, reseals: reseals, forSending: isLocked, facts, access)
            facts.outbox = session.facts(facts.outbox)
            facts.directoryTrouble = facts.directoryTrouble ?? site.outboxTrouble
            events.session = session
            if SmokeBeforeRetry.isNeeded(session, facts) {
                facts.smoke = try SmokeBeforeRetry.run(loaded, options, world, access, facts)
            }
            let showsAll = request.isResolution && options.dryRun
            if !showsAll, let refused = RetryPlan.refusal(session, facts) { return refused }
            // Without a key nothing can be judged, and that is said in its turn; a resolution says it by looking.
            if request.isRetry, !session.isConfigured { return RetryPlan.unjudged(session, facts) }
        }
        if case .rollback(let tag) = request.kind {
            facts.rollback = site.rollbackFacts(tag, access, incident, engineAnswers: facts.service.engineAnswers)
        }
        if case .resolve(let choices) = request.kind, let incident {
            facts.resolution = site.resolutionFacts(incident.resolution, choices, run: "dry", damaged: nil)
        }
        let askedBefore = events.session.map { access.unknownCommits($0, of: site.jarvis).union($0.openCommits) } ?? []
        let planned = request.plan(
            facts, access.journal, events.session, incident, askedBefore: askedBefore, present: site.present, isComplete: options.dryRun)
        let plan = resumed.map { Resumption.plan(planned, after: $0, site.operations(nil), world.cancellation) } ?? planned
        return Policy().decide(plan, facts)
    }

    private var incident: Incident? { loaded.runbook.incident(request.subject) }

    private func execute(_ ready: consuming ReadyPlan, _ access: JournalAccess) throws -> End {
        guard let journal = access.journal else { throw OpsError("journal", "there is no journal", exitCode: ExitCodes.inputOutput) }
        let site = Site(options, loaded, world)
        let recorder = RunLog(journal, run: resumed?.id ?? RunID.make(at: .now()), world)
        var opening = opening(ready.decision)
        opening.lock = LockPast(ready.lock)
        try recorder.begin([resumed == nil ? .began(opening) : .resumed(opening)] + ready.decision.events)
        let together = ready.decision.plan.changes.filter { $0.change?.operation.isDoneTogether == true }
        let progress = try RunProgress(
            options, world, run: recorder.run, together: events.session == nil ? nil : Set(together.map(\.id)))
        let executor = try Executor(
            probes: site.operations(nil), operations: site.operations(events.session), recorder: recorder,
            person: TerminalDesk(options: options, world: world), program: options.program,
            timeoutMilliseconds: options.timeout.milliseconds,
            cancellation: world.cancellation, insistence: world.insistence, onEvent: progress.handle,
            onAct: progress.stopping.acting)
        let decision = ready.decision
        let isPartial = UndoPlanner.isPartial(decision.plan)
        var result = executor.run(ready.plan)
        progress.end()
        if isPartial, result.outcome == .done { result = result.ending(.stopped) }
        if request.isResolution { result = MeshResolution.judged(result) }
        var head: JournalHead?
        do throws(RecordingError) {
            head = try recorder.record([result.event(exitCode: exitCode(result))])
        } catch {
            // Nobody will know from the journal that it came to its end.
            result = result.losing(error.message)
        }
        if let session = retrySession {
            let code = try RetryOutput(Site(options, loaded, world)).print(
                session, decision, request, result: result, run: recorder.run, head: head)
            return .said(exitCode(result) == ExitCodes.confirmed || result.outcome == .done ? code : exitCode(result))
        }
        return .finished(Finished(result: result, run: recorder.run, head: head, code: exitCode(result)))
    }

    /// Of a retry alone, which says what became of events in its own words.
    private var retrySession: RetrySession? { request.isRetry ? events.session : nil }

    private func exitCode(_ result: RunResult) -> Int32 {
        if let signal = world.receivedSignal() { return 128 + signal }
        if result.recordingFailure != nil { return ExitCodes.inputOutput }
        if request.isResolution { return MeshResolution.exitCode(result) }
        return result.outcome == .done ? ExitCodes.success : ExitCodes.confirmed
    }

    /// A retry that was interrupted is over when nothing waits any more.
    private func closeResumed(_ session: RetrySession, _ access: JournalAccess) {
        guard let resumed, let journal = access.journal, session.items.isEmpty else { return }
        _ = try? RunLog(journal, run: resumed.id, world).append([.ended(.done())])
    }

    /// What was refused is worth remembering too, where there is a journal.
    private func recordRefusal(_ decision: Decision, _ access: JournalAccess, _ error: any Error) {
        guard let journal = access.journal, resumed == nil else { return }
        let ending = RunEnding(RunResult.Outcome.refused.rawValue, because: ShownError(error).message)
        _ = try? RunLog(journal, run: RunID.make(at: .now()), world).append(
            [.began(opening(decision))] + decision.events + [.ended(ending)])
    }

    private func opening(_ decision: Decision) -> RunOpening {
        var opening = RunOpening(
            request, in: Site(options, loaded, world).jarvis, loaded, environment: decision.facts.deployment.rawValue, world)
        opening.plan = RecordedPlan(decision)
        return opening
    }
}
