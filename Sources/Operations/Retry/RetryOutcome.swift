internal import Execution
internal import JSONKit
internal import Mesh

/// How sending one event ended, in one line.
enum RetryOutcome {
    typealias Acknowledgement = EventOutcome.Acknowledgement
    typealias Commit = EventOutcome.Commit

    static func result(
        _ state: OperationResult.State, _ summary: String, now: OutboxStatus, error: String? = nil,
        acknowledgement: Acknowledgement? = nil, isTransport: Bool = false, commit: Commit? = nil,
        metadata: JSONObject = JSONObject()
    ) -> OperationResult {
        var event = EventOutcome(now)
        (event.error, event.acknowledgement, event.isTransport) = (error, acknowledgement, isTransport)
        (event.commit, event.metadata) = (commit, metadata)
        return OperationResult(state, summary, event: event)
    }
}
