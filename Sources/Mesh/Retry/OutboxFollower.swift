public import JSONKit

/// An outbox that is read on while others append to it: which record of an event is the latest now.
public struct OutboxFollower: Sendable {
    /// An event that waits.
    public struct Waiting: Sendable {
        public let record: OutboxRecord
        public let history: OutboxHistory.Event
    }

    /// The events to treat now, and what counts for them of all others.
    public struct Choice: Sendable {
        public let events: [Waiting]
        /// How many more wait.
        public let remaining: Int
        public let history: OutboxHistory
        /// Lines that could not be read: each may be any event's. nil: more than anybody looks through.
        public let unreadable: [OutboxPlace]?
    }

    private static let mostUnreadable = 1000

    private var reader = OutboxReader(unreadableKept: OutboxFollower.mostUnreadable, keepsHistory: true)

    public init() {}

    /// Where to read on.
    public var offset: Int { reader.bytesRead }

    public mutating func feed(_ bytes: [UInt8]) { reader.feed(bytes) }

    /// The first events that wait, in the order in which Jarvis would choose them, with an unfinished last line taken as a line.
    public func choose(limit: Int) -> Choice {
        // Taken once: with an unfinished last line it is a copy of everything.
        let fold = reader.result
        let history = fold.history ?? OutboxHistory()
        let waiting =
            fold.events.filter { $0.status == .pendingPublish } + fold.events.filter { $0.status == .pendingCommit }
        let chosen = waiting.prefix(max(0, limit)).map { Waiting(record: $0, history: history[$0.eventID]) }
        return Choice(
            events: chosen, remaining: waiting.count - chosen.count, history: history,
            unreadable: fold.unreadableLines > fold.unreadable.count ? nil : fold.unreadable.map(\.place))
    }

    /// The newest record of an event that says that it is invalid; nil when none ever did.
    public func invalidRecord(_ eventID: JSONString) -> OutboxRecord? { reader.result.history?[eventID].invalid }

    /// The event's latest record, when it is another one than this; nil while this still is.
    public func newer(than record: OutboxRecord) -> OutboxRecord? {
        // An unfinished last line is no news yet; it may be this very record.
        guard let latest = reader.fold.latest(record.eventID), latest.place.offset > record.place.offset else { return nil }
        return latest
    }
}
