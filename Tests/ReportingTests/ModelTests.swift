import JSONKit
import Runbook
import SystemKit
import TestSupport
import Testing

@testable import Journal
@testable import Reporting

@Suite(.ownThread) struct ModelTests {
    @Test("A resolution is told with its verdicts and symptoms before and after, who decided what, and what is left")
    func resolution() throws {
        let report = try #require(Sample.report(Sample.resolution))
        #expect(report.subject == "API Unresponsive")
        let incident = try #require(report.incidents.first)
        #expect(report.incidents.count == 1 && incident.before?.verdict == "confirmed" && incident.after?.verdict == "clear")
        #expect(incident.symptoms.map { $0.before?.state } == ["present", "unknown"])
        #expect(incident.symptoms.map { $0.after?.state } == ["absent", "absent"])
        #expect(report.severity.severity == .critical && report.severity.escalation == "Immediate page")
        #expect(report.postmortem.isDue)
        #expect(report.approvals.map(\.person) == ["ops on box"] && report.approvals.map(\.isSpent) == [true])
        #expect(report.decisions.map(\.verdict) == ["needs-approval"])
        #expect(report.steps.map(\.state) == ["done", "skipped"] && report.steps.map(\.person) == [nil, "ops on box"])
        #expect(report.steps.first?.durationMilliseconds == 8000 && report.steps.first?.mayHaveChanged == true)
        #expect(report.open.map(\.id) == ["api-unresponsive/resolution.2"] && report.open.map(\.state) == ["declined"])
        #expect(report.resumption == nil)
        #expect(report.audit.head?.rows == 4711 && report.audit.firstRow == 100)
    }

    @Test("A person's word is kept as theirs and is never the program's")
    func personsWord() throws {
        let report = try #require(Sample.report(Sample.resolution))
        let line = try #require(report.timeline.first { $0.title.contains("resolution.2") })
        #expect(line.title == "Skipped: api-unresponsive/resolution.2, in the word of ops on box (declined)")
        #expect(line.detail == "declined: not at night" && line.tone == .warning)
    }

