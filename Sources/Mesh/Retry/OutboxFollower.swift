public import JSONKit

/// An outbox that is read on while others append to it: which record of an event is the latest now.
public struct OutboxFollower: Sendable {
    private var reader = OutboxReader(keepsEnvelopePlaces: true)

    public init() {}

    /// Where to read on.
    public var offset: Int { reader.bytesRead }

    public mutating func feed(_ bytes: [UInt8]) { reader.feed(bytes) }

    /// The events that wait, in the order in which Jarvis would choose them, with an unfinished last line taken as a line.
    public func chosen(limit: Int) -> [OutboxRecord] {
        let events = reader.result.events
        return Array((events.filter { $0.status == .pendingPublish } + events.filter { $0.status == .pendingCommit }).prefix(max(0, limit)))
    }

    /// Where the newest record with an envelope stands; nil when there is none.
    public func envelopePlace(_ event: JSONString) -> OutboxPlace? { reader.result.envelopePlaces?[event] }

    /// Whether the latest record of an event is still this one.
    public func isLatest(_ record: OutboxRecord) -> Bool {
        guard let latest = reader.fold.latest(record.eventID) else { return true }
        return latest.place == record.place || latest.place.offset < record.place.offset
    }

    public var fold: OutboxFold { reader.result }
}
