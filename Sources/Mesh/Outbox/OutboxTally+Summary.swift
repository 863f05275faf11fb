public import JSONKit

/// What the tally says, counted: the same answers as those of `OutboxFold`.
extension OutboxTally {
    /// Distinct event ids.
    public var eventCount: Int { table.events.count }

    /// Events by their latest status, in order of the statuses' first event.
    public var byStatus: [(status: OutboxStatus, events: Int)] {
        var counts = [Int](repeating: 0, count: outcomes.all.count)
        var order: [Int] = []
        for event in table.events {
            let outcome = Int(event.outcome)
            if counts[outcome] == 0 { order.append(outcome) }
            counts[outcome] += 1
        }
        // Invalid events with different reasons have one status.
        var byStatus: [(status: OutboxStatus, events: Int)] = []
        for outcome in order {
            let status = outcomes.all[outcome].status
            if let place = byStatus.firstIndex(where: { $0.status == status }), status == .invalidEnvelope {
                byStatus[place].events += counts[outcome]
            } else {
                byStatus.append((status, counts[outcome]))
            }
        }
        return byStatus
    }

    /// Events that wait to be published or committed.
    public var pendingEvents: Int { table.events.count { isPending($0) } }

    /// The earliest time among the latest records of pending events, in microseconds since 1970; nil when there is none.
    public var oldestPending: Int64? { table.events.lazy.filter { isPending($0) && $0.timestamp != .min }.map(\.timestamp).min() }

    /// How many events' latest status is `invalid_envelope`.
    public var invalidCount: Int { table.events.count { outcomes[$0.outcome].status == .invalidEnvelope } }

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

    private func isPending(_ event: OutboxEventRow) -> Bool { OutcomeNumbers.isPending(event.outcome) }
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
