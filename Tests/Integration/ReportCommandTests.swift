import Configuration
import Glibc
import JSONKit
import Journal
import OpsCommands
import SystemKit
import TestSupport
import Testing

/// `report RUN` on runs that really were, and what it says where there is nothing to report.
@Suite(.ownThread) struct ReportCommandTests {
    // MARK: - Real runs

    @Test("A diagnosis of a failing API becomes a report in all four forms, each what it must be")
    func diagnosis() throws {
        try MeshDrill.with(.apiErrors) { drill in
            #expect(try drill.run(["diagnose", "api-unresponsive", "high-latency"]).code == 1)
            let text = try drill.run(["report", "last"])
            #expect(text.code == 0 && text.errors.isEmpty, "\(text.errors)")
            for words in [
                "# Incident report: API Unresponsive\n", "✗ confirmed", "**Critical**",
                "unknown of 15 min allowed: nobody knows when it began", "postmortem due",
                "Looked: check/api", "- [ ] Write the incident report", "## Audit",
            ] {
                #expect(text.output.contains(words), "\(words) in \(text.output)")
            }
            try checkForms(drill)
            let document = try drill.run(["report", "last", "-o", "json"]).json()
            #expect(document["severity"]?["severity"]?.text == "critical" && document["postmortem"]?["due"]?.bool == true)
            #expect((5...8).contains(document["measured"]?["latency"]?[0]?["times_ms"]?.array?.count ?? 0))
            #expect(document["measured"]?["latency_limit_ms"]?.double == 2000)
            #expect(document["response"]?["act"]?.text == "diagnosis")
            // The report anchors the chain where it ends.
            let head = try drill.run(["audit", "verify", "-o", "json"]).json()
            #expect(document["audit"]?["head"]?.text == head["head"]?.text && document["audit"]?["rows"]?.int == head["rows"]?.int)
            #expect(text.output.contains(head["head"]?.text ?? "?"))
        }
    }

    @Test("Triage and a leak have pictures of latency, memory, backlog and rate limits")
    func pictures() throws {
        try MeshDrill.with(.leaking) { drill in
            #expect(try drill.run(["triage"]).code == 1)
            let page = try drill.run(["report", "last", "--format", "html"]).output
            for title in [
                "Response time of the API", "Memory of the service", "Events that wait in the outbox", "Rate limits until they are free",
            ] {
                #expect(page.contains(">\(title)</title>"), "\(title)")
            }
            try checkForms(drill)
            let document = try drill.run(["report", "last", "--format", "json"]).json()
            #expect(document["severity"]?["severity"]?.text == "medium" && document["postmortem"]?["due"]?.bool == false)
            #expect(document["measured"]?["memory"]?[0]?["bytes_per_minute"]?.double ?? 0 > 10_000_000)
            // What was too long for the journal still gives its hash.
            #expect(document["evidence"]?.array?.allSatisfy { $0["state"]?.text == "whole" } == true)
        }
    }

    @Test("A change of the mesh is told with its decisions, its approval and its steps")
    func change() throws {
        try MeshDrill.with(.meshPoisoned) { drill in
            #expect(try drill.run(["mesh", "retry", "--yes"]).code == 1)
            let run = try drill.run(["report", "last", "-o", "json"])
            let document = try run.json()
            #expect(document["kind"]?.text == "change" && document["command"]?.text?.hasPrefix("mesh retry") == true)
            #expect(document["incidents"]?[0]?["incident"]?.text == "mesh")
            #expect(document["response"]?["act"]?.text == "approval" && document["response"]?["verdict"]?.text == "no-limit")
            #expect(document["approvals"]?[0]?["means"]?.text == "option" && document["approvals"]?[0]?["spent"]?.bool == true)
            #expect(!(document["decisions"]?.array ?? []).isEmpty && !(document["steps"]?.array ?? []).isEmpty)
            #expect((document["open"]?.array ?? []).contains { $0["kind"]?.text == "event" }, "\(run.output)")
            let text = try drill.run(["report", "last"]).output
            #expect(text.contains("## Who decided") && text.contains("data integrity"))
            try checkForms(drill)
        }
    }

