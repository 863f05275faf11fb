public import JSONKit

/// Where a line stands in the outbox.
public struct OutboxPlace: Sendable, Hashable {
    /// From 1, counting LF as editors do; several records may share one when other line ends stand between them.
    public let line: Int
    /// Bytes before the record's text.
    public let offset: Int
    /// Bytes of the record's text, white space around it left out.
    public let length: Int

    public init(line: Int, offset: Int, length: Int) {
        self.line = line
        self.offset = offset
        self.length = length
    }
}

/// One readable line of the outbox, as far as folding needs it. The rest (envelope, delta) is read again from `place`.
public struct OutboxRecord: Sendable, Hashable {
    /// Python's `str` of the field, trimmed; never empty.
    public let eventID: JSONString
    public let status: OutboxStatus
    /// Microseconds since 1970 UTC; nil when the field is absent or no time.
    public let timestamp: Int64?
    /// Python's `str` of the field; nil when absent.
    public let reason: String?
    public let place: OutboxPlace
    /// Whether it carries an envelope.
    public let hasEnvelope: Bool
    /// The message id outside of its envelope, as a receiver knows it; nil without one, and where nobody asked for it.
    public let messageID: JSONString?

    public init(
        eventID: JSONString, status: OutboxStatus, timestamp: Int64?, reason: String?, place: OutboxPlace, hasEnvelope: Bool = false,
        messageID: JSONString? = nil
    ) {
        self.hasEnvelope = hasEnvelope
        self.messageID = messageID
        self.eventID = eventID
        self.status = status
        self.timestamp = timestamp
        self.reason = reason
        self.place = place
    }
}
