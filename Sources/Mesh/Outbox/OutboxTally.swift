internal import JSONKit

/// The outbox folded for counting: what `OutboxFold` says, in memory for the distinct events alone. What else a record holds is
/// read again from its place.
public struct OutboxTally: Sendable, OutboxSink {
    /// Lines that held a record.
    public internal(set) var records = 0
    /// Lines passed over: not UTF-8, not JSON, no object, or no event id.
    public internal(set) var unreadableLines = 0
    /// Those of them that are not UTF-8.
    public internal(set) var invalidUTF8Lines = 0
    /// The first unreadable lines, at most `unreadableKept`.
    public internal(set) var unreadable: [UnreadableLine] = []
    /// The last line had no newline.
    public internal(set) var endsWithoutNewline = false
    /// Lines as editors count them.
    public internal(set) var lines = 0
    public let unreadableKept: Int
    /// How many records go into the table at once.
    static let batchSize = 64

    var table = EventTable()
    /// What the table's numbers mean.
    var outcomes = OutcomeNumbers()
    /// Ids with lone surrogates, which the table's bytes do not give back.
    private(set) var oddIDs: [Int: JSONString] = [:]

    public init(unreadableKept: Int = 20) { self.unreadableKept = unreadableKept }

    public mutating func add(_ line: OutboxLine) {
        switch line {
        case .record(let record):
            let id = record.eventID.bytes
            let isAskedFor = record.status.isPending || record.status == .invalidEnvelope
            let sighting = EventTable.Sighting(
                id: 0..<id.count, outcome: outcomes.number(record.status, reason: record.reason),
                timestamp: isAskedFor ? record.timestamp ?? .min : .min, offset: record.place.offset,
                length: UInt32(clamping: record.place.length))
            records += 1
            let event = table.put(id.span, sighting)
            if !record.eventID.isWellFormed { oddIDs[event] = record.eventID }
        case .unreadable(let line): add(line)
        }
    }

    /// Adds records in their order; their outcomes are numbered as in `outcomes`.
    mutating func add(_ bytes: Span<UInt8>, _ sightings: [EventTable.Sighting]) {
        records += sightings.count
        table.put(bytes, sightings)
    }

    /// Adds what a later part of the same outbox holds, as if it had been read after this one.
    public mutating func append(_ later: OutboxTally) {
        let numbers = later.outcomes.all.map { outcomes.number($0) }
        var batch: [EventTable.Sighting] = []
        for (index, event) in later.table.events.enumerated() {
            let sighting = EventTable.Sighting(
                id: later.table.idRange(index), outcome: numbers[Int(event.outcome)], timestamp: event.timestamp, offset: event.offset,
                length: event.length)
            if let odd = later.oddIDs[index] {
                table.put(later.table.ids.span, batch)
                batch.removeAll(keepingCapacity: true)
                oddIDs[table.put(later.table.ids.span, sighting)] = odd
                continue
            }
            batch.append(sighting)
            if batch.count == OutboxTally.batchSize {
                table.put(later.table.ids.span, batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        table.put(later.table.ids.span, batch)
        records += later.records
        unreadableLines += later.unreadableLines
        invalidUTF8Lines += later.invalidUTF8Lines
        for line in later.unreadable.prefix(max(0, unreadableKept - unreadable.count)) {
            let place = OutboxPlace(line: line.place.line + lines, offset: line.place.offset, length: line.place.length)
            unreadable.append(UnreadableLine(place: place, reason: line.reason))
        }
        lines += later.lines
        endsWithoutNewline = later.endsWithoutNewline
    }

    func id(_ event: Int) -> JSONString {
        oddIDs[event] ?? JSONString(String(decoding: table.ids[table.idRange(event)], as: UTF8.self))
    }

    private mutating func add(_ line: UnreadableLine) {
        unreadableLines += 1
        if line.reason == .invalidUTF8 { invalidUTF8Lines += 1 }
        if unreadable.count < unreadableKept { unreadable.append(line) }
    }
}
