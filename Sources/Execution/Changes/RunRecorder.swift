public import JSONKit
public import Planning
public import Safety

/// Where a run is remembered. Each call is durable when it returns.
public protocol RunRecorder: Sendable {
    /// Spends the approvals that the run stands on. One that was spent before is an error.
    func spend(_ approvals: [Approval]) throws(RecordingError)
    /// What is about to be done, with what it will overwrite.
    func intend(_ step: PlannedStep, present: JSONObject) throws(RecordingError)
    func finish(_ step: StepResult) throws(RecordingError)
    /// The same for many steps that are done together, in one write.
    func intend(_ steps: [PlannedStep]) throws(RecordingError)
    func finish(_ steps: [StepResult]) throws(RecordingError)
    func observe(_ observation: Observation) throws(RecordingError)
}

/// The run could not be remembered.
public struct RecordingError: Error, Sendable {
    /// One sentence for people.
    public let message: String

    public init(_ message: String) { self.message = message }
}

extension RunRecorder {
    public func intend(_ steps: [PlannedStep]) throws(RecordingError) { for step in steps { try intend(step, present: JSONObject()) } }
    public func finish(_ steps: [StepResult]) throws(RecordingError) { for step in steps { try finish(step) } }
}