    private func checkForms(_ drill: MeshDrill) throws {
        let html = try drill.run(["report", "last", "--format", "html"])
        #expect(html.code == 0 && html.errors.isEmpty)
        #expect(try ReportChecks.page(html.output, in: drill.fixture).faults == "")
        let junit = try drill.run(["report", "last", "--format", "junit"])
        let schema = Checkout.root + "/Tests/Fixtures/junit/junit.xsd"
        #expect(try junitFaults(junit.output, schema, drill.fixture) == "")
        for arguments in [["--format", "json"], ["-o", "json"]] {
            let document = try drill.run(["report", "last"] + arguments)
            #expect(document.code == 0)
            try Schema.check(document.output, "report")
        }
        // Nothing of the practice Jarvis is secret by shape where only the page's own style stands.
        #expect(!html.output.contains("url(") && html.output.contains("</html>\n"))
        let key = try drill.dotEnv()["JARVIS_MESH_SHARED_KEY"] ?? ""
        for output in [html.output, junit.output, try drill.run(["report", "last"]).output] where key.utf8.count > 8 {
            #expect(!output.contains(key))
        }
    }

    private func junitFaults(_ xml: String, _ schema: String, _ fixture: Fixture) throws -> String {
        try ReportChecks.junit(xml, schema: schema, in: fixture)
    }

    // MARK: - A run as a resolution leaves it

