public import JSONKit
public import Mesh
public import Planning
internal import SystemKit

/// Carries one operation out. It blocks until the operation has ended, at the deadline at the latest, and throws nothing: what went
/// wrong is the result.
public protocol OperationRunner: Sendable {
    /// What the operation will overwrite, read just before it. It is recorded before anything is changed.
    func present(_ operation: Operation, limits: ProbeLimits) -> JSONObject
    func perform(_ operation: Operation, limits: ProbeLimits) -> OperationResult
    /// Many operations that belong together, such as the events of one retry. Every one gets exactly one result.
    ///
    /// - Parameters:
    ///   - limits: here the cancellation is the run's: what is under way is brought to its end, the rest is not begun.
    ///   - onResults: takes results as soon as they are durable; when it throws, nothing further is begun.
    func perform(
        together operations: [Operation], limits: ProbeLimits, onResults: ([NumberedResult]) throws(RecordingError) -> Void
    ) throws(RecordingError)
}

/// The result of one of many operations.
public struct NumberedResult: Sendable {
    /// Its place among the operations, from 0.
    public let index: Int
    public let result: OperationResult

    public init(_ index: Int, _ result: OperationResult) {
        self.index = index
        self.result = result
    }
}

extension OperationRunner {
    /// One after the other, for runners that know nothing better.
    public func perform(
        together operations: [Operation], limits: ProbeLimits, onResults: ([NumberedResult]) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        for (index, operation) in operations.enumerated() {
            let result =
                limits.cancellation.isCancelled
                ? OperationResult(.notRun, "interrupted before it began") : perform(operation, limits: limits)
            try onResults([NumberedResult(index, result)])
        }
    }
}

/// How an operation ended.
public struct OperationResult: Sendable {
    public enum State: Sendable {
        case done
        /// It did not happen, or not as wanted.
        case failed
        /// Nobody knows whether it happened.
        case unknown
        /// There was nothing to do any more.
        case skipped
        /// It was not begun.
        case notRun
    }

    public let state: State
    /// One line for people.
    public let summary: String
    public let evidence: JSONObject
    /// What became of an event that was sent; nil for anything else.
    public let event: EventOutcome?

    public init(_ state: State, _ summary: String, evidence: JSONObject = JSONObject()) {
        self.state = state
        self.summary = summary
        self.evidence = evidence
        event = nil
    }

    public init(_ state: State, _ summary: String, event: EventOutcome) {
        self.state = state
        self.summary = summary
        self.event = event
        evidence = event.document
    }
}
