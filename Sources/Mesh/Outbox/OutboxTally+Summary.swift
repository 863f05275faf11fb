public import JSONKit

/// What the tally says, counted: the same answers as those of `OutboxFold`.
extension OutboxTally {
    /// Distinct event ids.
    public var eventCount: Int { table.events.count }

    /// Everything that is counted, in one pass over the events.
    public var counts: OutboxCounts {
        var byOutcome = [Int](repeating: 0, count: outcomes.all.count)
        var order: [Int] = []
        var oldest = Int64.max
        for event in table.events {
            let outcome = Int(event.outcome)
            if byOutcome[outcome] == 0 { order.append(outcome) }
            byOutcome[outcome] += 1
            if OutcomeNumbers.isPending(event.outcome), event.timestamp != .min, event.timestamp < oldest { oldest = event.timestamp }
        }
        var counts = OutboxCounts()
        for outcome in order {
            let status = outcomes.all[outcome].status
            if status.isPending { counts.pendingEvents += byOutcome[outcome] }
            // Invalid events with different reasons have one status.
            if status == .invalidEnvelope { counts.invalidEvents += byOutcome[outcome] }
            if status == .invalidEnvelope, let place = counts.byStatus.firstIndex(where: { $0.status == status }) {
                counts.byStatus[place].events += byOutcome[outcome]
            } else {
                counts.byStatus.append((status, byOutcome[outcome]))
            }
        }
        counts.oldestPending = oldest == .max ? nil : oldest
        return counts
    }

    /// The events whose latest status is `invalid_envelope`, in order.
    ///
    /// - Parameter limit: how many at most.
    public func invalidEvents(limit: Int = .max) -> [InvalidEvent] {
        table.events.indices.lazy.filter { outcomes[table.events[$0].outcome].status == .invalidEnvelope }.prefix(limit).map { index in
            let event = table.events[index]
            let outcome = outcomes[event.outcome]
            return InvalidEvent(
                eventID: id(index), reason: outcome.reason, isReasonInRecord: outcome.isReasonInRecord,
                recordedAt: event.timestamp == .min ? nil : event.timestamp, offset: event.offset, length: Int(event.length))
        }
    }

    /// Every event with its latest status, in order of first appearance. Builds a text for each id: for tests and small outboxes.
    public var latest: [(eventID: JSONString, status: OutboxStatus)] {
        table.events.indices.map { (id($0), outcomes[table.events[$0].outcome].status) }
    }

    /// One byte of invalid UTF-8 hides the whole file from Jarvis.
    public var jarvisSeesNothing: Bool { invalidUTF8Lines > 0 }

    /// That, in words; nil when Jarvis reads the file as this does.
    public var jarvisNote: String? { OutboxFold.jarvisNote(invalidUTF8Lines: invalidUTF8Lines) }
}

/// What a tally comes to.
public struct OutboxCounts: Sendable {
    /// Events by their latest status, in order of the statuses' first event.
    public internal(set) var byStatus: [(status: OutboxStatus, events: Int)] = []
    /// Events that wait to be published or committed.
    public internal(set) var pendingEvents = 0
    /// The earliest time among the latest records of pending events, in microseconds since 1970; nil when there is none.
    public internal(set) var oldestPending: Int64?
    /// Events whose latest status is `invalid_envelope`.
    public internal(set) var invalidEvents = 0
}

/// An event that is recorded as `invalid_envelope`.
public struct InvalidEvent: Sendable, Hashable {
    public let eventID: JSONString
    /// nil when its record gives none.
    public var reason: String?
    /// The reason is not known here; it stands in the record.
    public let isReasonInRecord: Bool
    /// Microseconds since 1970; nil when its record gives no time.
    public let recordedAt: Int64?
    /// Where its latest record stands.
    public let offset: Int
    public let length: Int

    public init(eventID: JSONString, reason: String?, isReasonInRecord: Bool, recordedAt: Int64?, offset: Int, length: Int) {
        self.eventID = eventID
        self.reason = reason
        self.isReasonInRecord = isReasonInRecord
        self.recordedAt = recordedAt
        self.offset = offset
        self.length = length
    }
}