    /// A resolution with two verdicts, an escalation before it, and a step that did not end.
    private func withResolution(_ body: (Fixture, [String: String]) throws -> Void) throws {
        try Fixture.with { fixture in
            let environment = ["XDG_STATE_HOME": fixture.path("state"), "JARVIS_HOME": "/srv/jarvis"]
            let journal = try Journal.open(directory: StateDirectory.path(environment), deadline: .generous)
            let id = "20261124-040000-bbbb"
            let by: JSONObject = ["user": "ops", "host": "box", "tty": "/dev/pts/0"]
            func began(_ run: String, _ command: String, _ kind: String) -> JournalEntry {
                let body: JSONObject = [
                    "command": command.json, "subject": "api-unresponsive", "kind": kind.json, "directory": "/srv/jarvis",
                    "by": .object(by),
                ]
                return JournalEntry(.runs, run: run, event: "began", body: body)
            }
            func verdict(_ word: String, _ state: String) -> JournalEntry {
                let symptoms: JSONValue = [
                    ["id": "api-unresponsive/symptom.1", "text": "The health check is failing", "state": state.json, "because": "measured"]
                ]
                let body: JSONObject = ["incident": "api-unresponsive", "verdict": word.json, "because": "measured", "symptoms": symptoms]
                return JournalEntry(.observations, run: id, event: "verdict", body: body)
            }
            try journal.append([
                began("20261124-035900-aaaa", "escalate api-unresponsive", "change"),
                JournalEntry(.steps, run: "20261124-035900-aaaa", step: "escalate/page", event: "intended", body: ["title": "Page"]),
                JournalEntry(.steps, run: "20261124-035900-aaaa", step: "escalate/page", event: "failed", body: ["because": "no route"]),
                JournalEntry(.runs, run: "20261124-035900-aaaa", event: "ended", body: ["outcome": "failed", "exit_code": 69]),
            ])
            let long = JournalEvidence(name: "check/api", bytes: Array(#"{"requested":2,"times_ms":[5,9]}"#.utf8))
            try journal.append([
                began(id, "resolve api-unresponsive", "change"),
                JournalEntry(
                    .observations, run: id, step: "check/api", event: "recorded",
                    body: ["id": "check/api", "state": "unhealthy", "evidence": ["sha256": long.sha256.json]], evidence: [long]),
                verdict("confirmed", "present"),
                JournalEntry(
                    .steps, run: id, step: "api-unresponsive/resolution.1", event: "intended", body: ["title": "Restart <b>it</b>"]),
                verdict("clear", "absent"),
            ])
            journal.close()
            try body(fixture, environment)
        }
    }

    @Test("A resolution: before and after, who was told, evidence by its hash, and the command that finishes it")
    func resolution() throws {
        try withResolution { fixture, environment in
            let run = try Run(["report", "20261124-04", "-o", "json"], environment: environment)
            try Schema.check(run.output, "report")
            let document = try run.json()
            #expect(document["incidents"]?[0]?["before"]?["verdict"]?.text == "confirmed")
            #expect(document["incidents"]?[0]?["after"]?["verdict"]?.text == "clear")
            #expect(document["notifications"]?[0]?["channel"]?.text == "page" && document["notifications"]?[0]?["state"]?.text == "failed")
            #expect(document["measured"]?["latency"]?[0]?["times_ms"] == [5.0, 9.0])
            #expect(document["evidence"]?[0]?["state"]?.text == "whole")
            #expect(document["resume"]?.text?.hasSuffix("jarvis-ops -C /srv/jarvis runs resume 20261124-040000-bbbb") == true)
            #expect((document["open"]?.array ?? []).compactMap { $0["kind"]?.text } == ["run", "step"])
            let text = try Run(["report", "20261124-04"], environment: environment).output
            #expect(text.contains("✗ confirmed → ✓ clear") && text.contains("Restart \\<b\\>it\\</b\\>") && !text.contains("<b>"))
            // Looking changes nothing.
            let before = try fixture.snapshot()
            _ = try Run(["report", "last", "--format", "html"], environment: environment)
            #expect(try fixture.snapshot() == before)
        }
    }

    @Test("A person who knows when it began says so, and the response time counts from there")
    func beginning() throws {
        try withResolution { _, environment in
            func ask(_ time: String) throws -> Run { try Run(["report", "last", "-o", "json", "--began", time], environment: environment) }
            let old = try ask("2026-11-24T03:00:00+00:00").json()["response"]
            #expect(old?["beginning_given"]?.bool == true && old?["from"]?.text == "2026-11-24T03:00:00.000Z")
            #expect(["kept", "missed"].contains(old?["verdict"]?.text ?? ""))
            #expect(try ask("2999-01-01T00:00:00Z").code == 64)
            #expect(try ask("yesterday").code == 64)
        }
    }

    @Test(
        "Secrets are taken out of every form, and what looks like one takes no part of a page with it",
        arguments: [
            "password:", "token=", "api_key = ", "SECRET_KEY=hunter2&trailing<x>", "Authorization: Bearer", "https://user:",
            "-----BEGIN PRIVATE KEY-----",
            "\"password\":", "a <hunter2&more-of-it> b", "Cookie: session=", "--password", "redis://:", "'token': '",
        ])
    func secrets(text: String) throws {
        try Fixture.with { fixture in
            let secret = "hunter2&more-of-it"
            let environment = ["XDG_STATE_HOME": fixture.path("state"), "JARVIS_API_TOKEN": secret]
            let journal = try Journal.open(directory: StateDirectory.path(environment), deadline: .generous)
            let by: JSONObject = ["user": text.json, "host": text.json]
            try journal.append([
                JournalEntry(
                    .runs, run: "r-1", event: "began", body: ["command": text.json, "subject": "mesh", "kind": "change", "by": .object(by)]),
                JournalEntry(
                    .observations, run: "r-1", step: text, event: "recorded",
                    body: [
                        "id": text.json, "state": "unhealthy", "summary": text.json,
                        "evidence": ["keys": [["provider": text.json, "ttl_ms": 5]]],
                    ]),
                JournalEntry(.decisions, run: "r-1", step: text, event: "decided", body: ["verdict": text.json, "because": text.json]),
                JournalEntry(.steps, run: "r-1", step: "s/" + text, event: "failed", body: ["title": text.json, "because": text.json]),
                JournalEntry(.runs, run: "r-1", event: "ended", body: ["outcome": text.json, "because": text.json, "exit_code": 1]),
            ])
            journal.close()
            func written(_ format: String) throws -> String {
                let path = fixture.path("report")
                let printed = try Run(["report", "r-1", "--format", format], environment: environment)
                #expect(try Run(["report", "r-1", "--format", format, "--file", path], environment: environment).code == 0)
                let file = String(decoding: try Files.read(path), as: UTF8.self)
                for output in [printed.output, file] {
                    #expect(!output.contains(secret) && !output.contains("hunter2&amp;more-of-it"), "\(format)")
                }
                return printed.output
            }
            #expect(try ReportChecks.page(try written("html"), in: fixture).faults == "")
            let schema = Checkout.root + "/Tests/Fixtures/junit/junit.xsd"
            #expect(try junitFaults(try written("junit"), schema, fixture) == "")
            try Schema.check(try written("json"), "report")
            _ = try written("markdown")
        }
    }

    // MARK: - Files

    @Test("A report is written to a file whole, for its owner alone; one that is there is replaced and keeps its mode")
    func file() throws {
        try withResolution { fixture, environment in
            let path = fixture.path("report.html")
            let printed = try Run(["report", "last", "--format", "junit"], environment: environment).output
            let run = try Run(["report", "last", "--format", "junit", "--file", path], environment: environment)
            #expect(run.code == 0 && run.output.isEmpty && run.errors.contains("is in \(path)"))
            #expect(String(decoding: try Files.read(path), as: UTF8.self) == printed)
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
            chmod(path, 0o644)
            let relative = try Run(
                ["report", "last", "--file", "report.html", "-q"], environment: environment, directory: fixture.directory)
            #expect(relative.code == 0 && relative.errors.isEmpty)
            #expect(try Files.read(path).starts(with: Array("# Incident report".utf8)))
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o644)
            #expect(try Files.list(fixture.directory).filter { $0.hasPrefix("report") || $0.hasPrefix(".report") } == ["report.html"])
            let document = try Run(["report", "last", "-o", "json", "--file", path], environment: environment)
            #expect(document.code == 0)
            try Schema.check(String(decoding: try Files.read(path), as: UTF8.self), "report")
        }
    }

    @Test("Where no file can be made the code is 73, and nothing is left")
    func unwritable() throws {
        try withResolution { fixture, environment in
            for path in [fixture.path("none/report.md"), fixture.directory, "/proc/report.md"] {
                let run = try Run(["report", "last", "--file", path, "-o", "json"], environment: environment)
                #expect(run.code == 73, "\(path): \(run.code) \(run.output)")
                try Schema.check(run.output, "error")
                #expect(try run.json()["error"]?["code"]?.text == "report-file")
            }
            #expect(try Files.list(fixture.directory) == ["state"])
        }
    }

    @Test("A full disk is 74, and the old report stays", .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        try withResolution { fixture, environment in
            let directory = try fixture.makeDirectory("disk")
            try SmallDisk.with(directory) { disk in
                let path = directory + "/report.md"
                #expect(try Run(["report", "last", "--file", path], environment: environment).code == 0)
                let old = try Files.read(path)
                try disk.fill()
                let run = try Run(["report", "last", "--format", "html", "--file", path], environment: environment)
                #expect(run.code == 74, "\(run.errors)")
                #expect(try Files.read(path) == old)
            }
        }
    }

    // MARK: - Nothing to report

    @Test(
        "A run that is not there is 66, one that is not named well enough 64, contradicting forms too",
        arguments: [
            (["20250101"], 66, "runs"), (["2026"], 64, "Write more of the id"), ([], 64, ""), (["last", "--format", "pdf"], 64, ""),
            (["last", "--format", "html", "-o", "json"], 64, ""), (["last", "-o", "sarif"], 64, ""),
            (["last", "-o", "jsonl", "--file", "x"], 64, ""),
            (["last", "--runbook", "/nowhere.md"], 66, "--runbook"),
        ] as [([String], Int32, String)])
    func refused(arguments: [String], code: Int32, hint: String) throws {
        try withResolution { _, environment in
            let run = try Run(["report"] + arguments, environment: environment)
            #expect(run.code == code && (run.errors + run.output).contains(hint), "\(run.code) \(run.errors)")
        }
    }

    @Test("Without a journal there is no run, and none is made")
    func noJournal() throws {
        try Fixture.with { fixture in
            for format in ["markdown", "html", "json", "junit"] {
                let run = try Run(["report", "last", "--format", format], environment: ["XDG_STATE_HOME": fixture.path("state")])
                #expect(run.code == 66 && run.output.isEmpty && run.errors.contains("nothing has been recorded yet"))
            }
            #expect(!Files.exists(fixture.path("state")))
        }
    }

    @Test("A journal that was changed is reported with a warning in the report itself")
    func tampered() throws {
        try withResolution { fixture, environment in
            let database = StateDirectory.path(environment) + "/journal.db"
            try PythonServer.run(
                """
                import sqlite3, sys
                db = sqlite3.connect(sys.argv[1])
                db.execute("UPDATE observations SET body = replace(body, 'clear', 'clean') WHERE event = 'verdict'")
                db.execute("UPDATE evidence SET bytes = 'other'")
                db.commit()
                """, in: fixture, arguments: [database])
            let run = try Run(["report", "last", "-o", "json"], environment: environment)
            #expect(run.code == 0 && run.errors.contains("may not be what was written"), "\(run.errors)")
            let document = try run.json()
            #expect(document["audit"]?["warning"]?.text != nil && document["evidence"]?[0]?["state"]?.text == "changed")
            #expect(try Run(["report", "last"], environment: environment).output.contains("**Warning**"))
        }
    }
}
