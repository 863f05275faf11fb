internal import Diagnosis
internal import Execution
internal import Journal
internal import Locking
internal import Planning
internal import Runbook
internal import SystemKit

/// The state of a resolution while it goes on.
struct ResolutionInHand {
    var results: [StepResult] = []
    /// What this run has kept, so that a later step may lose it.
    var kept: Set<Loss> = []
    /// The newest diagnosis; nil when something was done since.
    var verdict: Verdict?
    var because = ""
    /// When that was looked at.
    var diagnosedAt: MonotonicTime?
    /// The service has just been started: one look that finds it well may be luck.
    var hasJustStarted = false
    /// It was well by itself, while somebody was asked.
    var gotWell = false
    /// The step after which the incident was gone; nil while it is there.
    var healedBy: String?
    /// A step took the services away, and none has started them again.
    var servicesAreStopped = false
    /// Whether the last integrity check found damage; nil when there was none.
    var databaseIsDamaged: Bool?
    /// The last step that did something.
    var lastDone: String?
    var lock: ResponderLock?
    /// Why it does not go on; nil while it does.
    var stop: OpsError?
    /// A step that went wrong and was not decided about yet; nil when what follows may be taken.
    var trouble: Trouble?
    /// A rule's refusal of one of its steps.
    var refusal: OpsError?
    var isDeclined = false
    var isInterrupted = false
    /// Whether the mesh is on could not be read after a step that nobody understands.
    var isUnverified = false
    var recordingFailure: String?

    var goesOn: Bool { stop == nil && !isInterrupted && recordingFailure == nil }

    /// Takes what became of one item's plan.
    mutating func take(_ result: RunResult, of plan: Plan) {
        results += result.steps
        let steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
        for one in result.steps {
            guard let step = steps[one.id] else { continue }
            let isDone = one.state == .done
            if isDone { kept.formUnion(step.captures) }
            if case .integrity? = step.probe { databaseIsDamaged = one.state == .done ? false : one.state == .failed ? true : nil }
            guard step.change != nil || step.isAsked && isDone || step.probe.map(\.isAWait) == true else { continue }
            guard isDone || one.mayHaveChanged || step.probe != nil else { continue }
            verdict = nil
            // What made it well is what was done before the services went on again.
            if step.change?.operation != .startServices || lastDone == nil { lastDone = one.id }
            if step.change?.operation == .startServices { servicesAreStopped = !isDone }
            if let operation = step.change?.operation, operation.interrupts || operation == .startServices { hasJustStarted = true }
            if let operation = step.change?.operation, operation.stopsServices { servicesAreStopped = true }
        }
        if result.outcome == .interrupted { isInterrupted = true }
        if result.steps.contains(where: { $0.alarm?.isCertain == false }) { isUnverified = true }
        recordingFailure = recordingFailure ?? result.recordingFailure
    }

    /// What went wrong in an item, which stops what follows: nobody goes on blindly. A look that found something where no `set -e` stands above it, a person's step that
    /// was not done and a step that was left out are no failure.
    mutating func judge(_ result: RunResult, of plan: Plan, isFollowedByLook: Bool) {
        guard goesOn else { return }
        if let alarm = result.steps.lazy.compactMap(\.alarm).first(where: \.isCertain) {
            stop = OpsError("mesh-flag-on", alarm.because, hint: "To turn it off: \(alarm.turnsOff)", exitCode: ExitCodes.confirmed)
            return
        }
        let changes = Set(plan.changes.map(\.id))
        let steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
        if let unknown = result.steps.first(where: { $0.state == .unknown && $0.mayHaveChanged }) {
            trouble = Trouble(
                OpsError(
                    "unverified", "\(unknown.id) could not be verified: \(unknown.because)", exitCode: ExitCodes.confirmed,
                    ground: .unverified),
                leavesOpen: true)
        } else if let failed = result.steps.first(where: { $0.state == .failed && changes.contains($0.id) }) {
            trouble = Trouble(
                OpsError("step-failed", "\(failed.id) failed: \(failed.because)", exitCode: ExitCodes.confirmed),
                leavesOpen: failed.mayHaveChanged && !isFollowedByLook)
        } else if let look = result.steps.first(where: { steps[$0.id]?.isStopped(by: $0.state) == true }) {
            let words = look.state == .failed ? "failed" : "could not be seen"
            trouble = Trouble(
                OpsError("step-failed", "\(look.id) \(words): \(look.because)", exitCode: ExitCodes.confirmed), leavesOpen: false)
        } else if let undone = result.steps.first(where: { $0.state == .notRun && changes.contains($0.id) }) {
            trouble = Trouble(
                OpsError("step-failed", "\(undone.id) was not done: \(undone.because)", exitCode: ExitCodes.confirmed), leavesOpen: false)
        } else if result.steps.contains(where: { $0.state == .done && changes.contains($0.id) }) {
            // What was done in spite of it answers it.
            trouble = nil
        }
    }
}

extension PlannedStep {
    /// Whether a look that ended so stops what follows: it could not be taken, or its finding was to hold.
    fileprivate func isStopped(by state: StepResult.State) -> Bool {
        guard probe != nil, change == nil, captures.isEmpty else { return false }
        return state == .unknown || state == .failed && standing == .usual
    }
}

/// A step that failed, was refused, or whose outcome is not known.
struct Trouble {
    let error: OpsError
    /// It is open what the system is like now: where nobody decides about it, the run ends.
    let leavesOpen: Bool

    init(_ error: OpsError, leavesOpen: Bool) {
        self.error = error
        self.leavesOpen = leavesOpen
    }
}

extension Operation {
    /// Whether users find no service until it is started again.
    var stopsServices: Bool {
        if case .runbook(.compose(argv: let argv)) = self { argv.dropFirst().contains("stop") } else { false }
    }
}

extension Probe {
    /// A look that lasts until something is over.
    var isAWait: Bool { if case .rateLimitsOver = self { true } else { false } }
}
