import JSONKit
import SystemKit
import TestSupport
import Testing

/// Text that wants to steer a terminal, in every input, through every command and format: nothing of it reaches a reader raw.
@Suite(.ownThread) struct HostileControlTests {
    /// A title for the window, a bell, a cleared screen, an 8-bit control sequence, text turned around, a line that is none.
    static let hostile =
        "evil\u{1B}]0;t\u{7}\u{1B}[2J\u{1B}[31m\u{8}\u{9B}1m\u{85}\u{202E}x\u{2066}y\u{200F}z\u{2028}u\u{2029}v\u{7F}w\u{FEFF}\u{E0041}"
    /// The same as JSON's own escapes, with a NUL and newlines.
    static let escaped =
        "evil\\u001b]0;t\\u0007\\u001b[2J\\u0000\\b\\u009b1m\\u0085\\u202ex\\u2066y\\u200fz\\u2028u\\u2029v\\u007fw\\ufeff\\udb40\\udc41"

    struct Place {
        let fixture: Fixture
        let runbook: String
        let environment: [String: String]
        var directory: String { fixture.path("jar\(HostileControlTests.hostile)vis") }
    }

    private static func with(_ body: (Place) throws -> Void) throws {
        try Fixture.with { fixture in
            let name = "jar\(hostile)vis"
            for part in ["", "/data", "/data/mesh"] { try fixture.makeDirectory(name + part) }
            try fixture.makeDirectory("state")
            try fixture.write(
                "JARVIS_USE_MESH_SYNC=\(hostile)\nJARVIS_MESH_NODE_PUBKEY=node\(hostile)\nJARVIS_MESH_SYNC_SUBJECT=sub\(hostile)\nB=\(hostile)\n",
                to: name + "/.env")
            try fixture.write(
                "{\"event_id\":\"ev\(escaped)\",\"status\":\"invalid_envelope\",\"reason\":\"why\(escaped)\",\"state_hash\":\"\",\"timestamp\":\"\(escaped)\"}\n"
                    + "{\"event_id\":\"plain\",\"status\":\"pending_publish\",\"reason\":\"why\(escaped)\",\"state_hash\":\"\(escaped)\",\"timestamp\":\"2026-11-24T03:00:00+00:00\"}\n"
                    + "{\"event_id\":\"odd\",\"status\":\"\(escaped)\",\"state_hash\":\"\",\"timestamp\":\"x\"}\n",
                to: name + "/data/mesh/outbox.jsonl")
            try fixture.write("services:\n  api\(hostile): [\n", to: name + "/docker-compose.yml")
            let runbook = try fixture.write(text, to: "run\(hostile).md")
            try fixture.write("{\"message_id\":\"\(escaped)\",\"protocol_version\":\"\(escaped)\"}", to: "envelope\(hostile).json")
            let server = try PythonServer(script, in: fixture, name: "service", arguments: [escaped])
            let environment = [
                "JARVIS_HOME": fixture.path(name), "XDG_STATE_HOME": fixture.path("state"), "TMPDIR": fixture.directory,
                "JARVIS_API_URL": "http://127.0.0.1:\(server.port)", "JARVIS_MEMORY_ROOT": fixture.path("none\(hostile)"),
                "JARVIS_NATS_URL": "nats://127.0.0.1:1",
            ]
            try body(Place(fixture: fixture, runbook: runbook, environment: environment))
        }
    }

