import JSONKit
import Journal
import Probes
import SystemKit
import TestSupport
import Testing

/// What production makes of smoke checks: evidence of memory writes, people's acknowledgements, and the gate before the flags.
@Suite(.ownThread) struct SmokeProductionTests {
    // MARK: - The gate

    @Test("After passing checks a flag goes on in production, and no longer when the configuration is another one")
    func gate() throws {
        try SmokeBench.with { bench in
            let enable = ["mesh", "enable", "sync", "--yes"]
            #expect(try bench.change.run(enable).errors.contains("flags-off-unless-smoke"))
            let smoke = try bench.smoke(["sync"])
            #expect(smoke.run.code == 0, "\(smoke.run.output)")
            let run = try bench.change.run(enable)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try bench.change.dotEnv == bench.dotEnv + "JARVIS_USE_MESH_SYNC=1\n")
            // The flag itself is no other configuration.
            #expect(try bench.change.run(["mesh", "flags"]).output.contains("smoke checks count for sync, attest"))
            let other = String(SmokeBench.key.reversed())
            try bench.configure(adding: ["JARVIS_MESH_SHARED_KEY=\(other)", "JARVIS_USE_MESH_SYNC=1"])
            let changed = try bench.change.run(["mesh", "enable", "attest", "--yes"])
            #expect(changed.code == 77, "\(changed.output)")
            #expect(changed.errors.contains("the configuration changed since the smoke checks"))
            #expect(try bench.smoke(["attest"]).run.code == 0)
            #expect(try bench.change.run(["mesh", "enable", "attest", "--yes"]).code == 0)
        }
    }

    @Test("Failing checks take back what passing ones allowed")
    func takenBack() throws {
        try SmokeBench.with { bench in
            #expect(try bench.smoke(["sync"]).run.code == 0)
            bench.nats.process.stop()
            #expect(try bench.smoke(["sync"]).run.code == 1)
            let run = try bench.change.run(["mesh", "enable", "sync", "--yes"])
            #expect(run.code == 77)
            #expect(run.errors.contains("the smoke checks failed"))
        }
    }

    private static let whole = "JARVIS_MESH_SYNC_SUBJECT=jarvis.mesh.sync JARVIS_MESH_USE_JETSTREAM=1"

    @Test("The practice Jarvis passes, with its own user traffic as evidence")
    func practice() throws {
        try Fixture.with { fixture in
            let nats = try NATSServer(in: fixture)
            try nats.makeMeshStream(in: fixture)
            // The service's own file names the server, and leaves nothing to an image that nobody can look at here.
            let script =
                "printf '%s\\n' JARVIS_NATS_URL=\(nats.url()) \(Self.whole) SOLANA_RPC_URL=http://127.0.0.1:9 >> \"$JARVIS_HOME/.env\";"
                + " exec \"$0\" mesh smoke sync -o json"
            let run = try Run(["drill", "healthy", "--", "sh", "-c", script, Checkout.program])
            let smoke = SmokeBench.Smoke(run: run)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(smoke.covered.contains("sync"))
            #expect(smoke.because("memory-writes").contains("memory writes were seen"))
        }
    }

    @Test(
        "What is looked at is what docker-compose gives the service: an override file that names another server takes the checks back",
        .enabled(if: LiveProbes.hasProgram("docker-compose", ProcessEnvironment.snapshot()), "docker-compose is not installed"))
    func override() throws {
        try SmokeBench.with { bench in
            let noEngine = ["DOCKER_HOST": "unix://\(bench.fixture.path("no.sock"))", "JARVIS_NATS_URL": "nats://127.0.0.1:9"]
            let head = "version: '3.4'\nservices:\n  api:\n"
            try bench.fixture.write(
                head + "    image: x\n    container_name: jarvis-api\n    network_mode: host\n    env_file: .env\n",
                to: "jarvis/docker-compose.yml")
            let unseen = try bench.smoke(["sync"], noEngine)
            #expect(unseen.run.code == 1 && unseen.run.output.contains("image x cannot be looked at"), "\(unseen.run.output)")
            try bench.configure(adding: Self.whole.split(separator: " ").map(String.init))
            let smoke = try bench.smoke(["sync"], noEngine)
            #expect(smoke.run.code == 0, "\(smoke.run.output)")
            #expect(smoke.because("configuration").contains("JARVIS_NATS_URL of docker-compose's new container of api"))
            let stale = "the configuration changed since the smoke checks"
            let before = try bench.change.run(["mesh", "enable", "sync", "-n"], noEngine)
            #expect(!before.output.contains(stale) && before.output.contains("needs-approval"), "\(before.output) \(before.errors)")
            try bench.fixture.write(
                head + "    environment:\n      - JARVIS_NATS_URL=nats://127.0.0.1:1\n", to: "jarvis/docker-compose.override.yml")
            let after = try bench.change.run(["mesh", "enable", "sync", "-n"], noEngine)
            #expect(after.code == 77 && after.output.contains(stale), "\(after.output) \(after.errors)")
            let again = try bench.smoke(["sync"], noEngine)
            #expect(again.run.code == 1 && again.because("nats").contains("nats://127.0.0.1:1"), "\(again.run.output)")
            // A variable that reaches the service by nobody: nobody can tell with what it works.
            try bench.fixture.write(
                head + "    image: x\n    container_name: jarvis-api\n    environment: [JARVIS_USE_MESH_SYNC]\n",
                to: "jarvis/docker-compose.yml")
            let dark = try bench.smoke(["sync"], noEngine)
            #expect(
                dark.run.code == 1 && dark.because("configuration").contains("does not have JARVIS_MESH_SHARED_KEY"), "\(dark.run.output)")
        }
    }

    // MARK: - Memory writes

    @Test("Where nobody writes, or the database is not there, production is told how to make evidence", arguments: [false, true])
    func noWrites(isThere: Bool) throws {
        try SmokeBench.with(writes: false) { bench in
            let root = isThere ? [:] : ["JARVIS_MEMORY_ROOT": bench.fixture.path("nowhere")]
            let smoke = try bench.smoke(["all"], root)
            #expect(smoke.checks("failed") == ["memory-writes"], "\(smoke.run.output)")
            #expect(smoke.run.code == 1)
            #expect(smoke.because("memory-writes").contains("JARVIS_OPS_MEMORY_CANARY_URL"))
        }
    }

    struct Canary: Sendable {
        let status: Int
        let writes: Bool
        /// Whether the database can be seen from here.
        let isSeen: Bool
        let passes: Bool
        let says: String
    }

    @Test(
        "A configured canary makes a write: it must be taken, and show where the database can be seen",
        arguments: [
            Canary(status: 201, writes: true, isSeen: true, passes: true, says: "and the write was seen"),
            Canary(status: 202, writes: false, isSeen: true, passes: false, says: "the write did not show"),
            Canary(status: 200, writes: true, isSeen: false, passes: true, says: "cannot be seen from here"),
            Canary(status: 507, writes: true, isSeen: true, passes: false, says: "HTTP 507"),
            Canary(status: 307, writes: false, isSeen: true, passes: false, says: "HTTP 307"),
        ])
    func canary(_ test: Canary) throws {
        try SmokeBench.with(writes: false) { bench in
            let service = try PythonServer(
                """
                import http.server, json, sqlite3, sys, time
                class Handler(http.server.BaseHTTPRequestHandler):
                    def log_message(self, *arguments): pass
                    def do_POST(self):
                        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["content"]
                        # Not before the other side looks: what it looks for is a change.
                        time.sleep(0.3)
                        if sys.argv[3] == "1":
                            database = sqlite3.connect(sys.argv[1])
                            database.execute("INSERT INTO memories VALUES (?)", (text,))
                            database.commit()
                        self.send_response(int(sys.argv[2]))
                        self.send_header("Content-Length", "0")
                        self.end_headers()
                server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
                print("ready", server.server_port, flush=True)
                server.serve_forever()
                """, in: bench.fixture, name: "memory-canary",
                arguments: [bench.fixture.path("memory/jarvis.db"), "\(test.status)", test.writes ? "1" : "0"])
            var environment = ["JARVIS_OPS_MEMORY_CANARY_URL": "http://127.0.0.1:\(service.port)/api/memory"]
            if !test.isSeen { environment["JARVIS_MEMORY_ROOT"] = bench.fixture.path("nowhere") }
            let smoke = try bench.smoke(["all"], environment)
            #expect(smoke.checks("failed") == (test.passes ? [] : ["memory-writes"]), "\(smoke.run.output)")
            #expect(smoke.because("memory-writes").contains(test.says), "\(smoke.because("memory-writes"))")
        }
    }

    // MARK: - Acknowledgements

    @Test("An invalid event is resolved once a person acknowledged it, until it is recorded as invalid again")
    func acknowledged() throws {
        try SmokeBench.with { bench in
            let invalid = SmokeTests.line("evt 1", "invalid_envelope", reason: "hash_mismatch")
            try bench.outbox([SmokeTests.line("evt 1", "pending_publish"), invalid, SmokeTests.line("b", "published")])
            let before = try Files.read(bench.fixture.path("jarvis/data/mesh/outbox.jsonl"))
            #expect(try bench.smoke().checks("failed") == ["outbox"])
            let run = try bench.change.run(["mesh", "acknowledge", "evt 1", "--reason", "sent twice by hand", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-acknowledge")
            #expect(try Files.read(bench.fixture.path("jarvis/data/mesh/outbox.jsonl")) == before)
            let rows = try bench.change.lastRows()
            try #require(rows.map(\.event) == ["began", "acknowledged", "ended"])
            #expect(rows[1].body["event_id"]?.text == "evt 1")
            #expect(rows[1].body["directory"]?.text == bench.change.directory)
            #expect(rows[1].body["reason"]?.text == "sent twice by hand")
            #expect(rows[1].body["by"]?["user"]?.text == rows[0].body["by"]?["user"]?.text)
            #expect(rows[0].body["by"]?["user"]?.text?.isEmpty == false)

            let smoke = try bench.smoke()
            #expect(smoke.run.code == 0, "\(smoke.run.output)")
            #expect(smoke.because("outbox").contains("1 invalid event acknowledged"))

            let later = Timestamp(milliseconds: Timestamp.now().milliseconds + 60_000).rfc3339.replacing("Z", with: "000+00:00")
            try bench.outbox([invalid, SmokeTests.line("evt 1", "invalid_envelope", reason: "decryption_failed", at: later)])
            #expect(try bench.smoke().because("outbox").contains("evt 1 (decryption_failed)"))
        }
    }

    @Test("A record without a time is known by its place, and another Jarvis's acknowledgement is none")
    func untimed() throws {
        try SmokeBench.with { bench in
            let untimed = #"{"event_id":"e","status":"invalid_envelope"}"#
            try bench.outbox([untimed])
            let acknowledge = ["mesh", "acknowledge", "e", "--reason", "x"]
            let other = try bench.fixture.makeDirectory("other")
            #expect(
                try bench.change.run(acknowledge + ["-C", other, "--outbox", bench.fixture.path("jarvis/data/mesh/outbox.jsonl")]).code == 0
            )
            #expect(try bench.smoke().checks("failed") == ["outbox"])
            #expect(try bench.change.run(acknowledge).code == 0)
            #expect(try bench.smoke().run.code == 0)
            try bench.outbox([untimed, untimed])
            #expect(try bench.smoke().checks("failed") == ["outbox"])
        }
    }

    @Test("An id that looks like a secret is redacted where it is kept, and acknowledged all the same")
    func secretLookingID() throws {
        try SmokeBench.with { bench in
            let id = "token=Zx81kQ0vR7pLm2"
            try bench.outbox([SmokeTests.line(id, "invalid_envelope")])
            #expect(try bench.change.run(["mesh", "acknowledge", id, "--reason", "x"]).code == 0)
            #expect(try bench.change.lastRows().first { $0.event == "acknowledged" }.map { $0.body["event_id"]?.text != id } == true)
            #expect(try bench.smoke().run.code == 0)
        }
    }

    @Test("Words for what is not there, and places that cannot be written")
    func refusals() throws {
        try SmokeBench.with { bench in
            func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Int32 {
                let run = try bench.change.run(["mesh", "acknowledge", "-o", "json"] + arguments, environment)
                if run.code != 0 { try Schema.check(run.output, "error") }
                return run.code
            }
            #expect(try run(["e", "--reason", "x"]) == 66)
            try bench.outbox([
                SmokeTests.line("e", "invalid_envelope"), SmokeTests.line("f", "invalid_envelope"), SmokeTests.line("f", "published"),
            ])
            // What was invalid once may be looked at, whatever came after it.
            #expect(try run(["f", "--reason", "x", "-n"]) == 0)
            #expect(try run(["g", "--reason", "x"]) == 64)
            #expect(try run(["e"]) == 64)
            #expect(try run(["e", "--reason", "  "]) == 64)
            #expect(try run(["--reason", "x"]) == 64)
            #expect(try run(["e", "--reason", "x"], ["XDG_STATE_HOME": try bench.fixture.write("", to: "a-file")]) == 73)
            #expect(try run(["e", "--reason", "x", "-n"]) == 0)
            #expect(try Files.list(bench.change.state) == [])
            #expect(try run(["e", "--reason", "x"]) == 0)
        }
    }
}
