public import Mesh
public import SystemKit

extension OutboxScan {
    /// The invalid events. What the tally could not keep of them is read again from the file, and stays nil where it is gone.
    ///
    /// - Parameter limit: how many at most.
    /// - Throws: `SystemError`.
    public func invalidEvents(limit: Int = .max) throws(SystemError) -> [InvalidEvent] {
        var events = tally.invalidEvents(limit: limit)
        var reader = OutboxLineReader()
        for (index, event) in events.enumerated() where event.isReasonInRecord {
            let bytes = try file.bytes(from: event.offset, count: event.length)
            var last = LastRecord()
            reader.read(bytes.span, 0..<bytes.count, number: 1, offset: event.offset, into: &last)
            if let record = last.record, record.eventID == event.eventID { events[index].reason = record.reason }
        }
        return events
    }
}

/// Keeps one record.
private struct LastRecord: OutboxSink {
    var record: OutboxRecord?

    mutating func add(_ line: OutboxLine) { if case .record(let record) = line { self.record = record } }
}
