internal import JSONKit
internal import Planning

/// The state of a run while it goes on.
struct RunInHand {
    private var steps: [StepResult] = []
    private var outcome = RunResult.Outcome.done
    private var recordingFailure: String?
    /// Set when no further step may run.
    private(set) var stoppedBecause: String?
    /// Whether anything was changed so far, or may have been.
    var hasChanged: Bool { steps.contains(where: \.mayHaveChanged) }
    /// Whether there is something for a way back to take back: changed here, before an interruption, or found as a change wants it.
    var isSomethingMade: Bool { wasFoundMade || hasChanged }
    private var wasFoundMade = false
    /// Whether the step in hand writes a flag off that a later one keeps off whatever the file says.
    var isPinnedLater = false
    /// What is known of the step in hand and not recorded yet; nil while nothing was done.
    var inHand: StepResult?
    /// What a look should have kept and could not.
    var notCaptured: [Loss: String] = [:]

    mutating func stop(_ outcome: RunResult.Outcome, _ because: String) {
        // The first reason counts.
        guard stoppedBecause == nil else { return }
        self.outcome = self.outcome == .failed ? .failed : outcome
        stoppedBecause = because
    }

    /// Something is left to be done, by somebody; what follows goes on.
    mutating func leaveOpen() { if outcome == .done { outcome = .stopped } }

    /// It did not succeed; what follows goes on all the same.
    mutating func leaveFailed() { if stoppedBecause == nil { outcome = .failed } }

    /// What was done cannot be read; what follows goes on.
    mutating func leaveUnverified() { if outcome == .done || outcome == .stopped { outcome = .unverified } }

    /// The journal failed: that is said whatever else stopped the run.
    mutating func stop(_ error: RecordingError) {
        recordingFailure = recordingFailure ?? error.message
        stop(.failed, "the journal could not be written: \(error.message)")
    }

    mutating func findMade() { wasFoundMade = true }

    mutating func file(_ result: StepResult) { steps.append(result) }

    /// The step in hand when the journal failed: what was done is said, for nobody else will remember it.
    func unrecorded(_ step: PlannedStep) -> StepResult {
        guard let inHand else {
            return StepResult(step, .notRun, "nothing was done: its intent could not be recorded")
        }
        return StepResult(
            id: inHand.id, title: inHand.title, state: inHand.state, because: "\(inHand.because); the journal could not record it",
            evidence: inHand.evidence, mayHaveChanged: inHand.mayHaveChanged, event: inHand.event, planned: inHand.planned)
    }

    var result: RunResult { RunResult(outcome: outcome, steps: steps, recordingFailure: recordingFailure) }
}
