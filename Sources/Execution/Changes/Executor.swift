internal import JSONKit
internal import Planning
internal import Runbook
public import Safety
public import SystemKit

/// Carries an approved plan out, one step after the other: its condition, what must hold before, the intent on disk, the act, what must
/// hold after, the result on disk. It stops at the first step that did not end well.
public struct Executor: Sendable {
    let probes: any ProbeRunner
    let operations: any OperationRunner
    let recorder: any RunRecorder
    /// Whether the incident is still there, for steps that ask; nil: cannot be told.
    let isStillFailing: @Sendable () -> Bool?
    let person: any PersonDesk
    /// How a command of this program begins that leads to the same Jarvis: for what is left to be typed.
    let program: String
    let defaultTimeoutMilliseconds: Double
    let cancellation: Cancellation
    /// Raised when also the act in hand is ended: it is not waited for any longer.
    let insistence: Cancellation
    let onEvent: @Sendable (StepEvent) -> Void
    let onAct: @Sendable (String, Deadline) -> Void

    /// Throws: `SystemError` when no descriptor can be had.
    ///
    /// - Parameters:
    ///   - cancellation: lets the act in hand come to its end and stops the rest.
    ///   - insistence: ends that act too; nil: never.
    ///   - onAct: hears of every act as it begins: its step's id, and by when it will have ended, also after a cancellation.
    public init(
        probes: any ProbeRunner, operations: any OperationRunner, recorder: any RunRecorder,
        isStillFailing: @escaping @Sendable () -> Bool? = { nil }, person: any PersonDesk = NobodyAtTheDesk(),
        program: String = "jarvis-ops", timeoutMilliseconds: Double, cancellation: Cancellation, insistence: Cancellation? = nil,
        onEvent: @escaping @Sendable (StepEvent) -> Void = { _ in },
        onAct: @escaping @Sendable (String, Deadline) -> Void = { _, _ in }
    ) throws(SystemError) {
        if let insistence { self.insistence = insistence } else { self.insistence = try Cancellation() }
        self.probes = probes
        self.operations = operations
        self.recorder = recorder
        self.isStillFailing = isStillFailing
        self.person = person
        self.program = program
        defaultTimeoutMilliseconds = timeoutMilliseconds
        self.cancellation = cancellation
        self.onEvent = onEvent
        self.onAct = onAct
    }

    public func run(_ plan: consuming ApprovedPlan) -> RunResult {
        var run = RunInHand()
        do throws(RecordingError) {
            try recorder.spend(plan.approvals)
        } catch {
            run.stop(error)
        }
        var rest = plan.allowed[...]
        while let step = rest.first {
            let together = rest.prefix { $0.change?.operation.isDoneTogether == true && $0.history != .done }
            if !together.isEmpty, run.stoppedBecause == nil, !cancellation.isCancelled {
                rest = rest.dropFirst(together.count)
                make(together: Array(together), &run)
                continue
            }
            rest = rest.dropFirst()
            if step.history != .fresh { run.findMade() }
            if run.stoppedBecause == nil, cancellation.isCancelled { run.stop(.interrupted, "interrupted before it began") }
            if step.standing == .remedy, run.stoppedBecause == nil || !run.isSomethingMade {
                run.file(StepResult(step, .skipped, "not needed"))
                continue
            }
            // Looks, and services that an earlier step stopped: they go on again whatever went wrong between.
            let isOwed =
                step.standing == .remedy
                || step.standing != .usual && (step.change == nil || step.change?.operation == .startServices)
            guard run.stoppedBecause == nil || isOwed && !signal(for: step).isCancelled else {
                run.file(StepResult(step, .notRun, run.stoppedBecause ?? ""))
                continue
            }
            // A line that moves would stand in the way of whoever answers.
            if !step.isAsked { onEvent(.started(id: step.id, title: step.title)) }
            run.inHand = nil
            run.isPinnedLater =
                step.change?.operation.flagChange.map { change in
                    !change.isOn && rest.contains { $0.change?.operation.pinnedOff.contains(change.flag) == true }
                } ?? false
            do throws(RecordingError) {
                let result = try carryOut(step, &run)
                if step.change != nil, result.state == .skipped { run.findMade() }
                if step.isAsked { onEvent(.started(id: step.id, title: step.title)) }
                run.file(result)
                onEvent(.finished(result))
            } catch {
                run.stop(error)
                let result = run.unrecorded(step)
                run.file(result)
                onEvent(.finished(result))
            }
        }
        return run.result
    }

    private func carryOut(_ step: PlannedStep, _ run: inout RunInHand) throws(RecordingError) -> StepResult {
        if let skipped = whyNot(step) {
            let result = StepResult(step, .skipped, skipped)
            if step.change != nil { try record(result, &run) }
            return result
        }
        if let change = step.change { return try make(change, of: step, &run) }
        guard let probe = step.probe else {
            if step.isAsked { return try ask(step, &run) }
            return StepResult(
                id: step.id, title: step.title, state: .skipped,
                because: step.standing == .closing ? "a person's step: \(step.title)" : step.title)
        }
        return try look(probe, for: step, &run)
    }

    /// What a person says is recorded as a person's word. A step that nobody did leaves the run open, and stops nothing.
    private func ask(_ step: PlannedStep, _ run: inout RunInHand) throws(RecordingError) -> StepResult {
        let answer = person.ask(step)
        let (state, said, word) = answer.result
        var because = said
        // What is left, and why the program left it, stands in its title.
        if case .nobody = answer { because = "\(step.title): \(because)" }
        let result = StepResult(step, state, because, word: word)
        if state == .notRun { run.leaveOpen() }
        if cancellation.isCancelled { run.stop(.interrupted, "interrupted") }
        try record(result, &run)
        return result
    }

    /// Why a step is left out although it is approved; nil when it is not.
    private func whyNot(_ step: PlannedStep) -> String? {
        if step.history == .done { return "done before the interruption" }
        guard step.step?.condition == .stillFailing else { return nil }
        return isStillFailing() == false ? "no longer needed: the diagnosis is clear" : nil
    }

    /// Should the journal fail now, the result is said all the same.
    func record(_ result: StepResult, _ run: inout RunInHand) throws(RecordingError) {
        run.inHand = result
        try recorder.finish(result)
    }

    /// What keeps a step from being begun, and ends its looks. The way back goes on after a first signal: turning off is always right.
    func signal(for step: PlannedStep) -> Cancellation { step.standing == .remedy ? insistence : cancellation }

    /// For looks: a signal ends them.
    func limits(_ step: PlannedStep) -> ProbeLimits {
        limits(step, signal(for: step))
    }

    /// For the act in hand, which is finished within its own deadline: a signal stops the steps after it, and only one who insists ends it.
    func calmLimits(_ step: PlannedStep) -> ProbeLimits {
        // A wait, or a long copy, is worth interrupting: it leaves everything as it was.
        limits(step, step.change?.operation.canBeInterrupted == true ? signal(for: step) : insistence)
    }

    private func limits(_ step: PlannedStep, _ cancellation: Cancellation) -> ProbeLimits {
        let id = step.id
        return ProbeLimits(
            timeoutMilliseconds: step.timeoutMilliseconds ?? defaultTimeoutMilliseconds, cancellation: cancellation,
            insistence: insistence, onProgress: { [onEvent] words in onEvent(.progressed(id: id, words)) })
    }
}
