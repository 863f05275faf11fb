import JSONKit
import Mesh
import PythonOracle
import TestSupport
import Testing

/// The fast scanner against the strict reader, which other tests prove against Jarvis's own code.
@Suite(.ownThread) struct OutboxScannerTests {
    /// Feeds a scanner in blocks, as a reader of a file would: what was not taken comes again.
    static func scan(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil, block: Int, finishes: Bool = true) -> OutboxScanner {
        var scanner = OutboxScanner(from: start)
        var taken = start
        var given = start
        let end = end ?? bytes.count
        while given < end {
            given = min(given + block, end)
            taken += scanner.take(bytes.span.extracting(taken..<given))
        }
        if finishes { scanner.finish(bytes.span.extracting(taken..<end)) }
        return scanner
    }

    /// That the tally says what the strict reader's fold says, in every respect.
    static func expectSame(_ tally: OutboxTally, _ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) {
        var reader = OutboxReader()
        reader.feed(bytes)
        let fold = reader.result
        let text = Comment(rawValue: String(decoding: bytes.prefix(4000), as: UTF8.self).debugDescription)
        #expect(tally.records == fold.records, text, sourceLocation: location)
        #expect(tally.unreadableLines == fold.unreadableLines, text, sourceLocation: location)
        #expect(tally.invalidUTF8Lines == fold.invalidUTF8Lines, text, sourceLocation: location)
        #expect(tally.unreadable == fold.unreadable, text, sourceLocation: location)
        #expect(tally.endsWithoutNewline == fold.endsWithoutNewline, text, sourceLocation: location)
        #expect(tally.latest.map(\.eventID) == fold.events.map(\.eventID), text, sourceLocation: location)
        #expect(tally.latest.map(\.status) == fold.events.map(\.status), text, sourceLocation: location)
        #expect(tally.eventCount == fold.events.count, text, sourceLocation: location)
        #expect(tally.counts.pendingEvents == fold.pendingEvents, text, sourceLocation: location)
        #expect(tally.counts.oldestPending == fold.oldestPending, text, sourceLocation: location)
        #expect(tally.counts.byStatus.map { "\($0)" } == fold.byStatus.map { "\($0)" }, text, sourceLocation: location)
        #expect(tally.counts.invalidEvents == fold.invalidEvents.count, text, sourceLocation: location)
        #expect(tally.jarvisNote == fold.jarvisNote, text, sourceLocation: location)
        #expect(
            tally.invalidEvents()
                == fold.invalidEvents.map { record in
                    InvalidEvent(
                        eventID: record.eventID, reason: record.reason, isReasonInRecord: false, recordedAt: record.timestamp,
                        offset: record.place.offset, length: record.place.length)
                },
            text, sourceLocation: location)
    }

    @Test("Vectors give the strict reader's answer, in blocks of any size", arguments: OutboxVectorTests.names)
    func vectors(name: String) throws {
        let bytes = try TestFile.read(TestFile.fixture("outbox/\(name).jsonl"))
        for block in bytes.count < 5000 ? [1, 7, 64, 65, 4096] : [50_000, 1 << 20] {
            Self.expectSame(Self.scan(bytes, block: block).tally, bytes)
        }
    }

    @Test("Damaged outboxes give the strict reader's answer", arguments: [11, 12, 13, 14] as [UInt64])
    func damaged(seed: UInt64) {
        var generator = OutboxGenerator(random: TestRandom(seed: seed))
        for _ in 0..<1500 {
            let bytes = generator.outbox()
            Self.expectSame(Self.scan(bytes, block: generator.random.pick([1, 3, 64, 10_000])).tally, bytes)
        }
    }

    @Test(
        "Canonical outboxes, and such with a byte changed anywhere, give the strict reader's answer",
        arguments: [21, 22, 23, 24] as [UInt64])
    func changed(seed: UInt64) {
        var lines = CanonicalLines(random: TestRandom(seed: seed))
        for round in 0..<1200 {
            var bytes = lines.outbox()
            if round % 4 > 0 { lines.change(&bytes) }
            Self.expectSame(Self.scan(bytes, block: lines.random.pick([1, 100, 1 << 16])).tally, bytes)
        }
    }

    @Test("Every byte of a canonical line may be any other byte")
    func everyByte() {
        var lines = CanonicalLines(random: TestRandom(seed: 5))
        let line = lines.line() + Array("\n".utf8)
        for at in line.indices {
            for byte in Array("\"\\{}[],:0eEunt-. \n\r\u{7F}".utf8) + [0, 0x1F, 0x80, 0xC3, 0xFF] {
                var changed = line
                changed[at] = byte
                Self.expectSame(Self.scan(changed, block: 1 << 16).tally, changed)
            }
        }
    }

    @Test("Parts that are put together give the answer of the whole, wherever a line ends", arguments: [31, 32, 33] as [UInt64])
    func parts(seed: UInt64) {
        var lines = CanonicalLines(random: TestRandom(seed: seed))
        var generator = OutboxGenerator(random: TestRandom(seed: seed))
        for round in 0..<300 {
            let bytes = round % 2 == 0 ? lines.outbox() : generator.outbox()
            for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
                var first = Self.scan(bytes, to: end + 1, block: 1000, finishes: false)
                first.append(Self.scan(bytes, from: end + 1, block: 1000))
                #expect(first.offset == bytes.count)
                Self.expectSame(first.tally, bytes)
            }
        }
    }

    @Test(
        "What is valid but not canonical goes to the strict reader and counts all the same",
        arguments: [
            #"{"event_id":"a","status":"published","event_id":"b"}"#, #"{"event_id":"a","status":"published","status":"committed"}"#,
            #"{"event_\u0069d":"a","status":"published"}"#, #"{"event_id":"\u0061","status":"published"}"#,
            #"{"event_id":" a","status":"published"}"#, #"{"event_id":"a ","status":"published"}"#, #"{"event_id":5,"status":"published"}"#,
            #"{"event_id":"a"}"#, #"{"event_id":"a","status":null}"#, #"{"event_id":"a","status":"Published"}"#,
            #"{"event_id":"","status":"published"}"#, #"{"event_id":{"event_id":"b"},"status":"published"}"#,
            #"{"a":{"event_id":"b"},"event_id":"a","status":"published"}"#, #"{"event_id":"a","status":"published","x":NaN}"#,
            #"{"event_id":"a","status":"published","x":01}"#, #"{"event_id":"a","status":"published","x":-}"#,
            #"{"event_id":"a","status":"published","x":1.}"#, #"{"event_id":"a","status":"published","x":1e}"#,
            #"{"event_id":"a","status":"published","x":[1,]}"#, #"{"event_id":"a","status":"published","x":{"b":1,}}"#,
            #"{"event_id":"a","status":"published","x":[}]}"#, #"{"event_id":"a","status":"published"}}"#,
            #"{"event_id":"a","status":"published","x":"\ud800"}"#, #"{"event_id":"a","status":"published","x":"\u12g4"}"#,
            #"{"event_id":"a","status":"published","x":"\u12"}"#, #"{"event_id":"a","status":"published","x":"\x"}"#,
            #"{"event_id":"a","status":"published","x":"\\\"\/\b\f\n\r\t\u00e9"}"#, #"{"event_id":"a","status":"published","x":tru}"#,
            #"{"event_id":"a","status":"pending_publish","timestamp":"2026-01-01T00:00:00+00:00","timestamp":"never"}"#,
            #"{"event_id":"a","status":"pending_publish","timestamp":""}"#, #"{"event_id":"a","status":"pending_publish","timestamp":5}"#,
            #"{"timestamp":"2026-01-01T00:00:00+00:00","status":"pending_publish","event_id":"a"}"#, #"{}"#, #"{"#, #"{""#, #"{"a"#, "",
        ])
    func notCanonical(line: String) {
        let good = #"{"event_id":"z","status":"pending_commit","timestamp":"2026-01-02T00:00:00.5+00:00"}"#
        for text in ["\(line)\n", "\(good)\n\(line)\n\(good)\n", line] {
            let bytes = Array(text.utf8)
            Self.expectSame(Self.scan(bytes, block: 1 << 16).tally, bytes)
        }
    }

    @Test("Depth and long numbers count as they do for the strict reader", arguments: [1, 62, 63, 64, 65, 400, 5000])
    func depth(levels: Int) {
        let nested = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        let digits = String(repeating: "7", count: levels)
        let text =
            "{\"event_id\":\"a\",\"status\":\"published\",\"x\":\(nested)}\n{\"event_id\":\"b\",\"status\":\"published\",\"x\":\(digits)}\n"
        Self.expectSame(Self.scan(Array(text.utf8), block: 1 << 16).tally, Array(text.utf8))
    }

    @Test("A 2 MB line is one record, and a table of many events keeps all of them")
    func large() {
        let long = "{\"envelope\":\"\(String(repeating: "y", count: 2 << 20))\",\"event_id\":\"long\",\"status\":\"committed\"}\n"
        let many = (0..<20_000).map { "{\"event_id\":\"\($0 % 7001)\",\"status\":\"\($0 % 3 == 0 ? "published" : "committed")\"}\n" }
            .joined()
        let bytes = Array((many + long + many).utf8)
        let tally = Self.scan(bytes, block: 100_000).tally
        #expect(tally.eventCount == 7002)
        Self.expectSame(tally, bytes)
    }
}
