import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct FoldingTests {
    private func row(_ seq: Int, _ table: JournalEntry.Table, _ event: String, step: String? = nil, _ body: JSONObject = [:]) -> JournalRow
    {
        JournalRow(seq: seq, table: table, run: "r", step: step, event: event, at: Timestamp(milliseconds: Int64(seq) * 1000), body: body)
    }

    @Test("A run is what its rows say: who, what, its steps with their last word, what was seen, how it ended")
    func whole() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            let run = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous)).run("run-1")
            #expect(run.command == "mesh disable all" && run.subject == "mesh" && run.kind == .change)
            #expect(run.planHash == "ab12" && run.plan == ["steps": []] && run.by?["user"]?.text == "root")
            #expect(run.steps.map(\.id) == ["mesh/rollback.1", "mesh/rollback.2"])
            #expect(run.steps.map(\.state) == ["done", "failed"])
            #expect(run.steps[0].because == "written" && run.steps[0].history.count == 2)
            #expect(run.observations.map(\.summary) == ["2 pending"])
            #expect(run.verdicts.map(\.verdict) == ["confirmed"])
            #expect(run.decisions.count == 1 && run.approvals.map(\.event) == ["given", "spent"])
            #expect(run.outcome == "failed" && run.exitCode == 1 && !run.isOpen && run.state == .ended)
        }
    }

    @Test(
        "The last word about a run counts",
        arguments: [
            (["began"], RunHistory.State.running, true, nil), (["began", "ended"], .ended, false, "done"),
            (["began", "interrupted"], .interrupted, true, "interrupted"), (["began", "interrupted", "resumed"], .running, true, nil),
            (["began", "interrupted", "resumed", "ended"], .ended, false, "done"),
            (["began", "abandoned"], .abandoned, false, "abandoned"),
            (["began", "noted"], .running, true, nil),
        ] as [([String], RunHistory.State, Bool, String?)])
    func lifecycle(events: [String], state: RunHistory.State, isOpen: Bool, outcome: String?) throws {
        let rows = events.enumerated().map { row($0.offset + 1, .runs, $0.element, $0.element == "ended" ? ["outcome": "done"] : [:]) }
        let run = try #require(RunHistory(rows))
        #expect(run.state == state && run.isOpen == isOpen && run.outcome == outcome)
        #expect((run.endedAt == nil) == (state == .running))
    }

    @Test("A step that was begun and never ended says so")
    func withoutResult() throws {
        let run = try #require(
            RunHistory([
                row(1, .runs, "began"), row(2, .steps, "intended", step: "a"), row(3, .steps, "intended", step: "b"),
                row(4, .steps, "done", step: "b"),
            ]))
        #expect(run.steps.filter(\.isStartedWithoutResult).map(\.id) == ["a"])
    }

    @Test("No rows are no run; rows without a beginning are one all the same")
    func strange() throws {
        #expect(RunHistory([]) == nil)
        let run = try #require(RunHistory([row(7, .observations, "smoke", ["passed": true])]))
        #expect(run.command.isEmpty && run.others.count == 1 && run.startedAt.milliseconds == 7000)
    }

    @Test("Runs are found by their id, its beginning, and as the last; more than one is ambiguous")
    func names() throws {
        try Fixture.with { fixture in
            let journal = try fixture.journal()
            for id in ["20261124-030000-aaaa", "20261124-030500-bbbb", "20261125-000000-cccc"] {
                try journal.append([JournalEntry(.runs, run: id, event: "began", body: ["command": "triage"])])
            }
            #expect(try journal.runs().map(\.id.count) == [20, 20, 20])
            #expect(try journal.runs().first?.id == "20261125-000000-cccc")
            #expect(try journal.run("last").id == "20261125-000000-cccc")
            #expect(try journal.run("20261124-0305").id == "20261124-030500-bbbb")
            #expect(journalError { try journal.run("20261124") }?.kind == .ambiguousRun)
            #expect(journalError { try journal.run("x") }?.kind == .noSuchRun("x"))
            #expect(journalError { try journal.run("") }?.kind == .noSuchRun(""))
        }
    }

    @Test(
        "The state directory follows the XDG specification, unless a group's journal is named",
        arguments: [
            (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/jarvis-ops"),
            (["XDG_STATE_HOME": "s", "HOME": "/h"], "/h/.local/state/jarvis-ops"),
            (["XDG_STATE_HOME": "", "HOME": "/h"], "/h/.local/state/jarvis-ops"), (["XDG_STATE_HOME": "/s/"], "/s/jarvis-ops"),
            (["XDG_STATE_HOME": "/s", "JARVIS_OPS_STATE": "/group/journal/"], "/group/journal"),
            (["XDG_STATE_HOME": "/s", "JARVIS_OPS_STATE": ""], "/s/jarvis-ops"),
        ] as [([String: String], String)])
    func stateDirectory(environment: [String: String], path: String) { #expect(StateDirectory.path(environment) == path) }
}
