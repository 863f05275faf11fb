public import JSONKit

/// What the tally says, counted: the same answers as those of `OutboxFold`.
extension OutboxTally {
    /// Distinct event ids.
    public var eventCount: Int { table.events.count }

    /// Events by their latest status, in order of the statuses' first event.
    public var byStatus: [(status: OutboxStatus, events: Int)] {
        var counts = [Int](repeating: 0, count: statuses.count)
        var order: [Int] = []
        for event in table.events {
            let status = Int(event.status)
            if counts[status] == 0 { order.append(status) }
            counts[status] += 1
        }
        return order.map { (statuses[$0], counts[$0]) }
    }

    /// Events that wait to be published or committed.
    public var pendingEvents: Int { table.events.count { isPending($0) } }

    /// The earliest time among the latest records of pending events, in microseconds since 1970; nil when there is none.
    public var oldestPending: Int64? { table.events.lazy.filter { isPending($0) && $0.timestamp != .min }.map(\.timestamp).min() }

    /// The events whose latest status is `invalid_envelope`, and where those records stand.
    public var invalidEvents: [(eventID: JSONString, offset: Int, length: Int)] {
        table.events.indices.filter { statuses[Int(table.events[$0].status)] == .invalidEnvelope }.map { index in
            (id(index), table.events[index].offset, Int(table.events[index].length))
        }
    }

    /// Every event with its latest status, in order of first appearance. Builds a text for each id: for tests and small outboxes.
    public var latest: [(eventID: JSONString, status: OutboxStatus)] {
        table.events.indices.map { (id($0), statuses[Int(table.events[$0].status)]) }
    }

    /// One byte of invalid UTF-8 hides the whole file from Jarvis.
    public var jarvisSeesNothing: Bool { invalidUTF8Lines > 0 }

    /// That, in words; nil when Jarvis reads the file as this does.
    public var jarvisNote: String? { OutboxFold.jarvisNote(invalidUTF8Lines: invalidUTF8Lines) }

    /// The first two of `statuses`.
    private func isPending(_ event: EventTable.Event) -> Bool { event.status < 2 }
}
