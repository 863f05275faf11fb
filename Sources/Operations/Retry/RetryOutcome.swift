internal import Execution
internal import JSONKit
internal import Mesh

/// What became of one event, as the journal and the report have it.
enum RetryOutcome {
    static func result(_ state: OperationResult.State, _ summary: String, now: OutboxStatus, error: String? = nil, weaker: Bool = false)
        -> OperationResult
    {
        var evidence: JSONObject = ["now": .string(now.text), "error": error.json]
        if weaker { evidence["acknowledgement"] = "none: core NATS, flushed" }
        return OperationResult(state, summary, evidence: evidence)
    }
}
