internal import Execution
internal import Journal
internal import Locking
internal import Operations
internal import Planning
internal import Safety
internal import SystemKit

/// A change from its kind to what became of it: the one way in which this program changes anything.
///
/// Measured, planned, judged, approved; then the lock, and all of it again under the lock, since the world may have moved while a
/// person was asked. What is refused is refused before anybody is asked.
struct ChangeEngine {
    let kind: any ChangeKind
    let target: JarvisTarget
    /// The interrupted run that is taken up again; nil for a new one.
    var resumed: RunHistory?
    /// The run that this change is a part of; nil where it is a run of its own.
    var whole: String?

    var options: GlobalOptions { target.options }
    private var world: World { target.world }

    /// Carries it out, says what became of it, and gives the exit code.
    func run() throws -> Int32 { try kind.show(try carryOut()) }

    /// The same for whoever says its result together with more.
    func carryOut() throws -> ChangeOutcome {
        if !kind.turnsOff { try target.requireDotEnv() }
        LooseFiles.sayEnvironment(target.configuration, world)
        LooseFiles.sayJournal(world)
        let access = options.dryRun ? JournalAccess.forReading(world) : .forWriting(world)
        if !kind.wasShown { UnfinishedWork.say(access, target) }
        let first = try decide(DecisionMoment(target: target, access: access, isLocked: false))
        if options.dryRun {
            Refusals.preview(first.decision, world)
            return ChangeOutcome(first, nil, code: first.decision.isRefused ? ExitCodes.refused : ExitCodes.success)
        }
        if kind.listsEvents, first.decision.plan.steps.isEmpty {
            closeResumed(first, access)
            // It was carried out as far as there was anything to carry out: what is held is held.
            return ChangeOutcome(first, RunResult(outcome: .done, steps: []), code: ExitCodes.success)
        }
        if let next = try kind.asked(first, access) {
            return try ChangeEngine(kind: next, target: target.again(), resumed: resumed).carryOut()
        }
        var lock: ResponderLock?
        defer { lock?.release() }
        let ready: ReadyPlan
        do {
            ready = try prepare(first, access, &lock)
        } catch {
            recordRefusal(first, access, error)
            // The way out says nothing of a signal by itself.
            if let stop = error as? OpsError, stop.ground == .interrupted, options.output == .text, !options.quiet {
                world.note(stop.message)
            }
            if kind.listsEvents, options.output != .text, first.decision.isRefused {
                return ChangeOutcome(first, nil, code: ShownError(error).exitCode)
            }
            throw error
        }
        guard let journal = access.journal else { throw OpsError("journal", "there is no journal", exitCode: ExitCodes.inputOutput) }
        let log = RunLog(journal, run: resumed?.id ?? RunID.make(at: .now()), world)
        var opening = opening(ready.decided)
        if let lock { opening.lock = LockPast(lock) }
        try log.begin([resumed == nil ? .began(opening) : .resumed(opening)] + ready.decided.decision.events)
        let decided = ready.decided
        return try end(kind.judged(try execute(ready, recorder: log, run: log.run), of: decided.decision.plan), decided, log)
    }

    /// Measures, plans and judges: what may be done as things are now.
    ///
    /// Throws: `OpsError` when nothing can be decided, such as when the outbox of a retry cannot be read.
    func decide(_ moment: DecisionMoment) throws(OpsError) -> Decided {
        let target = moment.target
        try NoJarvis.refuseChange(target.configuration, options)
        var facts = target.facts(journal: moment.access, isLocked: moment.isLocked, forContainers: kind.mayMakeContainers)
        switch try kind.propose(&facts, moment) {
        case .refused(let decision, let session): return Decided(target: target, decision: decision, session: session)
        case .plan(let planned, let session):
            let plan = resumed.map { Resumption.plan(planned, after: $0, target.operations(nil), world.cancellation) } ?? planned
            return Decided(target: target, decision: Policy().decide(plan, facts), session: session)
        }
    }

    /// Carries a plan out, with progress.
    func execute(
        _ ready: consuming ReadyPlan, recorder: any RunRecorder, run: String, stream: EventStream? = nil
    ) throws -> RunResult {
        let decided = ready.decided
        let together = decided.decision.plan.changes.filter { $0.change?.operation.isDoneTogether == true }
        let progress = try RunProgress(
            options, world, run: run, together: decided.session == nil ? nil : Set(together.map(\.id)), stream: stream)
        defer { progress.end() }
        let executor = try Executor(
            probes: decided.target.operations(nil), operations: decided.target.operations(decided.session), recorder: recorder,
            person: TerminalDesk(options: options, world: world), program: options.program,
            timeoutMilliseconds: options.timeout.milliseconds, cancellation: world.cancellation, insistence: world.insistence,
            onEvent: progress.handle, onAct: progress.stopping.acting)
        return executor.run(ready.plan)
    }

    private func end(_ judged: RunResult, _ decided: Decided, _ log: RunLog) throws -> ChangeOutcome {
        let code = exitCode(judged)
        let (result, head) = log.end(judged, exitCode: code)
        return ChangeOutcome(decided, result, run: log.run, head: head, code: result.recordingFailure == nil ? code : exitCode(result))
    }

    private func exitCode(_ result: RunResult) -> Int32 {
        if let signal = world.receivedSignal() { return 128 + signal }
        return result.recordingFailure == nil ? kind.exitCode(result) : ExitCodes.inputOutput
    }

    /// A retry that was interrupted is over when nothing waits any more.
    private func closeResumed(_ decided: Decided, _ access: JournalAccess) {
        guard let resumed, let journal = access.journal, decided.session?.items.isEmpty == true else { return }
        _ = try? RunLog(journal, run: resumed.id, world).append([.ended(.done())])
    }

    /// What was refused is worth remembering too, where there is a journal.
    private func recordRefusal(_ decided: Decided, _ access: JournalAccess, _ error: any Error) {
        guard let journal = access.journal, resumed == nil else { return }
        let ending = RunEnding(RunResult.Outcome.refused.rawValue, because: ShownError(error).message)
        _ = try? RunLog(journal, run: RunID.make(at: .now()), world).append(
            [.began(opening(decided))] + decided.decision.events + [.ended(ending)])
    }

    private func opening(_ decided: Decided) -> RunOpening {
        var opening = RunOpening(kind.request, decided.target)
        opening.plan = RecordedPlan(decided.decision)
        return opening
    }
}
