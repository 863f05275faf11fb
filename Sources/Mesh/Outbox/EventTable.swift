internal import SystemKit

/// The distinct events of an outbox, in order of first appearance: for each its id, its latest status, and where its latest record
/// stands. About 50 bytes an event beside its id.
struct EventTable: Sendable {
    /// A record on its way into the table.
    struct Sighting: Sendable {
        /// Where the id stands in the bytes that are given with it.
        let id: Range<Int>
        let outcome: UInt32
        let timestamp: Int64
        let offset: Int
        let length: UInt32
    }

    private(set) var events: [OutboxEventRow] = []
    /// All ids, end to end, as WTF-8.
    private(set) var ids: [UInt8] = []
    /// Open addressing: 32 bits of an id's hash above the number of its event plus one; 0 is free.
    private(set) var places: [UInt64] = []
    private var tags: [UInt32] = []
    private var numbers: [Int] = []
    private var touched: UInt8 = 0
    let seed: UInt64

    init() { seed = .random(in: .min ... .max) }

    /// From the pieces of an earlier table; nil when they do not fit together.
    ///
    /// - Parameter outcomes: how many numbers of outcomes there are.
    init?(_ events: [OutboxEventRow], _ places: [UInt64], _ ids: [UInt8], seed: UInt64, outcomes: Int) {
        var end = 0
        for event in events {
            guard event.idEnd > end, event.outcome < outcomes else { return nil }
            end = event.idEnd
        }
        guard end == ids.count, places.count.nonzeroBitCount <= 1, places.count >= 64 || events.isEmpty, events.count * 2 <= places.count
        else { return nil }
        var taken = 0
        for place in places where place != 0 {
            taken += 1
            guard case 1...max(1, events.count) = Int(UInt32(truncatingIfNeeded: place)) else { return nil }
        }
        guard taken == events.count else { return nil }
        self.events = events
        self.places = places
        self.ids = ids
        self.seed = seed
    }

    /// Puts in records, in their order.
    ///
    /// A large table lies in no cache, and one lookup waits for memory three times. So the memory that all of them will need is
    /// touched first, one step for all records before the next: those waits run side by side.
    mutating func put(_ bytes: Span<UInt8>, _ sightings: [Sighting]) {
        tags.removeAll(keepingCapacity: true)
        for sighting in sightings { tags.append(tag(bytes, sighting.id)) }
        touch()
        for (index, sighting) in sightings.enumerated() { put(bytes, sighting, tags[index]) }
    }

    /// Puts in one record.
    ///
    /// - Returns: the event's number, from 0.
    mutating func put(_ bytes: Span<UInt8>, _ sighting: Sighting) -> Int { put(bytes, sighting, tag(bytes, sighting.id)) }

    func idRange(_ number: Int) -> Range<Int> { (number == 0 ? 0 : events[number - 1].idEnd)..<events[number].idEnd }

    private func tag(_ bytes: Span<UInt8>, _ id: Range<Int>) -> UInt32 {
        UInt32(truncatingIfNeeded: ByteSearch.hash(bytes, id, seed: seed) >> 32)
    }

    @discardableResult
    private mutating func put(_ bytes: Span<UInt8>, _ sighting: Sighting, _ tag: UInt32) -> Int {
        // Half of the places stay free, so that a search ends soon.
        if events.count * 2 >= places.count { grow() }
        let mask = places.count - 1
        var at = Int(tag) & mask
        while true {
            let place = places[at]
            guard place != 0 else { break }
            if UInt32(truncatingIfNeeded: place >> 32) == tag {
                let number = Int(UInt32(truncatingIfNeeded: place)) - 1
                if ByteSearch.areEqual(ids.span, idRange(number), bytes, sighting.id) {
                    events[number].offset = sighting.offset
                    events[number].timestamp = sighting.timestamp
                    events[number].length = sighting.length
                    events[number].outcome = sighting.outcome
                    return number
                }
            }
            at = (at + 1) & mask
        }
        ByteSearch.append(bytes, sighting.id, to: &ids)
        events.append(
            OutboxEventRow(
                offset: sighting.offset, timestamp: sighting.timestamp, idEnd: ids.count, length: sighting.length, outcome: sighting.outcome
            ))
        places[at] = UInt64(tag) << 32 | UInt64(events.count)
        return events.count - 1
    }

    /// Reads, for every tag, the first place it may stand at, the event there, and that event's id. Only the time it takes matters;
    /// what was read is kept so that nobody leaves it out.
    private mutating func touch() {
        guard !places.isEmpty else { return }
        let mask = places.count - 1
        numbers.removeAll(keepingCapacity: true)
        for tag in tags {
            let place = places[Int(tag) & mask]
            numbers.append(UInt32(truncatingIfNeeded: place >> 32) == tag ? Int(UInt32(truncatingIfNeeded: place)) - 1 : -1)
        }
        for index in numbers.indices where numbers[index] >= 0 { numbers[index] = events[numbers[index]].idEnd }
        var sum: UInt8 = 0
        for end in numbers where end > 0 { sum &+= ids[end - 1] }
        touched = sum
    }

    /// Twice the places; the tags say where each belongs.
    private mutating func grow() {
        let mask = max(64, places.count * 2) - 1
        var larger = [UInt64](repeating: 0, count: mask + 1)
        for place in places where place != 0 {
            var at = Int(place >> 32) & mask
            while larger[at] != 0 { at = (at + 1) & mask }
            larger[at] = place
        }
        places = larger
    }
}
