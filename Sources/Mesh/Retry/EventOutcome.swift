public import JSONKit

/// What became of one event of a retry: in the outbox, on its way, and with the attestation.
public struct EventOutcome: Sendable, Hashable {
    /// Who confirmed that it arrived.
    public enum Acknowledgement: String, Sendable {
        case stored = "stream"
        /// The stream had it already.
        case duplicate
        /// The server took it, and nothing says that it was kept.
        case flushed = "flush"
    }

    /// What became of a commit that was begun.
    public enum Commit: String, Sendable { case committed, disabled, failed, unknown }

    /// Its latest status in the outbox.
    public var now: OutboxStatus
    /// Why it was not done as wanted; nil when it was.
    public var error: String?
    public var acknowledgement: Acknowledgement?
    /// Whether it did not leave because of the way to the mesh.
    public var isTransport = false
    /// nil when none was asked for.
    public var commit: Commit?
    /// Of a commit that the outbox may not have.
    public var metadata = JSONObject()

    public init(_ now: OutboxStatus) { self.now = now }

    /// As results and the journal have it.
    public var document: JSONObject {
        var document: JSONObject = ["now": .string(now.text)]
        if let error { document["error"] = error.json }
        if let acknowledgement { document["acknowledged"] = acknowledgement.rawValue.json }
        if isTransport { document["cause"] = "transport" }
        if let commit { document["commit"] = commit.rawValue.json }
        if !metadata.isEmpty { document["metadata"] = .object(metadata) }
        return document
    }

    /// nil for what tells of no event.
    public init?(_ document: JSONValue) {
        guard let now = document["now"]?.string else { return nil }
        self.now = OutboxStatus(now)
        error = document["error"]?.text
        acknowledgement = document["acknowledged"]?.text.flatMap(Acknowledgement.init)
        isTransport = document["cause"]?.text == "transport"
        commit = document["commit"]?.text.flatMap(Commit.init)
        metadata = document["metadata"]?.object ?? JSONObject()
    }

    /// The same, where it may be in the outbox, but whether it is on the disk is not known.
    public func unsynced(_ error: String, was: OutboxStatus) -> EventOutcome {
        var outcome = self
        (outcome.now, outcome.error) = (was, error)
        // On record nowhere but in the journal: it must not be done again by itself.
        if commit == .committed { outcome.commit = .unknown }
        return outcome
    }
}
