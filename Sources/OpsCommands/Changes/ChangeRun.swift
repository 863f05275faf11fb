internal import Configuration
internal import Execution
internal import JSONKit
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
        let journal = options.dryRun ? JournalAccess.forReading(world) : JournalAccess.forWriting(world)
        let first = decide(journal, isLocked: false)
        if options.dryRun {
            let progress = Progress(options, world)
            let looker = ProbeExecutor(
                runner: Site(options, loaded, world).probes, timeoutMilliseconds: options.timeout.milliseconds,
                cancellation: world.cancellation, onEvent: progress.handle)
            let looks = DryRun.looks(first, looker)
            progress.end()
            try PlanOutput(options, world).print(first, request, looks: looks)
            return first.isRefused ? ExitCodes.refused : ExitCodes.success
        }
        let desk = ApprovalDesk(options: options, world: world)
        var approvals: [Approval]
        do {
            try Refusals.check(first, journal, desk)
            PlanOutput(options, world).showBeforeAsking(first, request)
            approvals = try desk.ask(first)
        } catch {
            recordRefusal(first, journal, error)
            throw error
        }

        let lock = try takeLock(first)
        defer { lock.release() }
        var decision = decide(journal, isLocked: true)
        try Refusals.check(decision, journal, desk)
        if decision.planHash != first.planHash {
            guard desk.canAskAgain else {
                throw OpsError(
                    "plan-changed", "something changed while the lock was taken: the approval was for another plan",
                    hint: "Nothing was changed. Look again, then run the command again.", exitCode: ExitCodes.refused)
            }
            world.note("something changed while you were asked; this is the plan now:")
            PlanOutput(options, world).showBeforeAsking(decision, request)
            approvals = try desk.ask(decision)
            let again = decide(journal, isLocked: true)
            try Refusals.check(again, journal, desk)
            decision = again
        }
        return try execute(decision, approvals, journal)
    }

    private func decide(_ journal: JournalAccess, isLocked: Bool) -> Decision {
        let site = Site(options, loaded, world)
        let facts = site.facts(journal: journal, isLocked: isLocked)
        let planned = request.plan(facts, journal.journal)
        let plan = resumed.map { Resumption.plan(planned, after: $0, site.probes, world.cancellation) } ?? planned
        return Policy().decide(plan, facts)
    }

    private func takeLock(_ decision: Decision) throws -> ResponderLock {
        let directory = Site(options, loaded, world).directory
        do throws(LockError) {
            return try ResponderLock.acquire(
                directory: directory, owner: LockOwner(process: world.identity, command: request.command, since: .now()))
        } catch {
            throw OpsError(error)
        }
    }

    private func execute(_ decision: Decision, _ approvals: [Approval], _ access: JournalAccess) throws -> Int32 {
        guard let journal = access.journal else { throw OpsError("journal", "there is no journal", exitCode: ExitCodes.inputOutput) }
        let approved: ApprovedPlan
        do throws(PolicyRefusal) {
            approved = try Policy().approve(decision, approvals)
        } catch {
            throw OpsError(
                "plan-changed", "something changed again: the approval was for another plan",
                hint: "Nothing was changed. Run the command again.", exitCode: ExitCodes.refused)
        }
        let site = Site(options, loaded, world)
        let recorder = JournalRecorder(journal: journal, run: resumed?.id ?? RunID.make(at: .now()), redactor: world.redactor)
        try recorder.begin(request, decision, directory: site.directory, by: world.identity, isResumed: resumed != nil)
        let progress = RunProgress(options, world, run: recorder.run)
        let executor = try Executor(
            probes: site.probes, operations: site.operations, recorder: recorder, timeoutMilliseconds: options.timeout.milliseconds,
            cancellation: world.cancellation, onEvent: progress.handle)
        let result = executor.run(approved)
        progress.end()
        let code = exitCode(result)
        let head = try? recorder.end(result, exitCode: code)
        try RunOutput(options, world).print(result, run: recorder.run, head: head, request)
        return code
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