    @Test(
        "The response is kept or missed by the severity's time, from a beginning that is known; without one nobody can say",
        arguments: [
            (nil, ResponseTime.Verdict.unknown, nil), (840_000, .kept, 864_000), (876_000, .kept, 900_000), (876_001, .missed, 900_001),
            (-25_000, .contradictory, -1000),
        ] as [(Int64?, ResponseTime.Verdict, Int64?)])
    func response(earlier: Int64?, verdict: ResponseTime.Verdict, elapsed: Int64?) throws {
        let report = try #require(
            Sample.report(Sample.resolution) {
                $0.began = earlier.map { IncidentBeginning(at: Timestamp(milliseconds: Rows.start - $0), .person) }
            })
        #expect(report.response.verdict == verdict && report.response.elapsedMilliseconds == elapsed)
        #expect(report.response.act == .approval && report.response.limitSeconds == 900)
        #expect((report.response.beginning != nil) == (earlier != nil))
        // What an earlier look knows counts where nobody says otherwise.
        let look = IncidentBeginning(at: Timestamp(milliseconds: Rows.start - 1000), .look, detail: "20261124-030000-abcd")
        let other = try #require(
            Sample.report(Sample.resolution) {
                $0.beginnings = ["api-unresponsive": look, "mesh": IncidentBeginning(at: Timestamp(milliseconds: 0), .look)]
            })
        #expect(other.response.beginning == look && other.response.verdict == .kept && other.response.elapsedMilliseconds == 25_000)
    }

    @Test("A run that only looked counts the diagnosis as the response, and one that did neither counts itself")
    func onlyLooked() throws {
        var rows = Rows()
        rows.began("diagnose high-latency", "high-latency", kind: "read")
        rows.look("check/api", "ok", after: 700)
        rows.verdict("high-latency", "confirmed", [("p95 latency > 2s", "present")])
        rows.ended("done", code: 1)
        let looked = try #require(Sample.report(rows))
        #expect(looked.response.act == .diagnosis && looked.response.elapsedMilliseconds == nil && looked.response.verdict == .unknown)
        #expect(looked.severity.severity == .high && looked.severity.responseTimeSeconds == 3600)
        #expect(looked.incidents.first?.after == nil && looked.open.map(\.kind) == [.verdict, .symptom])
        var refused = Rows()
        refused.began("mesh enable sync", "mesh/flags")
        refused.add(.runs, "ended", after: 5, ["outcome": "refused", "because": "no smoke checks"])
        let report = try #require(Sample.report(refused))
        #expect(report.response.act == .run && report.response.verdict == .noLimit && report.incidents.map(\.id) == ["mesh"])
        #expect(!report.postmortem.isDue && report.severity.severity == nil)
    }

    @Test(
        "The worst incident that was confirmed gives the severity, and what was found clear gives none",
        arguments: [
            (["api-unresponsive": "clear", "high-latency": "confirmed", "memory-leak": "confirmed"], "high", true),
            (["memory-leak": "confirmed", "high-latency": "unknown"], "medium", false), (["api-unresponsive": "clear"], nil, false),
            (["api-unresponsive": "unknown"], "critical", true), (["api-unresponsive": "unknown", "high-latency": "unknown"], nil, false),
            (["of-another-runbook": "confirmed"], nil, false),
        ] as [([String: String], String?, Bool)])
    func severity(verdicts: [String: String], severity: String?, isDue: Bool) throws {
        var rows = Rows()
        rows.began("triage", verdicts.keys.sorted().joined(separator: " "), kind: "read")
        for (incident, verdict) in verdicts.sorted(by: { $0.key < $1.key }) { rows.verdict(incident, verdict, []) }
        rows.ended("done", code: 1)
        let report = try #require(Sample.report(rows))
        #expect(report.severity.severity?.rawValue == severity && report.postmortem.isDue == isDue)
    }

    @Test("What is left open: a run without an end, steps that are unknown, failed, not run, undone words, and invalid events")
    func open() throws {
        var rows = Rows()
        rows.began("resolve mesh", "mesh")
        rows.step("mesh/recovery.1", "intended", ["title": "Look"])
        rows.step("mesh/recovery.1", "done")
        rows.step("mesh/recovery.2", "intended", ["title": "Send"])
        rows.step("mesh/recovery.3", "failed", ["because": "no"])
        rows.step("mesh/recovery.4", "not-run")
        rows.step("mesh/retry.a", "done", ["evidence": [["now": "invalid_envelope"]]])
        let report = try #require(Sample.report(rows))
        #expect(report.open.map(\.kind) == [.run, .step, .step, .step, .event])
        #expect(report.open.map(\.state) == ["running", "unknown", "failed", "not-run", "present"])
        #expect(report.resumption == "jarvis-ops runs resume \(rows.run)")
    }

    @Test("Thousands of rows that are alike are a few lines with their numbers, and what went wrong is named")
    func folding() throws {
        var rows = Rows()
        rows.began("mesh retry --limit 5000", "mesh")
        for event in 0..<5000 { rows.step("mesh/retry.event-\(event)", "intended") }
        for event in 0..<5000 { rows.step("mesh/retry.event-\(event)", event == 77 ? "failed" : "done", after: 1) }
        rows.ended("failed", code: 1)
        let report = try #require(Sample.report(rows))
        #expect(
            report.timeline.map(\.title) == [
                "Began: mesh retry --limit 5000", "5000 steps mesh/retry: 5000 begun", "5000 steps mesh/retry: 4999 done, 1 failed",
                "Ended: failed",
            ])
        #expect(report.timeline[2].detail == "mesh/retry.event-77" && report.timeline[2].tone == .bad)
        #expect(report.timeline[2].rows == 5101...10100)
        // What failed is not lost among what was done.
        #expect(MarkdownReport.text(report).contains("| `mesh/retry.event-77` | ✗ failed |"))
        #expect(MarkdownReport.text(report).split(separator: "\n").count < 200)
    }

    @Test("A timeline that cannot be folded is cut in the middle, and says how much")
    func cut() throws {
        var rows = Rows()
        rows.began("x", "mesh")
        for number in 0..<600 { rows.step("family-\(number)/step", "done") }
        let report = try #require(Sample.report(rows))
        #expect(report.timeline.count == 401 && report.timeline[200].title == "201 more entries")
        #expect(report.timeline[200].rows == 300...500)
    }

    @Test("Escalations of the same incident and directory count from an hour before the run until its end")
    func notifications() throws {
        func escalation(_ id: String, minutes: Int64, subject: String = "api-unresponsive", directory: String = "/srv/jarvis") throws
            -> RunHistory
        {
            let at = Timestamp(milliseconds: Rows.start + minutes * 60_000)
            let began: JSONObject = ["command": "escalate \(subject)".json, "subject": subject.json, "directory": directory.json]
            return try #require(
                RunHistory([
                    JournalRow(seq: 1, table: .runs, run: id, event: "began", at: at, body: began),
                    JournalRow(seq: 2, table: .steps, run: id, step: "escalate/page", event: "intended", at: at),
                    JournalRow(
                        seq: 3, table: .steps, run: id, step: "escalate/page", event: "done", at: at, body: ["because": "triggered"]),
                    JournalRow(seq: 4, table: .steps, run: id, step: "escalate/slack", event: "intended", at: at),
                ]))
        }
        let all = [
            try escalation("during", minutes: 0), try escalation("before", minutes: -60), try escalation("early", minutes: -61),
            try escalation("late", minutes: 2), try escalation("other", minutes: 0, subject: "memory-leak"),
            try escalation("elsewhere", minutes: 0, directory: "/srv/other"),
        ]
        let report = try #require(Sample.report(Sample.resolution) { $0.escalations = all })
        #expect(report.notifications.map(\.run) == ["before", "before", "during", "during"])
        #expect(report.notifications.map(\.channel) == ["page", "slack", "page", "slack"])
        #expect(report.notifications.map(\.state) == ["done", "unknown", "done", "unknown"])
    }

    @Test("Evidence is listed with its hash, its bytes and whether they still give it")
    func evidence() throws {
        let hashes = ["whole", "changed", "missing", "unread"].map { String($0.prefix(1)) + String(repeating: "0", count: 63) }
        var rows = Rows()
        rows.began("diagnose memory-leak", "memory-leak", kind: "read")
        for (index, hash) in hashes.enumerated() {
            rows.add(.observations, "recorded", ["id": "x"], evidence: [reference("piece-\(index)", hash)])
        }
        let report = try #require(
            Sample.report(rows) { $0.evidence = [hashes[0]: .whole([]), hashes[1]: .changed, hashes[2]: .missing] })
        #expect(report.evidence.map(\.state) == ["whole", "changed", "missing", "not-read"])
        #expect(report.evidence.map(\.sha256) == hashes && report.evidence.map(\.row) == [101, 102, 103, 104])
    }

    private func reference(_ name: String, _ hash: String) -> EvidenceReference {
        EvidenceReference(name: name, sha256: hash, row: 1, bytes: 12, leftOut: 3)
    }

    @Test("The runbook's four items are a checklist: the first is drafted, none is claimed as done")
    func checklist() throws {
        let report = try #require(Sample.report(Sample.resolution))
        #expect(report.checklist.map(\.isDrafted) == [true, false, false, false])
        #expect(report.checklist.last?.note?.hasPrefix("postmortem due: the severity is Critical") == true)
        let text = MarkdownReport.text(report)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("- [ ] ") } == 4 && !text.contains("[x]"))
    }

    @Test("No rows are no report, and a run of which only a piece is left is one all the same")
    func strange() throws {
        #expect(Sample.report(Rows()) == nil)
        var rows = Rows()
        rows.add(.observations, "smoke", ["passed": true])
        rows.add(.runs, "of-a-later-version", ["because": "who knows"])
        rows.add(.steps, "done")
        let report = try #require(Sample.report(rows))
        #expect(report.timeline.map(\.title) == ["Smoke checks passed", "of-a-later-version", "Done: a step"])
        #expect(!MarkdownReport.text(report).isEmpty && !HTMLReport.text(report).isEmpty && !JUnitReport.text(report).isEmpty)
    }
}

