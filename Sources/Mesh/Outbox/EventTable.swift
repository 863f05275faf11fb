internal import SystemKit

/// The distinct events of an outbox, in order of first appearance: for each its id, its latest status, and where its latest record
/// stands. About 50 bytes an event beside its id.
struct EventTable: Sendable {
    struct Event: Sendable {
        /// Bytes of the outbox before its latest record.
        var offset: Int
        /// Microseconds since 1970 of a pending event's latest record; `Int64.min` when it has none or is not asked for.
        var timestamp: Int64
        /// Where its id ends in `ids`; it begins where the one before ends.
        let idEnd: Int
        /// Bytes of its latest record.
        var length: UInt32
        /// Its latest status, as the table's owner numbers them.
        var status: UInt32
    }

    private(set) var events: [Event] = []
    /// All ids, end to end, as WTF-8.
    private(set) var ids: [UInt8] = []
    /// Open addressing: 32 bits of an id's hash above the number of its event plus one; 0 is free.
    private var places: [UInt64] = []
    private let seed = UInt64.random(in: .min ... .max)

    /// Puts in an event's latest record.
    ///
    /// - Parameters:
    ///   - id: its place in `bytes`.
    ///   - timestamp: nil or not asked for: `Int64.min`.
    /// - Returns: the event's number, from 0.
    @discardableResult
    mutating func put(_ bytes: Span<UInt8>, id: Range<Int>, status: UInt32, timestamp: Int64, offset: Int, length: UInt32) -> Int {
        // Half of the places stay free, so that a search ends soon.
        if events.count * 2 >= places.count { grow() }
        let tag = UInt32(truncatingIfNeeded: ByteSearch.hash(bytes, id, seed: seed) >> 32)
        let mask = places.count - 1
        var at = Int(tag) & mask
        while true {
            let place = places[at]
            guard place != 0 else { break }
            if UInt32(truncatingIfNeeded: place >> 32) == tag {
                let number = Int(UInt32(truncatingIfNeeded: place)) - 1
                if ByteSearch.areEqual(ids.span, idRange(number), bytes, id) {
                    events[number].offset = offset
                    events[number].timestamp = timestamp
                    events[number].length = length
                    events[number].status = status
                    return number
                }
            }
            at = (at + 1) & mask
        }
        ByteSearch.append(bytes, id, to: &ids)
        events.append(Event(offset: offset, timestamp: timestamp, idEnd: ids.count, length: length, status: status))
        places[at] = UInt64(tag) << 32 | UInt64(events.count)
        return events.count - 1
    }

    func idRange(_ number: Int) -> Range<Int> { (number == 0 ? 0 : events[number - 1].idEnd)..<events[number].idEnd }

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
