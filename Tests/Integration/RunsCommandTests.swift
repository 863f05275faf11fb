import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// `runs` and `audit` on a journal that was written before.
@Suite(.ownThread) struct RunsCommandTests {
    /// A state home with two diagnoses and a change that did not end.
    private func withHistory(_ body: (Fixture, [String: String]) throws -> Void) throws {
        try Fixture.with { fixture in
            let environment = ["XDG_STATE_HOME": fixture.path("state"), "JARVIS_HOME": "/srv/jarvis"]
            let journal = try Journal.open(directory: StateDirectory.path(environment), deadline: .generous)
            for (id, verdict, symptom, p95) in [
                ("20261124-030000-aaaa", "clear", "absent", "0.1 s"), ("20261124-031000-bbbb", "confirmed", "present", "2.6 s"),
            ] {
                try journal.append(diagnosis(id, verdict, symptom, p95))
            }
            try journal.append([
                JournalEntry(
                    .runs, run: "20261124-032000-cccc", event: "began",
                    body: ["command": "mesh disable all", "subject": "mesh", "kind": "change", "plan_sha256": "ab", "plan": []]),
                JournalEntry(.steps, run: "20261124-032000-cccc", step: "mesh/rollback.1", event: "intended"),
            ])
            journal.close()
            try body(fixture, environment)
        }
    }

    private func diagnosis(_ id: String, _ verdict: String, _ symptom: String, _ p95: String) -> [JournalEntry] {
        let probe: JSONObject = [
            "id": "check/api", "step": .null, "kind": "http", "state": symptom == "absent" ? "ok" : "unhealthy", "duration_ms": 12.5,
            "summary": "p95 \(p95)".json, "evidence": ["output": "x"],
        ]
        let found: JSONValue = [["id": "high-latency/symptom.1", "text": "p95 latency > 2s", "state": symptom.json, "because": p95.json]]
        return [
            JournalEntry(
                .runs, run: id, event: "began",
                body: [
                    "command": "diagnose high-latency", "subject": "high-latency", "kind": "read", "directory": "/srv/jarvis",
                    "started_at": "2026-11-24T03:00:00.000Z", "by": ["user": "ops", "host": "box", "pid": 7, "tty": .null],
                ]),
            JournalEntry(.observations, run: id, step: "check/api", event: "recorded", body: probe),
            JournalEntry(
                .observations, run: id, event: "verdict",
                body: ["incident": "high-latency", "verdict": verdict.json, "because": p95.json, "symptoms": found]),
            JournalEntry(.runs, run: id, event: "ended", body: ["outcome": "done", "exit_code": verdict == "clear" ? 0 : 1]),
        ]
    }

    @Test("Documents are what their schemas say, on a journal with runs and on none")
    func schemas() throws {
        let cases: [([String], String)] = [
            (["runs"], "runs"), (["runs", "show", "last"], "run-record"), (["runs", "show", "20261124-030"], "run-record"),
            (["runs", "diff", "20261124-030", "20261124-031"], "runs-diff"), (["audit", "verify"], "audit"), (["audit"], "audit"),
        ]
        try withHistory { _, environment in
            for (arguments, schema) in cases {
                let run = try Run(arguments + ["-o", "json"], environment: environment)
                #expect(run.code == 0 && run.errors.isEmpty, "\(arguments): \(run.errors)")
                try Schema.check(run.output, schema)
            }
        }
        try Fixture.with { fixture in
            let environment = ["XDG_STATE_HOME": fixture.path("state")]
            for (arguments, schema, code) in [
                (["runs"], "runs", 0), (["audit", "verify"], "audit", 0), (["runs", "show", "last"], "error", 66),
            ]
                as [([String], String, Int32)]
            {
                let run = try Run(arguments + ["-o", "json"], environment: environment)
                #expect(run.code == code)
                try Schema.check(run.output, schema)
            }
            #expect(try fixture.snapshot().isEmpty && !Files.exists(fixture.path("state")))
        }
    }

