internal import Execution
internal import Journal
internal import Locking
internal import Planning
internal import Safety
internal import SystemKit

/// A change from its request to the exit code: the one way in which this program changes anything.
///
/// Measured, planned, judged, approved; then the lock, and all of it again under the lock, since the world may have moved while a
/// person was asked. What is refused is refused before anybody is asked.
struct ChangeRun {
    let request: ChangeRequest
    let loaded: LoadedRunbook
    let options: GlobalOptions
    let world: World
    /// The interrupted run that is taken up again; nil for a new one.
    var resumed: ResumedRun?

    func run() throws -> Int32 {
        try Site(options, loaded, world).requireDotEnv()
        if options.dryRun { return try dryRun() }
        let access = JournalAccess.forWriting(world)
        let first = decide(access, isLocked: false)
        let ready: ReadyPlan
        do {
            ready = try prepare(first, access)
        } catch {
            recordRefusal(first, access, error)
            throw error
        }
        let lock = ready.lock
        defer { lock.release() }
        return try execute(ready, access)
    }

    private func dryRun() throws -> Int32 {
        let decision = decide(JournalAccess.forReading(world), isLocked: false)
        let progress = Progress(options, world)
        let looker = ProbeExecutor(
            runner: Site(options, loaded, world).probes, timeoutMilliseconds: options.timeout.milliseconds,
            cancellation: world.cancellation, onEvent: progress.handle)
        let looks = DryRun.looks(decision, looker)
        progress.end()
        try PlanOutput(options, world).print(decision, request, looks: looks)
        return decision.isRefused ? ExitCodes.refused : ExitCodes.success
    }

    func decide(_ access: JournalAccess, isLocked: Bool) -> Decision {
        let site = Site(options, loaded, world)
        let facts = site.facts(journal: access, isLocked: isLocked)
        let planned = request.plan(facts, access.journal)
        let plan = resumed.map { Resumption.plan(planned, after: $0, site.probes, world.cancellation) } ?? planned
        return Policy().decide(plan, facts)
    }

    private func execute(_ ready: consuming ReadyPlan, _ access: JournalAccess) throws -> Int32 {
        guard let journal = access.journal else { throw OpsError("journal", "there is no journal", exitCode: ExitCodes.inputOutput) }
        let site = Site(options, loaded, world)
        let recorder = JournalRecorder(journal: journal, run: resumed?.id ?? RunID.make(at: .now()), redactor: world.redactor)
        try recorder.begin(
            request, ready.decision, directory: site.directory, by: world.identity, after: ready.lock.previous, isResumed: resumed != nil)
        let progress = RunProgress(options, world, run: recorder.run)
        let executor = try Executor(
            probes: site.probes, operations: site.operations, recorder: recorder, timeoutMilliseconds: options.timeout.milliseconds,
            cancellation: world.cancellation, onEvent: progress.handle)
        var result = executor.run(ready.plan)
        progress.end()
        var head: JournalHead?
        do throws(RecordingError) {
            head = try recorder.end(result, exitCode: exitCode(result))
        } catch {
            // Nobody will know from the journal that it came to its end.
            result = result.losing(error.message)
        }
        try RunOutput(options, world).print(result, run: recorder.run, head: head, request)
        return exitCode(result)
    }

    private func exitCode(_ result: RunResult) -> Int32 {
        if let signal = world.receivedSignal() { return 128 + signal }
        if result.recordingFailure != nil { return ExitCodes.inputOutput }
        return result.outcome == .done ? ExitCodes.success : ExitCodes.confirmed
    }

    /// What was refused is worth remembering too, where there is a journal.
    private func recordRefusal(_ decision: Decision, _ access: JournalAccess, _ error: any Error) {
        guard let journal = access.journal, resumed == nil else { return }
        let recorder = JournalRecorder(journal: journal, run: RunID.make(at: .now()), redactor: world.redactor)
        recorder.refused(
            request, decision, directory: Site(options, loaded, world).directory, by: world.identity, because: ShownError(error).message)
    }
}
