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
    var resumed: ResumedRun?
    /// The waiting events, as the last decision saw them; nothing for other requests.
    let events = RetryInHand()
    /// Takes the result of a run that another says together with more; nil: it is printed here.
    var finished: FinishedRun?
    /// Whether the plan was seen before a tag was asked for: the same one is not shown again.
    var isShown = false

    func run() throws -> Int32 {
        let site = Site(options, loaded, world)
        if !request.turnsOff { try site.requireDotEnv() }
        LooseFiles.sayEnvironment(site.configuration, world)
        LooseFiles.sayJournal(world)
        if options.dryRun { return try dryRun() }
        let access = JournalAccess.forWriting(world)
        if !isShown { UnfinishedWork.say(access, site) }
        let first = try decide(access, isLocked: false)
        if let session = retrySession, first.plan.steps.isEmpty {
            closeResumed(session, access)
            // It was carried out as far as there was anything to carry out: what is held is held.
            let nothing = RunResult(outcome: .done, steps: [])
            return try RetryOutput(Site(options, loaded, world)).print(session, first, request, result: nothing, run: nil, head: nil)
        }
        if let next = try asking(for: first, access) { return try next.run() }
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
                return ShownError(error).exitCode
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

    private func execute(_ ready: consuming ReadyPlan, _ access: JournalAccess) throws -> Int32 {
        guard let journal = access.journal else { throw OpsError("journal", "there is no journal", exitCode: ExitCodes.inputOutput) }
        let site = Site(options, loaded, world)
        let recorder = JournalRecorder(
            journal: journal, run: resumed?.id ?? RunID.make(at: .now()), redactor: world.redactor, retry: events.session,
            identity: world.identity, runbook: loaded)
        try recorder.begin(
            request, ready.decision, directory: site.jarvis, by: world.identity, after: ready.lock, isResumed: resumed != nil)
        let progress = try RunProgress(
            options, world, run: recorder.run, events: events.session == nil ? nil : ready.decision.plan.changes.count)
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
            head = try recorder.end(result, exitCode: exitCode(result))
        } catch {
            // Nobody will know from the journal that it came to its end.
            result = result.losing(error.message)
        }
        if let session = retrySession {
            let code = try RetryOutput(Site(options, loaded, world)).print(
                session, decision, request, result: result, run: recorder.run, head: head)
            return exitCode(result) == ExitCodes.confirmed || result.outcome == .done ? code : exitCode(result)
        }
        if let finished {
            finished.value = FinishedRun.Value(result: result, run: recorder.run, head: head)
        } else {
            try RunOutput(Site(options, loaded, world)).print(result, run: recorder.run, head: head, request)
        }
        return exitCode(result)
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
        let recorder = JournalRecorder(journal: journal, run: resumed.id, redactor: world.redactor)
        _ = try? recorder.end(RunResult(outcome: .done, steps: []), exitCode: ExitCodes.success)
    }

    /// What was refused is worth remembering too, where there is a journal.
    private func recordRefusal(_ decision: Decision, _ access: JournalAccess, _ error: any Error) {
        guard let journal = access.journal, resumed == nil else { return }
        let recorder = JournalRecorder(journal: journal, run: RunID.make(at: .now()), redactor: world.redactor, runbook: loaded)
        recorder.refused(
            request, decision, directory: Site(options, loaded, world).jarvis, by: world.identity, because: ShownError(error).message)
    }
}
