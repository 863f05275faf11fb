internal import JSONKit
internal import Planning

/// The state of a run while it goes on.
struct RunInHand {
    private var steps: [StepResult] = []
    private var outcome = RunResult.Outcome.done
    private var recordingFailure: String?
    /// Set when no further step may run.
    private(set) var stoppedBecause: String?
    /// What an act did before the journal failed; nil when nothing was done.
    var actDone: String?
    /// What a look should have kept and could not.
    var notCaptured: [Loss: String] = [:]

    mutating func stop(_ outcome: RunResult.Outcome, _ because: String, recording: String? = nil) {
        // The first reason counts.
        guard stoppedBecause == nil else { return }
        self.outcome = outcome
        stoppedBecause = because
        recordingFailure = recording
    }

    mutating func file(_ result: StepResult) { steps.append(result) }

    /// The step in hand when the journal failed: what was done is said, for nobody else will remember it.
    func unrecorded(_ step: PlannedStep) -> StepResult {
        guard let actDone else {
            return StepResult(
                id: step.id, title: step.title, state: .notRun, because: "nothing was done: its intent could not be recorded")
        }
        return StepResult(
            id: step.id, title: step.title, state: .unknown, because: "\(actDone); the journal could not record it")
    }

    var result: RunResult { RunResult(outcome: outcome, steps: steps, recordingFailure: recordingFailure) }
}
