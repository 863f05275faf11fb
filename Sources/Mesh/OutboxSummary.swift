/// What the fold says, counted.
extension OutboxFold {
    /// Events by their latest status, in order of the statuses' first event.
    public var byStatus: [(status: OutboxStatus, events: Int)] {
        var places: [OutboxStatus: Int] = [:]
        var counts: [(status: OutboxStatus, events: Int)] = []
        for event in events {
            if let place = places[event.status] {
                counts[place].events += 1
            } else {
                places[event.status] = counts.count
                counts.append((event.status, 1))
            }
        }
        return counts
    }

    /// Events that wait to be published or committed.
    public var pendingEvents: Int { events.reduce(0) { $0 + ($1.status.isPending ? 1 : 0) } }

    /// The earliest time among the latest records of pending events, in microseconds since 1970; nil when there is none.
    public var oldestPending: Int64? { events.lazy.filter(\.status.isPending).compactMap(\.timestamp).min() }

    /// The events whose latest status is `invalid_envelope`, each with its reason.
    public var invalidEvents: [OutboxRecord] { events.filter { $0.status == .invalidEnvelope } }

    /// What Jarvis itself would make of the file: it decodes the whole of it, so one byte of invalid UTF-8 hides everything from it
    /// (observed: its status says 0 pending, its retry raises).
    public var jarvisSeesNothing: Bool { invalidUTF8Lines > 0 }

    /// That, in words; nil when Jarvis reads the file as this does.
    public var jarvisNote: String? { OutboxFold.jarvisNote(invalidUTF8Lines: invalidUTF8Lines) }

    static func jarvisNote(invalidUTF8Lines: Int) -> String? {
        guard invalidUTF8Lines > 0 else { return nil }
        let lines = invalidUTF8Lines == 1 ? "1 line is" : "\(invalidUTF8Lines) lines are"
        return "\(lines) not UTF-8 and left out here; Jarvis itself cannot read any of the file: "
            + "its status says 0 pending and its retry fails"
    }
}
