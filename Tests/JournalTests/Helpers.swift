import JSONKit
import Journal
import SystemKit
import TestSupport

extension Fixture {
    /// A state directory in the fixture that need not be there yet.
    var state: String { path("state/jarvis-ops") }
    var database: String { state + "/journal.db" }
    var anchor: String { state + "/journal.anchor" }

    func journal() throws -> Journal { try Journal.open(directory: state, deadline: .generous) }

    func verify() throws -> JournalVerification { try Journal.verify(directory: state, deadline: .generous) }

    /// A journal of every kind of row, with evidence, closed again.
    @discardableResult
    func filled(runs: Int = 3) throws -> JournalHead {
        let journal = try journal()
        for number in 1...runs { try journal.append(sampleRun("run-\(number)")) }
        let head = try journal.head()
        journal.close()
        return head
    }

    /// Changes the database with Python's own sqlite3; `c` is the connection, in autocommit mode.
    @discardableResult
    func tamper(_ statements: String) throws -> String {
        let script = """
            import sqlite3
            c = sqlite3.connect('\(database)', isolation_level=None)
            \(statements)
            c.close()
            """
        return try PythonServer.run(script, in: self, name: "tamper")
    }
}

/// Eleven rows over all five tables.
func sampleRun(_ id: String) -> [JournalEntry] {
    let began: JSONObject = [
        "command": "mesh disable all", "subject": "mesh", "kind": "change", "directory": "/srv/jarvis", "plan_sha256": "ab12",
        "plan": ["steps": []], "by": ["user": "root", "host": "box", "pid": 7, "tty": .null],
    ]
    let seen = JournalEvidence(name: "stdout", bytes: Array("output of \(id)".utf8))
    let shared = JournalEvidence(name: "stderr", bytes: Array("the same every time".utf8))
    let probe: JSONObject = [
        "id": "mesh/diagnosis.1", "step": "mesh/diagnosis.1", "kind": "outbox", "state": "ok", "duration_ms": 1.5, "summary": "2 pending",
        "evidence": ["pending": 2],
    ]
    return [
        JournalEntry(.runs, run: id, event: "began", body: began),
        JournalEntry(.observations, run: id, step: "mesh/diagnosis.1", event: "recorded", body: probe, evidence: [seen, shared]),
        JournalEntry(.observations, run: id, event: "verdict", body: ["incident": "mesh", "verdict": "confirmed", "because": "2 pending"]),
        JournalEntry(.decisions, run: id, event: "decided", body: ["allowed": true]),
        JournalEntry(.approvals, run: id, event: "given", body: ["id": "approval-\(id)".json, "plan_sha256": "ab12", "name": "changes"]),
        JournalEntry(.approvals, run: id, event: "spent", body: ["id": "approval-\(id)".json]),
        JournalEntry(.steps, run: id, step: "mesh/rollback.1", event: "intended", body: ["present": ["flag": "1"]]),
        JournalEntry(.steps, run: id, step: "mesh/rollback.1", event: "done", body: ["because": "written"], evidence: [shared]),
        JournalEntry(.steps, run: id, step: "mesh/rollback.2", event: "intended"),
        JournalEntry(.steps, run: id, step: "mesh/rollback.2", event: "failed", body: ["because": "é “quoted” \u{0}"]),
        JournalEntry(.runs, run: id, event: "ended", body: ["outcome": "failed", "exit_code": 1]),
    ]
}

/// The error that `body` ends with; nil when it ends well.
func journalError<Value>(_ body: () throws -> Value) -> JournalError? {
    do { _ = try body() } catch { return error as? JournalError }
    return nil
}
