import JSONKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct MeshStatusTests {
    static let outbox =
        MeshBench.record("a", "pending_publish", second: 1) + MeshBench.record("b", "pending_commit", second: 3)
        + MeshBench.record("c", "invalid_envelope", second: 2, more: "\"reason\":\"stale_commitment\",") + "no JSON\n"
        + MeshBench.record("a", "published", second: 9)

    @Test("The document counts the outbox as Jarvis does, and is what its schema says")
    func document() throws {
        try MeshBench.with(outbox: Self.outbox) { bench in
            let run = try bench.run(["mesh", "status", "-o", "json"])
            #expect(run.code == 0)
            try Schema.check(run.output, "mesh-status")
            let document = try run.json()
            #expect(document["records"] == 4)
            #expect(document["events"] == 3)
            #expect(document["pending_events"] == 1)
            #expect(document["unreadable_lines"] == 1)
            #expect(document["by_status"] == ["published": 1, "pending_commit": 1, "invalid_envelope": 1])
            #expect(document["oldest_pending_at"]?.text == "2026-03-14T09:26:03.000Z")
            #expect(
                document["invalid_events"] == [
                    [
                        "event_id": "c", "reason": "stale_commitment", "recorded_at": "2026-03-14T09:26:02.000Z", "acknowledged": .null,
                    ]
                ])
            #expect(document["outbox_path"]?.text == bench.outbox)
            #expect(document["outbox"]?["unreadable"] == [["line": 4, "offset": 349, "reason": "expected 'null'"]])
        }
    }

    @Test("What a person looked at is shown as such, with who and when; a second word names the first; what is next follows")
    func acknowledged() throws {
        try MeshBench.with(outbox: MeshBench.record("c", "invalid_envelope", second: 2)) { bench in
            let state = ["XDG_STATE_HOME": bench.fixture.path("state")]
            let open = try bench.run(["mesh", "status"], state)
            #expect(open.output.contains("✗") && open.output.contains("→ an event is invalid"), "\(open.output)")
            let word = ["mesh", "acknowledge", "c", "--reason", "a clock was wrong"]
            #expect(try bench.run(word, state).output.contains("acknowledged.\n"))
            let settled = try bench.run(["mesh", "status"], state).output
            #expect(settled.contains("✓") && settled.contains("; acknowledged by ") && !settled.contains("→"), "\(settled)")
            #expect(!settled.contains("Once somebody looked"), "\(settled)")
            let document = try bench.run(["mesh", "status", "-o", "json"], state)
            try Schema.check(document.output, "mesh-status")
            #expect(try document.json()["next"] == .array([]))
            #expect(try document.json()["invalid_events"]?[0]?["acknowledged"]?["reason"]?.text == "a clock was wrong")
            let again = try bench.run(word, state).output
            #expect(again.contains("acknowledged once more") && again.contains("acknowledged before by "), "\(again)")
            let third = try bench.run(word + ["-o", "json", "-n"], state)
            try Schema.check(third.output, "mesh-acknowledge")
            #expect(try third.json()["before"]?.array?.count == 2)
            // Recorded once more, nobody has looked at that.
            try bench.append(MeshBench.record("c", "invalid_envelope").replacing("2026-03", with: "2199-03"))
            #expect(try bench.run(["mesh", "status"], state).output.contains("✗"))
        }
    }

    @Test("A server that answers without JetStream is not to be brought up; one that is gone is")
    func withoutJetStream() throws {
        try MeshBench.with(outbox: MeshBench.record("a", "committed")) { bench in
            let server = try NATSServer(in: bench.fixture, jetStream: false)
            let sync = ["JARVIS_NATS_URL": server.url(), "JARVIS_USE_MESH_SYNC": "1", "JARVIS_OPS_ENVIRONMENT": "development"]
            let status = try bench.run(["mesh", "status", "-o", "json"], sync).json()
            #expect(status["nats"]?["summary"]?.text?.contains("JetStream is off") == true && status["next"] == .array([]), "\(status)")
            server.process.stop()
            let gone = try bench.run(["mesh", "status", "-o", "json"], sync).json()
            #expect(gone["next"]?[0]?.text?.hasPrefix("Bring the mesh's server up") == true, "\(gone)")
        }
    }

    @Test("It creates and changes nothing, and writes no journal")
    func readOnly() throws {
        try MeshBench.with(outbox: Self.outbox) { bench in
            let before = try bench.fixture.snapshot()
            let state = bench.fixture.path("state")
            #expect(try bench.run(["mesh", "status"], ["XDG_STATE_HOME": state, "XDG_CACHE_HOME": bench.fixture.path("cache")]).code == 0)
            #expect(try bench.run(["mesh", "tail"], ["XDG_STATE_HOME": state]).code == 0)
            #expect(!Files.exists(state))
            #expect(try bench.fixture.snapshot().filter { !$0.key.hasPrefix(bench.fixture.path("cache")) } == before)
        }
    }

    @Test("An outbox that is not there is empty, unless it was named")
    func absent() throws {
        try MeshBench.with { bench in
            let run = try bench.run(["mesh", "status", "-o", "json"])
            #expect(run.code == 0)
            try Schema.check(run.output, "mesh-status")
            #expect(try run.json()["outbox"]?["exists"] == false)
            #expect(try run.json()["events"] == 0)
            for (arguments, environment) in [
                (["--outbox", "nowhere.jsonl"], [:]), ([], ["JARVIS_MESH_OUTBOX_PATH": "data/mesh/nowhere.jsonl"]),
            ] as [([String], [String: String])] {
                for command in ["status", "tail"] {
                    let named = try bench.run(["mesh", command, "-o", "json"] + arguments, environment)
                    #expect(named.code == 66)
                    try Schema.check(named.output, "error")
                }
            }
        }
    }

    @Test("What cannot be read as a file is 66 at once, also a pipe that nobody writes to", arguments: ["status", "tail"])
    func noFile(command: String) throws {
        try MeshBench.with { bench in
            try PythonServer.run("import os, sys\nos.mkfifo(sys.argv[1])\n", in: bench.fixture, arguments: [bench.outbox])
            let pipe = try bench.run(["mesh", command])
            #expect(pipe.code == 66)
            #expect(pipe.errors.contains("no regular file"))
            #expect(try bench.run(["mesh", command, "--outbox", bench.directory]).code == 66)
        }
    }

    @Test("One byte of invalid UTF-8 is said to hide the file from Jarvis")
    func invalidUTF8() throws {
        try MeshBench.with { bench in
            try bench.fixture.write(
                Array(MeshBench.record("a", "pending_publish").utf8) + [0xC3, 0x28, 0x0A] + Array(MeshBench.record("b", "committed").utf8),
                to: MeshBench.outboxName)
            let document = try bench.run(["mesh", "status", "-o", "json"]).json()
            #expect(document["events"] == 2)
            #expect(document["outbox"]?["jarvis_sees_nothing"] == true)
            #expect(document["outbox"]?["invalid_utf8_lines"] == 1)
            #expect(try bench.run(["mesh", "status"]).output.contains("Jarvis itself cannot read any of the file"))
        }
    }

    @Test("A last line without its end counts as torn when the file stands still")
    func torn() throws {
        try MeshBench.with(outbox: MeshBench.record("a", "pending_publish") + "{\"event_id\":\"b\",\"sta") { bench in
            let document = try bench.run(["mesh", "status", "-o", "json"]).json()
            #expect(document["outbox"]?["last_line"]?.text == "torn")
            #expect(document["records"] == 1)
            #expect(document["unreadable_lines"] == 1)
            #expect(try bench.run(["mesh", "tail", "-o", "json"]).json()["last_line"]?.text == "torn")
            // Jarvis reads a whole record without a newline all the same.
            try bench.fixture.write(String(MeshBench.record("a", "committed").dropLast()), to: MeshBench.outboxName)
            let whole = try bench.run(["mesh", "status", "-o", "json"]).json()
            #expect(whole["by_status"] == ["committed": 1])
            #expect(whole["outbox"]?["last_line"]?.text == "torn")
        }
    }

    @Test("Configured and running capabilities stand side by side, and every difference is named")
    func capability() throws {
        let report = """
            {"generated_at": "2026-03-14T09:26:00Z", "components": {"arena": {"enabled": true, "status": "ready"},
            "mesh_sync": {"enabled": true, "status": "degraded", "reason": "nats_client_missing", "fallback": "mesh_sync_bypassed"},
            "mesh_attestation": {"enabled": false, "status": "disabled", "reason": "flag_disabled", "fallback": "attestation_bypassed"}}}
            """
        try MeshBench.with(report: report) { bench in
            let key = String(repeating: "0f", count: 32)
            let run = try bench.run(
                ["mesh", "status", "-o", "json"],
                [
                    "JARVIS_OPS_ENVIRONMENT": "development", "JARVIS_USE_MESH_SYNC": "Yes", "JARVIS_MESH_SHARED_KEY": key,
                    "JARVIS_MESH_NODE_PUBKEY": "node",
                ])
            try Schema.check(run.output, "mesh-status")
            #expect(!run.output.contains(key))
            let document = try run.json()
            #expect(document["enabled"] == true)
            #expect(document["configured"] == true)
            let parts = try #require(document["capability"]?["components"]?.array)
            #expect(parts.map { $0["name"]?.text } == ["mesh_sync", "mesh_attestation", "arena"])
            #expect(parts[0]["configured"] == ["enabled": true, "status": "ready", "reason": nil, "fallback": nil])
            #expect(
                parts[0]["differences"] == [
                    ["field": "status", "configured": "ready", "running": "degraded"],
                    ["field": "reason", "configured": nil, "running": "nats_client_missing"],
                    ["field": "fallback", "configured": nil, "running": "mesh_sync_bypassed"],
                ])
            #expect(parts[1]["differences"] == [])
            #expect(parts[2]["configured"] == .null)
            let text = try bench.run(["mesh", "status"]).output
            #expect(text.contains("mesh_sync runs otherwise: enabled is true, configured false"), "\(text)")
        }
    }

    @Test("A service that never answers costs a second and no more")
    func hanging() throws {
        try MeshBench.with(outbox: Self.outbox, report: "hang") { bench in
            let start = MonotonicTime.now()
            let document = try bench.run(["mesh", "status", "-o", "json"]).json()
            // The service would hold it for an hour.
            #expect(MonotonicTime.now().milliseconds(since: start) < 60_000)
            #expect(document["capability"]?["answered"] == false)
            #expect(document["events"] == 3)
        }
    }

    @Test("Large files are counted in two halves, as Python counts them")
    func large() throws {
        try MeshBench.with { bench in
            try PythonServer.run(
                """
                import json, sys
                with open(sys.argv[1], "w") as file:
                    for n in range(40000):
                        status = ["pending_publish", "published", "committed"][n % 7 % 3]
                        file.write(json.dumps({"envelope": {"x": "y" * 300}, "event_id": f"e{n * 7919 % 9001}", "status": status},
                                   sort_keys=True, separators=(",", ":")) + ("\\r\\n" if n % 1000 == 0 else "\\n"))
                """, in: bench.fixture, arguments: [bench.outbox])
            let expected = try PythonServer.run(
                """
                import collections, json, sys
                events = {}
                for line in open(sys.argv[1]):
                    record = json.loads(line)
                    events[record["event_id"]] = record["status"]
                print(json.dumps(collections.Counter(events.values())))
                """, in: bench.fixture, arguments: [bench.outbox])
            // Smaller files are read by one thread.
            let size = try #require(Files.size(bench.outbox))
            #expect(size > 8 << 20)
            let document = try bench.run(["mesh", "status", "-o", "json"]).json()
            #expect(document["records"] == 40_000)
            #expect(document["events"] == 9001)
            let counts = try #require(try JSONReader().read(expected).object)
            for member in counts.members { #expect(document["by_status"]?[member.key.text] == member.value) }
        }
    }

    @Test("A file that grows while it is read is counted up to the end of a line")
    func growing() throws {
        try MeshBench.with(outbox: MeshBench.record("a", "published")) { bench in
            let writer = try PythonServer(
                """
                import os, sys, time
                line = sys.argv[2].encode()
                fd = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
                print("ready 1", flush=True)
                # Lines are torn on purpose: a reader meets them in the middle.
                for n in range(1 << 30):
                    os.write(fd, line[:50])
                    time.sleep(0.0002)
                    os.write(fd, line[50:])
                """, in: bench.fixture, arguments: [bench.outbox, MeshBench.record("b", "committed")])
            defer { writer.process.stop() }
            var last = 0
            for _ in 0..<5 {
                let document = try bench.run(["mesh", "status", "-o", "json"]).json()
                #expect(document["events"] == 2)
                #expect(document["unreadable_lines"] == 0)
                #expect(document["outbox"]?["last_line"]?.text == "complete")
                let records = try #require(document["records"]?.int)
                #expect(records > last)
                last = records
                let size = try #require(Files.size(bench.outbox))
                try waitUntil("the file grew") { (Files.size(bench.outbox) ?? 0) > size + 300 }
            }
        }
    }

    @Test("Every invalid event has its own reason, however many there are")
    func manyReasons() throws {
        let records = (0..<1500).map { MeshBench.record("e\($0)", "invalid_envelope", more: "\"reason\":\"because \($0)\",") }
        try MeshBench.with(outbox: records.joined()) { bench in
            let document = try bench.run(["mesh", "status", "-o", "json"]).json()
            #expect(document["invalid_events"]?.array?.map { $0["reason"]?.text } == (0..<1500).map { "because \($0)" })
            #expect(document["by_status"] == ["invalid_envelope": 1500])
            #expect(try bench.run(["mesh", "status"]).output.contains("and 1495 more"))
        }
    }

    @Test("The page fits into 80 columns of a terminal")
    func width() throws {
        let many = (0..<8).map { MeshBench.record("00000000-0000-4000-8000-00000000000\($0)", "invalid_envelope") }.joined()
        try MeshBench.with(outbox: Self.outbox + many) { bench in
            let page = try PythonServer.run(
                """
                import fcntl, os, pty, struct, sys, termios
                pid, terminal = pty.fork()
                if pid == 0:
                    # The parent sets the size before it lets the child go.
                    sys.stdin.readline()
                    os.execv(sys.argv[1], sys.argv[1:])
                fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
                os.write(terminal, b"\\n")
                data = b""
                while True:
                    try: piece = os.read(terminal, 4096)
                    except OSError: break
                    if not piece: break
                    data += piece
                print(data.decode())
                """, in: bench.fixture,
                arguments: [Checkout.program, "mesh", "status", "--no-color", "--outbox", bench.outbox, "-C", bench.directory])
            #expect(page.contains("00000000-0000-4000-8000-000000000003"), "\(page)")
            for line in page.split(whereSeparator: \.isNewline) {
                // What is to be pasted stays whole, on a line of its own.
                let isCommand = line.drop { $0 == " " }.hasPrefix("jarvis-ops -C ")
                #expect(line.count <= 80 || isCommand, "\(line)")
            }
        }
    }
}
