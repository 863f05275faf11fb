/// An outbox that is read on while others append to it: which record of an event is the latest now.
public struct OutboxFollower: Sendable {
    /// An event that waits.
    public struct Waiting: Sendable {
        public let record: OutboxRecord
        /// Where its newest record with an envelope stands; nil when there is none.
        public let envelopePlace: OutboxPlace?
    }

    private var reader = OutboxReader(keepsEnvelopePlaces: true)

    public init() {}

    /// Where to read on.
    public var offset: Int { reader.bytesRead }

    public mutating func feed(_ bytes: [UInt8]) { reader.feed(bytes) }

    /// The events that wait, in the order in which Jarvis would choose them, with an unfinished last line taken as a line.
    public func waiting(limit: Int) -> [Waiting] {
        // Taken once: with an unfinished last line it is a copy of everything.
        let fold = reader.result
        let publish = fold.events.lazy.filter { $0.status == .pendingPublish }
        let commit = fold.events.lazy.filter { $0.status == .pendingCommit }
        let chosen = Array(publish.prefix(max(0, limit)))
        return (chosen + commit.prefix(max(0, limit - chosen.count))).map {
            Waiting(record: $0, envelopePlace: fold.envelopePlaces?[$0.eventID])
        }
    }

    /// The event's latest record, when it is another one than this; nil while this still is.
    public func newer(than record: OutboxRecord) -> OutboxRecord? {
        // An unfinished last line is no news yet; it may be this very record.
        guard let latest = reader.fold.latest(record.eventID), latest.place.offset > record.place.offset else { return nil }
        return latest
    }
}
