import JSONKit
import Mesh
import PythonOracle
import TestSupport
import Testing

/// Outboxes and what Jarvis's own reader made of them: `Tests/Fixtures/outbox`, made by running its code.
@Suite(.ownThread) struct OutboxVectorTests {
    static let names = (try? TestFile.list(TestFile.fixture("outbox"), suffix: ".jsonl"))?.map { String($0.dropLast(6)) } ?? []

    static func fold(_ bytes: [UInt8], chunk: Int) -> OutboxFold {
        var reader = OutboxReader()
        var start = 0
        while start < bytes.count {
            let end = min(start + chunk, bytes.count)
            reader.feed(Array(bytes[start..<end]))
            start = end
        }
        return reader.result
    }

    @Test("The vectors are there")
    func present() { #expect(Self.names.count == 25) }

    @Test("An outbox folds to what Jarvis's own reader says, in chunks of any size", arguments: names)
    func vector(name: String) throws {
        let bytes = try TestFile.read(TestFile.fixture("outbox/\(name).jsonl"))
        let document = try JSONReader(.python).read(try TestFile.read(TestFile.fixture("outbox/\(name).expected.json")))
        let expected = try #require(document["expected"])
        for chunk in bytes.count < 5000 ? [1, 2, 7, 4096] : [1009, 1 << 20] {
            let fold = Self.fold(bytes, chunk: chunk)
            #expect(fold.events.map { ["event_id": $0.eventID.json, "status": $0.status.text.json] } == expected["events"]?.array)
            #expect(fold.pendingEvents == expected["pending_events"]?.int)
            #expect(fold.byStatus.map { JSONMember($0.status.text, $0.events.json) } == expected["by_status"]?.object?.members)
            #expect(fold.jarvisSeesNothing == (document["jarvis"]?["unreadable"]?.text == "UnicodeDecodeError"))
            if !fold.jarvisSeesNothing { #expect(fold.pendingEvents == document["jarvis"]?["pending_events"]?.int) }
        }
    }
}
