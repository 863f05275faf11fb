import JSONKit
import Mesh
import TestSupport
import Testing

@Suite(.ownThread) struct OutboxReaderTests {
    static func read(_ text: String, keeping: Int = 20) -> OutboxFold {
        var reader = OutboxReader(unreadableKept: keeping)
        reader.feed(Array(text.utf8))
        return reader.result
    }

    @Test("A record says where it stands, also when several share a line")
    func places() {
        let text = "\n  {\"event_id\":1}\u{2028}{\"event_id\":2} \r\n{\"event_id\":3}\n"
        let bytes = Array(text.utf8)
        let events = Self.read(text).events
        #expect(events.map(\.place.line) == [2, 2, 3])
        #expect(
            events.map { String(decoding: bytes[$0.place.offset..<$0.place.offset + $0.place.length], as: UTF8.self) }
                == ["{\"event_id\":1}", "{\"event_id\":2}", "{\"event_id\":3}"])
    }

    @Test("Places are right across chunks too", arguments: [1, 2, 3, 5, 1000])
    func placesInChunks(chunk: Int) {
        let bytes = Array("{\"event_id\":\"a\"}\n\nx\n {\"event_id\":\"b\"}\n{\"event_id\":\"c\"}".utf8)
        let fold = OutboxVectorTests.fold(bytes, chunk: chunk)
        #expect(
            fold.events.map(\.place) == [
                OutboxPlace(line: 1, offset: 0, length: 16), OutboxPlace(line: 4, offset: 21, length: 16),
                OutboxPlace(line: 5, offset: 38, length: 16),
            ])
        #expect(fold.unreadable.map(\.place) == [OutboxPlace(line: 3, offset: 18, length: 1)])
    }

    @Test("Lines that hold no record are counted, and the first few named with their reason")
    func unreadable() {
        var bytes = Array("[1]\n{\"event_id\":\" \"}\n{}\n{\"event_id\":1\n".utf8)
        bytes += Array("{\"event_id\":\"".utf8) + [0xC3, 0x28] + Array("\"}\n{\"event_id\":7}\n".utf8)
        var reader = OutboxReader(unreadableKept: 4)
        reader.feed(bytes)
        let fold = reader.result
        #expect(fold.records == 1)
        #expect(fold.unreadableLines == 5)
        #expect(fold.unreadable.map(\.reason) == [.notAnObject, .noEventID, .noEventID, .notJSON("the JSON text ends too early")])
        #expect(fold.unreadable.map(\.place.line) == [1, 2, 3, 4])
        #expect(fold.invalidUTF8Lines == 1)
        #expect(fold.jarvisNote?.contains("0 pending") == true)
        #expect(Self.read("{\"event_id\":7}\n").jarvisNote == nil)
    }

    @Test("A line without its newline is read, flagged, and taken back when more of it comes")
    func growing() {
        var reader = OutboxReader()
        reader.feed(Array("{\"event_id\":\"a\"}\n{\"event_id\":\"b\"}".utf8))
        #expect(reader.result.endsWithoutNewline)
        #expect(reader.result.records == 2)
        #expect(reader.fold.records == 1)
        reader.feed(Array("x".utf8))
        #expect(reader.result.records == 1)
        #expect(reader.result.unreadableLines == 1)
        reader.feed(Array("\n{\"event_id\":\"c\"}\n".utf8))
        #expect(!reader.result.endsWithoutNewline)
        #expect(reader.result.events.map(\.eventID) == ["a", "c"])
        #expect(reader.bytesRead == 16 + 1 + 17 + 1 + 16 + 1)
    }

    @Test("The oldest pending time and the invalid events come from the latest records")
    func summary() {
        let fold = Self.read(
            """
            {"event_id":"a","status":"pending_publish","timestamp":"2026-01-01T00:00:00+00:00"}
            {"event_id":"b","status":"pending_commit","timestamp":"2026-01-03T00:00:00.5+00:00"}
            {"event_id":"c","status":"invalid_envelope","reason":"stale_commitment","timestamp":"2025-01-01T00:00:00+00:00"}
            {"event_id":"d","status":"pending_commit","timestamp":"2026-01-04T00:00:00+00:00"}
            {"event_id":"e","status":"invalid_envelope"}
            {"event_id":"f","status":"pending_publish","timestamp":"long ago"}
            {"event_id":"a","status":"published","timestamp":"2026-01-05T00:00:00+00:00"}
            """)
        #expect(fold.oldestPending == OutboxTime.microseconds("2026-01-03T00:00:00.500000+00:00"))
        #expect(fold.invalidEvents.map(\.eventID) == ["c", "e"])
        #expect(fold.invalidEvents.map(\.reason) == ["stale_commitment", nil])
        #expect(fold.latest("a")?.status == .published)
        #expect(fold.latest("z") == nil)
        #expect(fold.records == 7)
        #expect(fold.events.count == 6)
        #expect(fold.endsWithoutNewline)
    }

    @Test("Nesting is read where Python reads it and refused where it cannot", arguments: [(400, 1), (900, 1), (5000, 0), (100_000, 0)])
    func depth(levels: Int, records: Int) {
        let nested = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(Self.read("{\"x\":\(nested),\"event_id\":\"a\"}\n").records == records)
    }

    @Test("A 2 MB line is one record")
    func longLine() {
        let fold = Self.read("{\"event_id\":\"a\",\"x\":\"\(String(repeating: "y", count: 2 << 20))\",\"status\":\"committed\"}\n")
        #expect(fold.events.map(\.status) == [.committed])
    }
}
