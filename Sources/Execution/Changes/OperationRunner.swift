public import JSONKit
public import Planning

/// Carries one operation out. It blocks until the operation has ended, at the deadline at the latest, and throws nothing: what went
/// wrong is the result.
public protocol OperationRunner: Sendable {
    /// What the operation will overwrite, read just before it. It is recorded before anything is changed.
    func present(_ operation: Operation, limits: ProbeLimits) -> JSONObject
    func perform(_ operation: Operation, limits: ProbeLimits) -> OperationResult
}

/// How an operation ended.
public struct OperationResult: Sendable {
    public enum State: Sendable {
        case done
        /// It did not happen, or not as wanted.
        case failed
        /// Nobody knows whether it happened.
        case unknown
    }

    public let state: State
    /// One line for people.
    public let summary: String
    public let evidence: JSONObject

    public init(_ state: State, _ summary: String, evidence: JSONObject = JSONObject()) {
        self.state = state
        self.summary = summary
        self.evidence = evidence
    }
}
