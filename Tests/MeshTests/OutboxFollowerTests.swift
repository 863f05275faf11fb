import JSONKit
import Mesh
import TestSupport
import Testing

@Suite(.ownThread) struct OutboxFollowerTests {
    private static func line(_ id: String, _ status: String, _ more: String = "") -> String {
        "{\"event_id\":\"\(id)\",\"status\":\"\(status)\"\(more)}\n"
    }

    private static func follower(_ text: String) -> OutboxFollower {
        var follower = OutboxFollower()
        follower.feed(Array(text.utf8))
        return follower
    }

    private static let mixed =
        line("c1", "pending_commit") + line("p1", "pending_publish") + line("x", "published") + line("p2", "pending_publish")
        + line("c2", "pending_commit") + line("p3", "pending_publish")

    @Test(
        "What waits to be published comes first, then commits, each in order, and the limit is for both together",
        arguments: [
            (-1, []), (0, []), (1, ["p1"]), (2, ["p1", "p2"]), (3, ["p1", "p2", "p3"]), (4, ["p1", "p2", "p3", "c1"]),
            (5, ["p1", "p2", "p3", "c1", "c2"]), (100, ["p1", "p2", "p3", "c1", "c2"]),
        ] as [(Int, [String])])
    func limit(limit: Int, expected: [String]) {
        let choice = Self.follower(Self.mixed).choose(limit: limit)
        #expect(choice.events.map(\.record.eventID.text) == expected)
        #expect(choice.remaining == 5 - expected.count)
    }

    @Test("A record is newer when it stands further down, and no record is newer than itself")
    func newer() throws {
        var follower = Self.follower(Self.mixed)
        let records = follower.choose(limit: 5).events.map(\.record)
        for record in records { #expect(follower.newer(than: record) == nil) }
        follower.feed(Array(Self.line("p2", "published").utf8))
        #expect(records.map { follower.newer(than: $0)?.status } == [nil, .published, nil, nil, nil])
        // A line that is still being written is no news yet.
        follower.feed(Array(Self.line("p1", "published").utf8.dropLast()))
        let first = try #require(records.first)
        #expect(follower.newer(than: first) == nil)
        follower.feed([UInt8(ascii: "\n")])
        #expect(follower.newer(than: first)?.status == .published)
        let newest = try #require(follower.newer(than: first))
        #expect(follower.newer(than: newest) == nil)
    }

    @Test("An unfinished last line is chosen as a line")
    func unfinished() {
        let choice = Self.follower(String(Self.mixed.dropLast())).choose(limit: 9)
        #expect(choice.events.map(\.record.eventID.text) == ["p1", "p2", "p3", "c1", "c2"])
    }

    @Test("The past of an event stays known: its first time, its newest envelope, its newest invalid record, whether it went out")
    func history() {
        let envelope = ",\"envelope\":{\"message_id\":\" m1 \",\"message_id\":\"m2\"}"
        func at(_ second: Int) -> String { ",\"timestamp\":\"2026-03-14T09:26:0\(second)+00:00\"" }
        let text =
            Self.line("e", "pending_publish", at(3) + envelope) + Self.line("e", "invalid_envelope", at(1))
            + Self.line("e", "invalid_envelope") + Self.line("e", "pending_publish", at(5)) + Self.line("f", "published", at(4))
        let follower = Self.follower(text)
        let history = follower.choose(limit: 9).history
        #expect(history["e"].envelope?.line == 1)
        #expect(history["e"].firstTimestamp == history["f"].firstTimestamp.map { $0 - 3_000_000 })
        #expect(history["e"].invalid?.place.line == 3)
        #expect(follower.invalidRecord("e")?.place.line == 3)
        #expect(follower.invalidRecord("f") == nil)
        #expect(!history["e"].isSent)
        #expect(history["f"].isSent)
        #expect(history.newestTimestamp == history["f"].firstTimestamp.map { $0 + 1_000_000 })
        #expect(history.hasSent("f"))
        #expect(!history.hasSent("f", apartFrom: "f"))
        #expect(!history.hasSent("m2"))
        var later = follower
        later.feed(Array(Self.line("e", "committed").utf8))
        let after = later.choose(limit: 9).history
        #expect(after.hasSent("m2"))
        #expect(!after.hasSent("m1"))
        #expect(!after.hasSent("m2", apartFrom: "e"))
        #expect(after.hasSent("e"))
    }
}
