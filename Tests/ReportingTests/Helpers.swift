import JSONKit
import Journal
import PythonOracle
import Runbook
import SystemKit
import TestSupport

@testable import Reporting

/// Rows of one run, one after the other.
struct Rows {
    private(set) var all: [JournalRow] = []
    /// Milliseconds since the run began.
    private(set) var clock: Int64 = 0
    let run: String
    static let start: Int64 = 1_795_572_000_000

    init(_ run: String = "20261125-020000-abcd") { self.run = run }

    mutating func add(
        _ table: JournalEntry.Table, _ event: String, step: String? = nil, after milliseconds: Int64 = 0, _ body: JSONObject = [:],
        evidence: [EvidenceReference] = []
    ) {
        clock += milliseconds
        all.append(
            JournalRow(
                seq: 100 + all.count, table: table, run: run, step: step, event: event, at: Timestamp(milliseconds: Rows.start + clock),
                body: body,
                evidence: evidence, hash: String(repeating: "a", count: 64)))
    }

    mutating func began(_ command: String, _ subject: String, kind: String = "change") {
        add(
            .runs, "began",
            [
                "command": command.json, "subject": subject.json, "kind": kind.json, "directory": "/srv/jarvis",
                "by": ["user": "ops", "host": "box", "pid": 7, "tty": "/dev/pts/1"],
            ])
    }

    mutating func look(_ id: String, _ state: String, after milliseconds: Int64 = 0, _ summary: String = "", _ evidence: JSONObject = [:]) {
        add(
            .observations, "recorded", step: id, after: milliseconds,
            [
                "id": id.json, "step": .null, "kind": "http", "state": state.json, "duration_ms": 12.5, "summary": summary.json,
                "evidence": .object(evidence),
            ])
    }

    mutating func verdict(_ incident: String, _ verdict: String, _ symptoms: [(text: String, state: String)], because: String = "") {
        let list = symptoms.enumerated().map { index, symptom -> JSONValue in
            [
                "id": "\(incident)/symptom.\(index + 1)".json, "text": symptom.text.json, "state": symptom.state.json,
                "because": "measured".json,
            ]
        }
        add(
            .observations, "verdict",
            ["incident": incident.json, "verdict": verdict.json, "because": because.json, "symptoms": .array(list)])
    }

    mutating func step(_ id: String, _ event: String, after milliseconds: Int64 = 0, _ body: JSONObject = [:]) {
        add(.steps, event, step: id, after: milliseconds, body)
    }

    mutating func ended(_ outcome: String, code: Int, after milliseconds: Int64 = 0) {
        add(.runs, "ended", after: milliseconds, ["outcome": outcome.json, "exit_code": code.json])
    }
}

enum Sample {
    static let runbook = RunbookReader.read(Array(text.utf8))
    static let text = """
        # Runbook

        ## Severities

        | Severity | Response Time | Escalation |
        |----------|---------------|------------|
        | Critical | 15 min | Immediate page |
        | High | 1 hour | Slack alert |
        | Medium | 4 hours | Email |

        ## Incidents

        ### 1. API Unresponsive (Critical)

        **Symptoms:**
        - The health check is failing
        - Requests end in a timeout

        **Resolution:**
        1. Restart the API:
           ```bash {timeout=60s}
           docker-compose restart jarvis-api
           ```

        ### 2. High Latency (High)

        **Symptoms:**
        - p95 latency > 2s

        ### 3. Memory Leak (Medium)

        **Symptoms:**
        - Memory use grows little by little

        ## Post-Incident

        1. Write the incident report
        2. Correct this runbook
        3. Add an alert
        4. Set a date for the postmortem when the incident was Critical or High

        ## Mesh Sync and Attestation Degraded Mode

        ### Symptoms
        - The capability report calls `mesh_sync` `degraded`.
        """

    static func input(_ rows: [JournalRow]) -> ReportInput {
        var input = ReportInput(
            rows: rows, source: .init(runbook, path: "built-in", sha256: String(repeating: "b", count: 64)),
            now: Timestamp(milliseconds: Rows.start + 3_600_000))
        input.head = JournalHead(rows: 4711, hash: String(repeating: "c", count: 64))
        return input
    }

    static func report(_ rows: Rows, _ change: (inout ReportInput) -> Void = { _ in }) -> IncidentReport? {
        var input = input(rows.all)
        change(&input)
        return IncidentReport(input)
    }

    /// What xmllint and Python find wrong with JUnit's XML; empty when nothing.
    static func junitFaults(_ xml: String) throws -> String {
        try Fixture.with { fixture in try ReportChecks.junit(xml, schema: TestFile.fixture("junit/junit.xsd"), in: fixture) }
    }

    static func sampleOfAPI(_ times: [Double]) -> JSONObject { ["requested": times.count.json, "times_ms": times.json] }

    /// A resolution that restarted the service, with approval, and a person's step that was declined.
    static var resolution: Rows {
        var rows = Rows()
        rows.began("resolve api-unresponsive", "api-unresponsive")
        rows.look("check/api", "unhealthy", after: 4000, "12 of 20 answered, 8 with 5xx", sampleOfAPI((1...20).map { 40.0 * Double($0) }))
        rows.verdict(
            "api-unresponsive", "confirmed", [("The health check is failing", "present"), ("Requests end in a timeout", "unknown")],
            because: "the health check fails")
        rows.add(
            .decisions, "decided", step: "api-unresponsive/resolution.1",
            ["verdict": "needs-approval", "because": "it changes the service", "rules": [["rule": "one-responder", "because": .null]]])
        let by: JSONObject = ["user": "ops", "host": "box", "tty": "/dev/pts/1"]
        var given: JSONObject = ["id": "a1", "plan_sha256": "ab", "name": .null, "means": "prompt"]
        given.members += by.members
        rows.add(.approvals, "given", after: 20_000, given)
        rows.add(.approvals, "spent", ["id": "a1"])
        rows.step("api-unresponsive/resolution.1", "intended", ["title": "Restart the API"])
        rows.step(
            "api-unresponsive/resolution.1", "done", after: 8000,
            ["title": "Restart the API", "because": "restarted, and ready after 3.1 s", "evidence": [], "may_have_changed": true])
        rows.step(
            "api-unresponsive/resolution.2", "skipped", after: 500,
            [
                "title": "See whether the database answers", "because": "declined", "word": "declined", "reason": "not at night",
                "by": ["person": true, "user": "ops", "host": "box"],
            ])
        rows.look("check/api", "ok", after: 4000, "20 of 20 answered", sampleOfAPI((1...20).map { 2.0 * Double($0) }))
        rows.verdict(
            "api-unresponsive", "clear", [("The health check is failing", "absent"), ("Requests end in a timeout", "absent")],
            because: "everything answers")
        rows.ended("done", code: 0, after: 10)
        return rows
    }
}
