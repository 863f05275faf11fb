public import JSONKit
internal import Mesh
public import SystemKit

/// An event that is recorded as `invalid_envelope`.
public struct InvalidEvent: Sendable {
    public let eventID: JSONString
    /// nil when its record gives none.
    public let reason: String?
    /// Microseconds since 1970; nil when its record gives no time.
    public let recordedAt: Int64?
    /// Bytes of the outbox before that record.
    public let offset: Int
}

extension OutboxScan {
    /// The invalid events with what their latest records say, read again from the file: a record that cannot be read any more gives
    /// nil for both. Throws: `SystemError`.
    public func invalidEvents() throws(SystemError) -> [InvalidEvent] {
        var reader = OutboxLineReader()
        var events: [InvalidEvent] = []
        for event in tally.invalidEvents {
            let bytes = try file.bytes(from: event.offset, count: event.length)
            var last = LastRecord()
            reader.read(bytes.span, 0..<bytes.count, number: 1, offset: event.offset, into: &last)
            let record = last.record.flatMap { $0.eventID == event.eventID ? $0 : nil }
            events.append(
                InvalidEvent(eventID: event.eventID, reason: record?.reason, recordedAt: record?.timestamp, offset: event.offset))
        }
        return events
    }
}

/// Keeps one record.
private struct LastRecord: OutboxSink {
    var record: OutboxRecord?

    mutating func add(_ line: OutboxLine) { if case .record(let record) = line { self.record = record } }
}