extension ModelTests {
    @Test("Steps that are looks are told with the others, and what healed the incident is named; a diagnosis's probes are no steps")
    func looks() throws {
        var rows = Rows()
        rows.began("resolve api-unresponsive", "api-unresponsive")
        rows.look("check/api", "unhealthy")
        rows.verdict("api-unresponsive", "confirmed", [("The health check is failing", "present")])
        rows.look("capture/memory", "ok")
        rows.look("api-unresponsive/resolution.1", "ok", "free again")
        rows.step("api-unresponsive/resolution.2", "skipped", ["title": "Restart", "because": "no longer needed"])
        rows.look("api-unresponsive/resolution.3", "unhealthy", "3 findings")
        rows.look("mesh/rollback.verify", "unhealthy", "sync runs")
        rows.add(.runs, "ended", ["outcome": "done", "exit_code": 0, "healed_by": "api-unresponsive/resolution.1", "verdict": "clear"])
        let report = try #require(Sample.report(rows))
        #expect(
            report.steps.map(\.id).map { $0.split(separator: "/").last ?? "" } == [
                "resolution.1", "resolution.2", "resolution.3", "rollback.verify",
            ])
        #expect(report.steps.map(\.state) == ["done", "skipped", "found", "failed"])
        #expect(report.steps.first?.title == "Restart the API" && report.steps.first?.because == "free again")
        #expect(report.steps.map(\.durationMilliseconds) == [12, nil, 12, 12])
        #expect(report.open.filter { $0.kind == .step }.map(\.id) == ["mesh/rollback.verify"])
        #expect(ReportJSON.document(report)["healed_by"]?.text == "api-unresponsive/resolution.1")
        let page = MarkdownReport.text(report)
        #expect(page.contains("Healed by") && page.contains("3 findings"), "\(page)")
    }

    @Test("A run that another one took back is told so")
    func takenBack() throws {
        var rows = Rows()
        rows.began("resolve high-latency", "high-latency")
        rows.ended("done", code: 0)
        rows.add(.runs, "abandoned", ["because": "taken back", "user": "ops"])
        let report = try #require(Sample.report(rows))
        #expect(report.run.isTakenBack && report.timeline.last?.title == "Closed: taken back")
        #expect(MarkdownReport.text(report).contains("taken back"))
    }
}
