internal import Execution
internal import JSONKit
internal import Planning
internal import Safety

/// Where a run that only looks is not remembered, since there is no journal. Nothing is changed in such a run.
struct UnrecordedRun: RunRecorder {
    func spend(_ approvals: [Approval]) throws(RecordingError) {}
    func intend(_ step: PlannedStep, present: JSONObject) throws(RecordingError) { throw RecordingError("there is no journal") }
    func finish(_ step: StepResult) throws(RecordingError) {}
    func observe(_ observation: Observation) throws(RecordingError) {}
}
