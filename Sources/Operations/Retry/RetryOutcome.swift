internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit

/// What became of one event, as the journal and the report have it.
enum RetryOutcome {
    /// Who confirmed that it arrived.
    enum Acknowledgement: String {
        case stored = "stream"
        /// The stream had it already.
        case duplicate
        /// The server took it, and nothing says that it was kept.
        case flushed = "flush"
    }

    /// What became of a commit that was begun. `UnknownCommits` reads it from the journal.
    enum Commit: String { case committed, disabled, failed, unknown }

    /// - Parameters:
    ///   - now: its latest status in the outbox.
    ///   - commit: what became of the commit; nil when none was asked for.
    ///   - metadata: of a commit that the outbox may not have.
    static func result(
        _ state: OperationResult.State, _ summary: String, now: OutboxStatus, error: String? = nil,
        acknowledgement: Acknowledgement? = nil, isTransport: Bool = false, commit: Commit? = nil,
        metadata: JSONObject = JSONObject()
    ) -> OperationResult {
        var evidence: JSONObject = ["now": .string(now.text)]
        if let error { evidence["error"] = error.json }
        if let acknowledgement { evidence["acknowledged"] = acknowledgement.rawValue.json }
        if isTransport { evidence["cause"] = "transport" }
        if let commit { evidence["commit"] = commit.rawValue.json }
        if !metadata.isEmpty { evidence["metadata"] = .object(metadata) }
        return OperationResult(state, summary, evidence: evidence)
    }
}

extension OperationResult {
    /// It may be in the outbox, but whether it is on the disk is not known.
    func unsynced(_ error: String, was: OutboxStatus) -> OperationResult {
        var evidence = evidence
        evidence["now"] = .string(was.text)
        evidence["error"] = error.json
        // On record nowhere but in the journal: it must not be done again by itself.
        if evidence["commit"]?.text == RetryOutcome.Commit.committed.rawValue {
            evidence["commit"] = RetryOutcome.Commit.unknown.rawValue.json
        }
        return OperationResult(.unknown, "\(summary), but the outbox could not be brought to the disk: \(error)", evidence: evidence)
    }
}
