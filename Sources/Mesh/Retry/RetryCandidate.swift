public import JSONKit

/// A waiting event with what the outbox holds of it.
public struct RetryCandidate: Sendable {
    public let eventID: JSONString
    /// `pending_publish` or `pending_commit`.
    public let was: OutboxStatus
    /// The event's latest record.
    public let latest: JSONObject
    /// The newest record of the event that carries an envelope; nil when none does.
    public let carrier: JSONObject?

    public init(eventID: JSONString, was: OutboxStatus, latest: JSONObject, carrier: JSONObject?) {
        self.eventID = eventID
        self.was = was
        self.latest = latest
        self.carrier = carrier
    }

    var envelope: JSONObject? { carrier?["envelope"]?.object }

    /// The recorded hash; empty when none is known.
    var recordedHash: String { latest["state_hash"]?.text ?? carrier?["state_hash"]?.text ?? "" }
}

/// What a retry does with one event.
public enum RetryDisposition: String, Sendable, Hashable, CaseIterable {
    case publish, commit
    /// Sealed anew, or for the first time, and then published.
    case reseal
    /// Not sent now, and not broken.
    case hold
    /// Never sent: a data-integrity event.
    case quarantine
}

/// What was decided for one event, and everything needed to do it.
public struct RetryItem: Sendable {
    public let eventID: JSONString
    /// The event in plans, reports and the journal: its id; one that is no text, because of a lone surrogate, as JSON escapes it.
    public let name: String
    public let was: OutboxStatus
    public let disposition: RetryDisposition
    /// The word for it: `ok`, `stale_commitment`, `hash_mismatch`, …
    public let reason: String
    /// What goes out, for `publish`; nil otherwise: a resealed body is made just before it is sent.
    public let body: [UInt8]?
    public let messageID: String
    /// The state hash, as computed where that was possible.
    public let stateHash: String
    /// What is sealed, for `reseal`.
    public let delta: JSONObject?
    public let previousStateHash: JSONValue
    /// Recorded with a commit; nil when there is nothing.
    public let metadata: JSONValue?
}
