import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct KeepingTests {
    @Test("What was appended is read back in order, by another opening, and verifies")
    func roundTrip() throws {
        try Fixture.with { fixture in
            let head = try fixture.filled(runs: 2)
            #expect(head.rows == 22)
            let journal = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            #expect(journal.warning == nil)
            #expect(try journal.head() == head)
            let rows = try journal.rows(run: "run-2")
            #expect(rows.map(\.seq) == Array(12...22))
            #expect(rows.map(\.event).first == "began")
            #expect(rows.last?.hash == head.hash)
            #expect(rows[9].body["because"]?.text == "é “quoted” \u{0}")
            #expect(rows[1].evidence.map(\.name) == ["stdout", "stderr"])
            let bytes = try #require(try journal.evidence(rows[1].evidence[0].sha256))
            #expect(String(decoding: bytes, as: UTF8.self) == "output of run-2")
            #expect(try journal.evidence("00") == nil)
            #expect(try journal.latest(table: .approvals, event: "spent")?.run == "run-2")
            #expect(try journal.latest(table: .runs, event: "smoke") == nil)
            let check = try fixture.verify()
            #expect(check.findings == [])
            #expect(check.head == head && check.anchored == head)
            // Two outputs of their own, and one text that both runs saw.
            #expect(check.evidence == 3)
        }
    }

    @Test("Where there is nothing, looking makes nothing and finds nothing")
    func absent() throws {
        try Fixture.with { fixture in
            let journal = try Journal.openForReading(directory: fixture.state, deadline: .generous)
            #expect(journal == nil)
            #expect(try fixture.verify().isAbsent)
            #expect(try Files.list(fixture.directory) == [])
        }
    }
}
