internal import SystemKit

/// An outbox read in whole lines, fast where lines are as Jarvis writes them, and with the same answer as `OutboxReader` everywhere.
public struct OutboxScanner: Sendable {
    public private(set) var tally: OutboxTally
    /// Bytes of the outbox before the line that comes next.
    public private(set) var offset: Int
    private var lineReader = OutboxLineReader()
    private var canonical = CanonicalLine()
    /// Places of special bytes in a block, kept for their memory.
    private var places: [UInt32] = []
    /// Records of a block on their way into the tally, kept for their memory.
    private var batch: [EventTable.Sighting] = []

    /// - Parameter offset: bytes of the outbox before the first line that is taken.
    public init(from offset: Int = 0, unreadableKept: Int = 20) {
        self.offset = offset
        tally = OutboxTally(unreadableKept: unreadableKept)
    }

    /// Goes on behind what was counted earlier.
    public init(continuing tally: OutboxTally, at offset: Int) {
        self.offset = offset
        self.tally = tally
    }

    /// Adds what another scanner took of the bytes that follow, and goes on where it ended.
    public mutating func append(_ later: OutboxScanner) {
        tally.append(later.tally)
        offset = later.offset
    }

    /// Takes the lines that end in these bytes.
    ///
    /// - Returns: how many bytes of the front were taken. The rest is the start of a line; it is given again with what follows it.
    public mutating func take(_ bytes: Span<UInt8>) -> Int {
        var places = self.places
        self.places = []
        defer { self.places = places }
        var count = ByteSearch.indexSpecial(bytes, into: &places)
        // Everything up to the last line's end: so no search below runs past the bytes, whatever they are.
        while count > 0, bytes[Int(places[count - 1])] != newline { count -= 1 }
        guard count > 0 else { return 0 }
        let end = Int(places[count - 1]) + 1
        lines(bytes.extracting(0..<end), places.span.extracting(0..<count))
        offset += end
        return end
    }

    /// Takes the last line, which no newline ends; as Jarvis does, it is read all the same. Nothing may be taken afterwards.
    public mutating func finish(_ rest: Span<UInt8>) {
        guard !rest.isEmpty else { return }
        tally.lines += 1
        lineReader.read(rest, 0..<rest.count, number: tally.lines, offset: offset, into: &tally)
        tally.endsWithoutNewline = true
        offset += rest.count
    }

    /// - Parameter places: of the special bytes, the last of them the newline that ends the bytes.
    private mutating func lines(_ bytes: Span<UInt8>, _ places: Span<UInt32>) {
        var start = 0
        var next = 0
        var batch = self.batch
        self.batch = []
        while start < bytes.count {
            tally.lines += 1
            if canonical.read(bytes, from: start, places, next) {
                batch.append(sighting(bytes, start))
                if batch.count == OutboxTally.batchSize { put(&batch, bytes) }
                start = canonical.end + 1
                next = canonical.nextPlace
            } else {
                // Order decides which record is the latest.
                put(&batch, bytes)
                while bytes[Int(places[next])] != newline { next += 1 }
                let end = Int(places[next])
                lineReader.read(bytes, start..<end, number: tally.lines, offset: offset, into: &tally)
                start = end + 1
                next += 1
            }
        }
        put(&batch, bytes)
        self.batch = batch
    }

    /// The canonical line that was just read.
    private mutating func sighting(_ bytes: Span<UInt8>, _ start: Int) -> EventTable.Sighting {
        var outcome = canonical.status
        var timestamp = Int64.min
        // A reason is ASCII here, so that it is always a text.
        if outcome == OutcomeNumbers.invalid, !canonical.reason.isEmpty,
            let reason = try? UTF8Span(validating: bytes.extracting(canonical.reason))
        {
            outcome = tally.outcomes.number(invalidBecause: String(copying: reason))
        }
        if OutcomeNumbers.isPending(canonical.status) || canonical.status == OutcomeNumbers.invalid {
            timestamp = OutboxTime.microseconds(bytes, canonical.timestamp) ?? .min
        }
        return EventTable.Sighting(
            id: canonical.eventID, outcome: outcome, timestamp: timestamp, offset: offset + start,
            length: UInt32(clamping: canonical.end - start))
    }

    private mutating func put(_ batch: inout [EventTable.Sighting], _ bytes: Span<UInt8>) {
        tally.add(bytes, batch)
        batch.removeAll(keepingCapacity: true)
    }
}

private let newline = UInt8(ascii: "\n")
