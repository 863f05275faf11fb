public import JSONKit
internal import SystemKit

/// A tally in pieces that can be kept and put together again.
public struct OutboxTallyState: Sendable {
    /// Everything but the table.
    public let header: JSONValue
    public let events: [OutboxEventRow]
    public let places: [UInt64]
    public let ids: [UInt8]

    public init(header: JSONValue, events: [OutboxEventRow], places: [UInt64], ids: [UInt8]) {
        self.header = header
        self.events = events
        self.places = places
        self.ids = ids
    }
}

/// One event in the table of a tally: plain numbers.
public struct OutboxEventRow: Sendable, BitwiseCopyable {
    /// Bytes of the outbox before its latest record.
    var offset: Int
    /// Microseconds since 1970 of its latest record; `Int64.min` when it has none or is not asked for.
    var timestamp: Int64
    /// Where its id ends in the table's ids; it begins where the one before ends.
    let idEnd: Int
    /// Bytes of its latest record.
    var length: UInt32
    /// What became of it, as the table's owner numbers that.
    var outcome: UInt32
}

extension OutboxTally {
    /// nil when it holds what pieces do not give back.
    public var state: OutboxTallyState? {
        guard oddIDs.isEmpty, !endsWithoutNewline else { return nil }
        let header: JSONValue = [
            "records": records.json, "unreadable_lines": unreadableLines.json, "invalid_utf8_lines": invalidUTF8Lines.json,
            "lines": lines.json, "unreadable_kept": unreadableKept.json, "seed": Int64(bitPattern: table.seed).json,
            "outcomes": .array(
                outcomes.all.map { .array([$0.status.text.json, $0.reason.json, $0.isReasonInRecord.json]) }),
            "unreadable": .array(
                unreadable.map { line in
                    .array([line.place.line.json, line.place.offset.json, line.place.length.json] + OutboxTally.words(line.reason))
                }),
        ]
        return OutboxTallyState(header: header, events: table.events, places: table.places, ids: table.ids)
    }

    /// nil when the pieces do not fit together in every respect.
    public init?(_ state: OutboxTallyState) {
        let header = state.header
        guard let records = header["records"]?.int, let unreadableLines = header["unreadable_lines"]?.int,
            let invalidUTF8Lines = header["invalid_utf8_lines"]?.int, let lines = header["lines"]?.int,
            let kept = header["unreadable_kept"]?.int, let seed = header["seed"]?.int,
            let unreadable = header["unreadable"]?.array, let words = header["outcomes"]?.array,
            let outcomes = OutcomeNumbers(words.map(OutboxTally.outcome)),
            let table = EventTable(state.events, state.places, state.ids, seed: UInt64(bitPattern: Int64(seed)), outcomes: words.count)
        else { return nil }
        self.init(unreadableKept: kept)
        for entry in unreadable {
            guard let line = OutboxTally.unreadable(entry) else { return nil }
            self.unreadable.append(line)
        }
        self.records = records
        self.unreadableLines = unreadableLines
        self.invalidUTF8Lines = invalidUTF8Lines
        self.lines = lines
        self.outcomes = outcomes
        self.table = table
    }

    private static func outcome(_ value: JSONValue) -> OutcomeNumbers.Outcome? {
        guard let status = value[0]?.string, let inRecord = value[2]?.bool else { return nil }
        return OutcomeNumbers.Outcome(status: OutboxStatus(status), reason: value[1]?.text, isReasonInRecord: inRecord)
    }

    private static func words(_ reason: UnreadableLine.Reason) -> [JSONValue] {
        switch reason {
        case .invalidUTF8: ["utf8"]
        case .notJSON(let why): ["json", why.json]
        case .notAnObject: ["object"]
        case .noEventID: ["id"]
        }
    }

    private static func unreadable(_ value: JSONValue) -> UnreadableLine? {
        guard let line = value[0]?.int, let offset = value[1]?.int, let length = value[2]?.int else { return nil }
        let reason: UnreadableLine.Reason
        switch value[3]?.text {
        case "utf8": reason = .invalidUTF8
        case "json": reason = .notJSON(value[4]?.text ?? "")
        case "object": reason = .notAnObject
        case "id": reason = .noEventID
        default: return nil
        }
        return UnreadableLine(place: OutboxPlace(line: line, offset: offset, length: length), reason: reason)
    }
}