    @Test("The list has the newest first, how each ended, and what to do about one that did not")
    func list() throws {
        try withHistory { _, environment in
            let run = try Run(["runs"], environment: environment)
            let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0].hasPrefix("RUN"))
            #expect(lines[1].contains("cccc") && lines[1].contains("not ended") && lines[1].contains("mesh disable all"))
            #expect(lines[2].contains("bbbb") && lines[2].contains("confirmed") && lines[3].contains("clear"))
            #expect(run.output.contains("jarvis-ops -C /srv/jarvis runs resume 20261124-032000-cccc"))
            #expect(try Run(["runs", "--limit", "1"], environment: environment).output.contains("2 older"))
        }
    }

    @Test("A run is shown with its verdict, symptoms, probes, and steps without a result")
    func show() throws {
        try withHistory { _, environment in
            let seen = try Run(["runs", "show", "20261124-031"], environment: environment).output
            for text in [
                "diagnose high-latency  confirmed", "ops@box", "✗  p95 latency > 2s  2.6 s", "✗  check/api", "2026-11-24T03:00:00.000Z",
            ] {
                #expect(seen.contains(text), "\(text) in \(seen)")
            }
            let change = try Run(["runs", "show", "last"], environment: environment).output
            #expect(change.contains("mesh/rollback.1  intended  begun, and how it ended is not known"), "\(change)")
        }
    }

    @Test("Two diagnoses are compared in words")
    func diff() throws {
        try withHistory { _, environment in
            let diff = try Run(["runs", "diff", "20261124-030", "20261124-031"], environment: environment).output
            for text in [
                "high-latency  clear → confirmed", "high-latency/symptom.1  absent → present", "check/api  ok → unhealthy",
                "was  p95 0.1 s",
            ] {
                #expect(diff.contains(text), "\(text) in \(diff)")
            }
            let same = try Run(["runs", "diff", "20261124-030", "20261124-030"], environment: environment).output
            #expect(same.contains("Nothing turned.") && same.contains("As before: 1 verdict, 1 symptom, 1 probe."))
            let unread = try Run(["runs", "diff", "last", "last"], environment: environment).output
            #expect(unread.contains("nothing to compare"))
        }
    }

    @Test("A dry run abandons nothing")
    func abandonDry() throws {
        try withHistory { _, environment in
            let before = try Run(["audit"], environment: environment).output
            let text = try Run(["runs", "abandon", "last", "-n"], environment: environment)
            #expect(text.code == 0 && text.output.contains("would be abandoned"), "\(text.output)")
            let document = try Run(["runs", "abandon", "last", "-n", "-o", "json"], environment: environment)
            try Schema.check(document.output, "run-abandoned")
            #expect(try document.json()["audit"]?.isNull == true)
            #expect(try Run(["audit"], environment: environment).output == before)
            #expect(try Run(["runs", "abandon", "last", "--yes"], environment: environment).code == 0)
            #expect(try Run(["audit"], environment: environment).output != before)
        }
    }

    @Test("What was written and then found wrong is taken back with the rest; what was not written is not")
    func undoOfFailed() throws {
        try withHistory { fixture, environment in
            let jarvis = try fixture.makeDirectory("jarvis")
            try fixture.write("JARVIS_USE_MESH_SYNC=0\nJARVIS_USE_MESH_ATTEST=1\n", to: "jarvis/.env")
            for mayHaveChanged in [true, false] {
                let journal = try Journal.open(directory: StateDirectory.path(environment), deadline: .generous)
                let run = "20261124-033000-\(mayHaveChanged)"
                try journal.append([
                    JournalEntry(
                        .runs, run: run, event: "began",
                        body: [
                            "command": "mesh disable sync", "subject": "mesh", "kind": "change", "directory": jarvis.json,
                            "request": ["kind": "flags", "verb": "disable", "word": "sync"],
                        ]),
                    JournalEntry(
                        .steps, run: run, step: "mesh/disable.sync", event: "intended",
                        body: ["undo": ["operation": "set-variable", "name": "JARVIS_USE_MESH_SYNC", "value": "1"]]),
                    JournalEntry(
                        .steps, run: run, step: "mesh/disable.sync", event: "failed", body: ["may_have_changed": mayHaveChanged.json]),
                    JournalEntry(.runs, run: run, event: "ended", body: ["outcome": "failed", "exit_code": 1]),
                ])
                journal.close()
                let plan = try Run(
                    ["runs", "resume", run, "--undo", "-n", "-o", "json", "-C", jarvis],
                    environment: environment.merging(["JARVIS_OPS_ENVIRONMENT": "staging"]) { $1 }
                ).json()
                #expect(plan["steps"]?.array?.compactMap { $0["id"]?.text } == (mayHaveChanged ? ["undo/sync", "undo/verify"] : []))
            }
        }
    }

    @Test(
        "A name that fits no run or several is refused with what to try", arguments: [("zzz", 66), ("20261124", 64)] as [(String, Int32)])
    func names(name: String, code: Int32) throws {
        try withHistory { _, environment in
            let run = try Run(["runs", "show", name], environment: environment)
            #expect(run.code == code && run.output.isEmpty && run.errors.contains(name))
        }
    }

    @Test("An edited row, a missing journal and a missing anchor end the check with 65; the runs can still be looked at, with a warning")
    func tampering() throws {
        try withHistory { fixture, environment in
            let database = StateDirectory.path(environment) + "/journal.db"
            try PythonServer.run(
                "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute(\"update runs set body = '{}' where seq = 9\")\nc.commit()",
                in: fixture, arguments: [database])
            let check = try Run(["audit", "verify"], environment: environment)
            #expect(check.code == 65 && check.output.contains("edited   runs     9  the row was edited"), "\(check.output)")
            let document = try Run(["audit", "verify", "-o", "json"], environment: environment)
            #expect(document.code == 65)
            try Schema.check(document.output, "audit")

            let anchor = try ChildProcess(["rm", StateDirectory.path(environment) + "/journal.anchor"], output: fixture.path("out"))
            #expect(try anchor.wait() == 0)
            let listed = try Run(["runs"], environment: environment)
            #expect(listed.code == 0 && listed.output.contains("bbbb") && listed.errors.contains("journal.anchor is missing"))
            #expect(try Run(["audit", "verify"], environment: environment).code == 65)
        }
        try withHistory { fixture, environment in
            let file = try ChildProcess(["rm", StateDirectory.path(environment) + "/journal.db"], output: fixture.path("out"))
            #expect(try file.wait() == 0)
            let check = try Run(["audit", "verify"], environment: environment)
            #expect(check.code == 65 && check.output.contains("journal.db is missing"))
            #expect(try Run(["runs"], environment: environment).code == 65)
        }
    }
}
