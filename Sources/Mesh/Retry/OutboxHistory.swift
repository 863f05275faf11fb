public import JSONKit

/// What an outbox tells of its events beyond their latest records: what was sent before, what was once invalid, and how old it all is.
public struct OutboxHistory: Sendable {
    /// Of one event.
    public struct Event: Sendable, Hashable {
        /// Where its newest record with an envelope stands; nil when there is none.
        public var envelope: OutboxPlace?
        /// The earliest time of its records, in microseconds since 1970 UTC; nil when its first one gives none.
        public var firstTimestamp: Int64? { isUndated ? nil : earliest }
        fileprivate var earliest: Int64?
        fileprivate var isUndated = false
        /// Its newest record that says `invalid_envelope`; nil when none ever did.
        public var invalid: OutboxRecord?
        /// Whether any of its records says that it was published or committed.
        public var isSent = false
        /// Whether any of them says that it was committed.
        public var isCommitted = false
    }

    private var events: [JSONString: Event] = [:]
    /// The events that carried an envelope with a message id other than their own, by that id.
    private var carriers: [JSONString: Set<JSONString>] = [:]
    /// The latest time of any record, in microseconds since 1970 UTC.
    public private(set) var newestTimestamp: Int64?

    public init() {}

    public subscript(_ event: JSONString) -> Event { events[event] ?? Event() }

    /// Whether the outbox says that a message of this id went out: receivers refuse a second one.
    ///
    /// - Parameter event: whose own record of it does not count; nil: every record counts.
    public func hasSent(_ messageID: JSONString, apartFrom event: JSONString? = nil) -> Bool {
        ([messageID] + (carriers[messageID] ?? [])).contains { $0 != event && self[$0].isSent }
    }

    public mutating func add(_ record: OutboxRecord) {
        var event = self[record.eventID]
        if record.hasEnvelope { event.envelope = record.place }
        if let time = record.timestamp {
            event.earliest = min(time, event.earliest ?? time)
            newestTimestamp = max(time, newestTimestamp ?? time)
        } else if event.earliest == nil {
            event.isUndated = true
        }
        switch record.status {
        case .invalidEnvelope: event.invalid = record
        case .published, .committed: event.isSent = true
        default: break
        }
        if record.status == .committed { event.isCommitted = true }
        events[record.eventID] = event
        if let messageID = record.messageID, messageID != record.eventID { carriers[messageID, default: []].insert(record.eventID) }
    }
}
