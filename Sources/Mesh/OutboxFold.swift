public import JSONKit

/// The outbox folded: for each event id its latest record, in the order in which the ids first appeared.
///
/// Takes lines from any reader; holds what the distinct events need and a bounded list of unreadable lines.
public struct OutboxFold: Sendable, OutboxSink {
    /// Lines that held a record.
    public private(set) var records = 0
    /// The latest record of each event, in order of first appearance.
    public private(set) var events: [OutboxRecord] = []
    /// Lines passed over: not UTF-8, not JSON, no object, or no event id.
    public private(set) var unreadableLines = 0
    /// Those of them that are not UTF-8.
    public private(set) var invalidUTF8Lines = 0
    /// The first unreadable lines, at most `unreadableKept`.
    public private(set) var unreadable: [UnreadableLine] = []
    /// The last line had no newline: it may still be being written.
    public var endsWithoutNewline = false

    /// Where each event's newest envelope stands, by event; nil when that is not kept.
    public private(set) var envelopePlaces: [JSONString: OutboxPlace]?

    public let unreadableKept: Int
    private var places: [JSONString: Int] = [:]

    /// - Parameter keepsEnvelopePlaces: for those who commit: the latest record of an event may carry none any more.
    public init(unreadableKept: Int = 20, keepsEnvelopePlaces: Bool = false) {
        self.unreadableKept = unreadableKept
        envelopePlaces = keepsEnvelopePlaces ? [:] : nil
    }

    public mutating func add(_ line: OutboxLine) {
        switch line {
        case .record(let record):
            records += 1
            if record.hasEnvelope { envelopePlaces?[record.eventID] = record.place }
            if let place = places[record.eventID] {
                events[place] = record
            } else {
                places[record.eventID] = events.count
                events.append(record)
            }
        case .unreadable(let line):
            unreadableLines += 1
            if line.reason == .invalidUTF8 { invalidUTF8Lines += 1 }
            if unreadable.count < unreadableKept { unreadable.append(line) }
        }
    }

    /// The latest record of an event.
    public func latest(_ eventID: JSONString) -> OutboxRecord? { places[eventID].map { events[$0] } }
}
