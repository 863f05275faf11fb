import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct RunDiffTests {
    private func run(_ id: String, verdict: String, symptom: String, probes: [(String, String, String)]) throws -> RunHistory {
        var rows: [JournalRow] = []
        func add(_ table: JournalEntry.Table, _ event: String, _ body: JSONObject) {
            rows.append(JournalRow(seq: rows.count + 1, table: table, run: id, event: event, at: Timestamp(milliseconds: 0), body: body))
        }
        add(.runs, "began", ["command": "diagnose mesh", "kind": "read", "started_at": "2026-11-24T03:00:00.000Z"])
        for (probe, state, summary) in probes {
            add(.observations, "recorded", ["id": probe.json, "kind": "http", "state": state.json, "summary": summary.json])
        }
        let symptoms: JSONValue = [["id": "mesh/symptom.1", "text": "It grows", "state": symptom.json, "because": symptom.json]]
        add(.observations, "verdict", ["incident": "mesh", "verdict": verdict.json, "because": "so", "symptoms": symptoms])
        add(.runs, "ended", ["outcome": "done", "exit_code": 0])
        return try #require(RunHistory(rows))
    }

    @Test("What turned comes before what was only measured otherwise; what is the same is counted")
    func changes() throws {
        let before = try run(
            "a", verdict: "clear", symptom: "absent",
            probes: [("p1", "ok", "1 s"), ("p2", "ok", "x"), ("p3", "ok", "y"), ("p4", "ok", "z")])
        let after = try run(
            "b", verdict: "confirmed", symptom: "present",
            probes: [("p1", "ok", "2 s"), ("p2", "failed", "x"), ("p3", "ok", "y"), ("p5", "ok", "new")])
        let diff = RunDiff(before, after)
        #expect(before.startedAt.rfc3339 == "2026-11-24T03:00:00.000Z")
        #expect(!diff.isSame)
        #expect(diff.verdicts.map(\.id) == ["mesh"] && diff.verdicts[0].was == "clear" && diff.verdicts[0].now == "confirmed")
        #expect(diff.symptoms.map(\.text) == ["It grows"] && diff.symptoms[0].isTurn)
        #expect(diff.probes.map(\.id) == ["p2", "p4", "p5", "p1"])
        #expect(diff.probes.map(\.was) == ["ok", "ok", nil, "ok"])
        #expect(diff.probes.map(\.now) == ["failed", nil, "ok", "ok"])
        #expect(diff.probes[3].wasBecause == "1 s" && diff.probes[3].nowBecause == "2 s" && !diff.probes[3].isTurn)
        #expect(diff.unchanged == (0, 0, 1))
    }

    @Test("A run compared with itself, and one that only measures otherwise, are the same")
    func same() throws {
        let one = try run("a", verdict: "clear", symptom: "absent", probes: [("p1", "ok", "1 s")])
        let other = try run("b", verdict: "clear", symptom: "absent", probes: [("p1", "ok", "2 s")])
        let none = RunDiff(one, one)
        #expect(none.isSame && none.probes.isEmpty && none.unchanged == (1, 1, 1))
        let measured = RunDiff(one, other)
        #expect(measured.isSame && measured.probes.map(\.id) == ["p1"])
    }

    @Test("Of a probe that looked twice the last word counts")
    func repeated() throws {
        let before = try run("a", verdict: "clear", symptom: "absent", probes: [("p1", "failed", "no"), ("p1", "ok", "yes")])
        let after = try run("b", verdict: "clear", symptom: "absent", probes: [("p1", "ok", "yes")])
        #expect(RunDiff(before, after).probes.isEmpty)
    }
}
