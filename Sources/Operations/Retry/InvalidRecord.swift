internal import DigestKit
public import JSONKit
public import Mesh
public import SystemKit

/// An event's newest `invalid_envelope` record: what a person's word about the event is bound to.
public struct InvalidRecord: Sendable {
    public let event: InvalidEvent
    /// Of the record's line, without white space around it.
    public let sha256: String

    /// Also of an event that waits to be sent again: that it was invalid once stays true.
    ///
    /// - Returns: nil when the event has no such record.
    /// - Throws: `SystemError` when the outbox is not there or cannot be read.
    public static func newest(_ eventID: JSONString, in path: String) throws(SystemError) -> InvalidRecord? {
        var outbox = try OutboxInHand(path, isForReading: true)
        try outbox.catchUp()
        guard let record = outbox.follower.invalidRecord(eventID) else { return nil }
        return InvalidRecord(
            event: InvalidEvent(
                eventID: record.eventID, reason: record.reason, isReasonInRecord: false, recordedAt: record.timestamp,
                offset: record.place.offset, length: record.place.length),
            sha256: SHA256.hex(try outbox.bytes(record.place)))
    }
}