    /// What a reader must never be given: control characters but the line feed, C1, separators, bidirectional controls, tags.
    static func controls(in text: String) -> [String] {
        text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
                0xE0000...0xE007F:
                true
            default: false
            }
        }.map { "U+" + String($0.value, radix: 16, uppercase: true) }
    }

    private static let commands: [[String]] = [
        ["list"], ["show", "odd-evil"], ["show", "1", "--context"], ["show", "mesh", "--context"], ["explain", "1/diagnosis.1"], ["lint"],
        ["diagnose"], ["diagnose", "1"], ["diagnose", "api-unresponsive", "mesh"], ["triage"], ["triage", "-v"], ["doctor"],
        ["mesh", "status"], ["mesh", "tail"], ["mesh", "tail", "-n", "1"], ["mesh", "flags"], ["mesh", "smoke"],
        ["mesh", "verify", "ENVELOPE"],
        ["mesh", "verify", "none\(hostile)"], ["mesh", "hash", "ENVELOPE"], ["mesh", "retry", "-n"], ["mesh", "retry", "--yes"],
        ["mesh", "acknowledge", "ev\(hostile)", "--reason", hostile], ["mesh", "acknowledge", "none\(hostile)", "--reason", hostile],
        ["mesh", "enable", "sync", "-n"], ["mesh", "enable", "sync", "--yes"], ["mesh", "disable", "all", "-n"],
        ["mesh", "disable", "all", "--yes", "--timeout", "1s"], ["resolve", "1", "-n"],
        ["resolve", "1", "--yes", "--skip", "1/resolution.1", "--reason", hostile], ["resolve", "mesh", "--yes", "--timeout", "1s"],
        ["resolve", "api-unresponsive", "-n"], ["rollback", "mesh", "-n"], ["rollback", "mesh", "--tag", hostile, "--yes"],
        ["runs"], ["runs", "show", "last"], ["runs", "show", hostile], ["runs", "resume", "last", "--yes", "--timeout", "1s"],
        ["runs", "abandon", "last"], ["audit", "verify"], ["report", "last"], ["report", "last", "--format", "html"],
        ["report", "last", "--format", "junit"], ["report", "last", "--format", "json"], ["report", hostile],
        ["escalate", "1", "-n"], ["escalate", "api-unresponsive", "-n"], ["watch", "1", "--for", "1s", "--interval", "1s"],
        ["drill", "--list"], ["drill", hostile], [hostile], ["list", "--\(hostile)"], ["list", "-C", hostile],
        ["list", "--runbook", hostile],
        ["mesh", "status", "--outbox", hostile], ["list", "--timeout", hostile], ["list", hostile], ["show", hostile],
        ["explain", hostile],
        ["lint", hostile], ["diagnose", hostile], ["resolve", hostile], ["watch", hostile], ["escalate", hostile], ["mesh", hostile],
        ["doctor", "-C", "/none\(hostile)"], ["mesh", "flags", "-C", "/none\(hostile)"],
        ["resolve", "1", "--confirm", hostile, "--no-input"],
    ]

    @Test("Of hostile text in every input, no control character reaches a reader, in no format")
    func corpus() throws {
        try Self.with { place in
            var seen = 0
            for written in Self.commands {
                let arguments = written.map { $0 == "ENVELOPE" ? place.fixture.path("envelope\(Self.hostile).json") : $0 }
                let isOwn = arguments.contains("--runbook")
                for format in ["text", "json", "jsonl"] + (written.first == "lint" ? ["sarif"] : []) {
                    let all = arguments + (isOwn ? [] : ["--runbook", place.runbook]) + ["-o", format]
                    let run = try Run(all, environment: place.environment)
                    for (stream, text) in [("stdout", run.output), ("stderr", run.errors)] {
                        #expect(Self.controls(in: text) == [], "\(written) -o \(format), \(stream): \(text.debugDescription)")
                    }
                    if format == "json", !run.output.isEmpty { _ = try JSONReader().read(run.output) }
                    seen += run.output.contains("evil") || run.errors.contains("evil") ? 1 : 0
                }
            }
            // The text was there, and was shown.
            #expect(seen > 100, "\(seen)")
        }
    }

    @Test("At a terminal too: prompts, notes and live lines")
    func terminal() throws {
        try Self.with { place in
            for command in [["triage"], ["resolve", "1"], ["mesh", "disable", "all"]] {
                let questions = ["resolve": ["[n]ot done", "[y/N]"], "mesh": ["[y/N]"]][command[0]] ?? []
                let run = try TerminalRun(
                    command + ["--runbook", place.runbook, "--timeout", "1s"], in: place.fixture, environment: place.environment,
                    questions.flatMap { [.see($0), .type("n\n")] })
                // The terminal itself makes its line ends.
                #expect(Self.controls(in: run.shown.replacing("\r\n", with: "\n")) == [], "\(run.shown.debugDescription)")
            }
        }
    }

    private static let text = """
        # Own \(hostile)

        | Severity | Response Time | Escalation |
        |----------|---------------|------------|
        | High | 15 min | page \(hostile) |

        ## Contacts

        - Odd \(hostile): mail

        ## Incidents

        ### 1. Odd \(hostile) (High)

        Never restart \(hostile).

        **Symptoms:**
        - Health check failing \(hostile)
        - The fan sings \(hostile)

        **Diagnosis:**
        ```bash
        # Look \(hostile)
        curl http://localhost:8000/api/health
        cat none\(hostile)
        printf '\\033[2J\\007\\302\\233\\342\\200\\256evil'
        unknown\(hostile) --flag
        sqlite3 none\(hostile).db "SELECT \(hostile)"
        redis-cli GET \(hostile)
        ```

        **Resolution:**
        1. Ask \(hostile)
        2. Restart: `docker-compose restart api\(hostile)`
        3. Set `JARVIS_X=\(hostile)`

        """

    private static let script = """
        import http.server, json, sys
        hostile = json.loads('"' + sys.argv[1] + '"')
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_GET(self):
                body = json.dumps({"status": "unhealthy", "message": hostile, "error": hostile, "providers": {hostile: {"status": hostile}},
                                   "components": {"mesh_sync": {"enabled": True, "status": hostile, "message": hostile, "reason": hostile},
                                                  hostile: {"status": hostile, "message": hostile}}}, ensure_ascii=False).encode()
                self.send_response(503)
                self.send_header("Content-Type", "application/json")
                self.send_header("X-Odd", "evil\\x1b[2J")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_port, flush=True)
        server.serve_forever()
        """
}
