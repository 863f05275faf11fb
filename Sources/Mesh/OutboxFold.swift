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

    /// What became of each event so far; nil when that is not kept.
    public private(set) var history: OutboxHistory?

    public let unreadableKept: Int
    private var places: [JSONString: Int] = [:]

    /// - Parameter keepsHistory: for those who send.
    public init(unreadableKept: Int = 20, keepsHistory: Bool = false) {
        self.unreadableKept = unreadableKept
        history = keepsHistory ? OutboxHistory() : nil
    }

    public mutating func add(_ line: OutboxLine) {
        switch line {
        case .record(let record):
            records += 1
            history?.add(record)
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
