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
    /// SHA-256 of that record's bytes; nil where nobody hashed them.
    public let carrierSHA256: String?
    /// The earliest time of its records, in microseconds since 1970 UTC; nil when none gives one.
    public let firstTimestamp: Int64?
    public let doubt: Doubt

    /// What became of an event's `invalid_envelope` records.
    public enum Doubt: Sendable, Hashable, CaseIterable {
        /// It has none.
        case none
        /// A person looked at the newest one.
        case acknowledged
        case open
    }

    public init(
        eventID: JSONString, was: OutboxStatus, latest: JSONObject, carrier: JSONObject?, carrierSHA256: String? = nil, firstTimestamp: Int64? = nil,
        doubt: Doubt = .none
    ) {
        self.eventID = eventID
        self.was = was
        self.latest = latest
        (self.carrier, self.carrierSHA256) = (carrier, carrierSHA256)
        self.firstTimestamp = firstTimestamp
        self.doubt = doubt
    }

    var envelope: JSONObject? { carrier?["envelope"]?.object }

    /// The recorded hash; empty when none is known.
    var recordedHash: String { recorded.lazy.compactMap { $0["state_hash"]?.text }.first { !$0.isEmpty } ?? "" }

    /// The records that speak for it, the latest first.
    var recorded: [JSONObject] { [latest] + (carrier.map { $0 == latest ? [] : [$0] } ?? []) }
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
    /// The same for people, where there is more to say than the word.
    public let words: String?
    /// What goes out, for `publish`; nil otherwise: a resealed body is made just before it is sent.
    public let body: [UInt8]?
    /// Where it goes, for `publish` and `reseal`.
    public let subject: String
    public let messageID: String
    /// Whether it was invalid once, and a person looked at that.
    public let wasInvalid: Bool
    /// The state hash, as computed where that was possible.
    public let stateHash: String
    /// What is sealed, for `reseal`.
    public let delta: JSONObject?
    public let previousStateHash: JSONValue
    /// Recorded with a commit; nil when there is nothing.
    public let metadata: JSONValue?
}

extension RetryItem {
    /// The same event, not sent now.
    public func holding(_ reason: String, _ words: String) -> RetryItem {
        RetryItem(
            eventID: eventID, name: name, was: was, disposition: .hold, reason: reason, words: words, body: nil, subject: subject,
            messageID: messageID, wasInvalid: wasInvalid, stateHash: stateHash, delta: nil, previousStateHash: previousStateHash,
            metadata: metadata)
    }
}
