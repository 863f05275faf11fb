import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// `mesh smoke` against a real nats-server: each check, and what the whole comes to.
@Suite(.ownThread) struct SmokeTests {
    @Test("Everything works: all checks pass, both flags are covered, and the result is kept")
    func passing() throws {
        try SmokeBench.with { bench in
            let hearer = try NATSReceiver(bench.nats, subject: ">", in: bench.fixture)
            let before = try bench.fixture.snapshot().filter { $0.key.hasPrefix(bench.change.directory) }
            let smoke = try bench.smoke()
            #expect(smoke.run.code == 0, "\(smoke.run.output) \(smoke.run.errors)")
            try Schema.check(smoke.run.output, "mesh-smoke")
            #expect(smoke.checks("passed") == SmokeBench.all)
            #expect(smoke.covered == ["sync", "attest"])
            #expect(smoke.passed == true)
            #expect(smoke.document["kept"]?.bool == true)

            // The canary went to the run's own subject, and nothing at all to the live ones.
            let run = try #require(smoke.document["run"]?.text)
            _ = try hearer.messages(1)
            try waitUntil("the canary is heard") { try hearer.messages(1).contains { $0.subject == "jarvis-ops.smoke.\(run)" } }
            #expect(try !hearer.messages(1).contains { $0.subject.hasPrefix("jarvis.") })

            // Neither key nor keypair nor the path of the RPC, where providers put theirs, is shown or written down.
            let journal = try Files.read(bench.change.state + "/jarvis-ops/journal.db")
            for secret in [String(SmokeBench.key.prefix(16)), "[0,3,6", "secret-path", "practice-node"] {
                #expect(!smoke.run.output.contains(secret))
                #expect(!String(decoding: journal, as: UTF8.self).contains(secret))
            }
            let after = try bench.fixture.snapshot().filter { $0.key.hasPrefix(bench.change.directory) }
            #expect(after == before)

            let rows = try bench.change.lastRows()
            let result = try #require(rows.first { $0.event == "smoke" })
            #expect(result.table == .observations)
            #expect(result.body["passed"]?.bool == true)
            #expect(result.body["directory"]?.text == bench.change.directory)
            #expect(result.body["fingerprint"] == smoke.document["fingerprint"])
            #expect(result.body["covered"] == smoke.document["covered"])
            #expect(result.body["checks"]?.array?.count == SmokeBench.all.count)
            #expect(rows.first?.body["kind"]?.text == "read")
            let shown = try bench.change.run(["runs", "show", run])
            #expect(shown.code == 0)
            #expect(shown.output.contains("smoke/canary"))
            try bench.change.expectWholeJournal()
        }
    }

    /// One thing that is wrong.
    struct Fault: CustomTestStringConvertible, Sendable {
        let name: String
        var without: [String] = []
        var adding: [String] = []
        var prepare: @Sendable (SmokeBench) throws -> Void = { _ in }
        let failing: [String]
        /// A piece of what the last of them says.
        let says: String
        var code: Int32 = 1
        var testDescription: String { name }
    }

    static let faults = [
        Fault(
            name: "no key", without: ["JARVIS_MESH_SHARED_KEY"], failing: ["configuration", "seal"], says: "not configured", code: 78),
        Fault(
            name: "a blank key hides the older one", without: ["JARVIS_MESH_SHARED_KEY"],
            adding: ["JARVIS_MESH_SHARED_KEY=' '", "JARVIS_MESH_SYNC_KEY=\(SmokeBench.key)"], failing: ["configuration", "seal"],
            says: "not configured", code: 78),
        Fault(
            name: "a key that is none", adding: ["JARVIS_MESH_SHARED_KEY=\(SmokeBench.key.dropLast())"],
            failing: ["configuration", "seal"],
            says: "not 64 hexadecimal digits"),
        Fault(
            name: "no node key", without: ["JARVIS_MESH_NODE_PUBKEY"], failing: ["configuration", "seal"], says: "not configured", code: 78),
        Fault(
            name: "an address that is none", adding: ["JARVIS_NATS_URL=http://u:hidden@x"],
            failing: ["configuration", "nats", "jetstream", "canary"], says: "unknown scheme"),
        Fault(
            name: "nobody listens",
            prepare: { bench in
                try bench.configure(adding: ["JARVIS_NATS_URL=nats://127.0.0.1:\(try FreePort.find())"])
            }, failing: ["nats", "jetstream", "canary"], says: "nobody listens"),
        Fault(
            name: "a subject that the stream does not take", adding: ["JARVIS_MESH_SYNC_SUBJECT=other.subject"], failing: ["jetstream"],
            says: "does not take the subject other.subject"),
        Fault(name: "the API is not ready", prepare: { try $0.change.silenceService() }, failing: ["api"], says: "503"),
        Fault(
            name: "a line that is no JSON", prepare: { try $0.outbox([line("a", "published"), "{\"event_id\":"]) }, failing: ["outbox"],
            says: "1 line cannot be read (line 2"),
        Fault(
            name: "a line that is not UTF-8",
            prepare: { bench in
                try bench.outbox([line("a", "published")])
                let path = "jarvis/data/mesh/outbox.jsonl"
                try bench.fixture.write(try Files.read(bench.fixture.path(path)) + [0xff, 0x0a], to: path)
            }, failing: ["outbox"], says: "Jarvis itself cannot read any of the file"),
        Fault(
            name: "an invalid event that nobody looked at",
            prepare: { try $0.outbox([line("a", "pending_publish"), line("a", "invalid_envelope", reason: "hash_mismatch")]) },
            failing: ["outbox"], says: "a (hash_mismatch)"),
        Fault(
            name: "no program", without: ["JARVIS_MESH_PROGRAM_ID"], failing: ["program-id"], says: "JARVIS_MESH_PROGRAM_ID is not set",
            code: 78),
        Fault(
            name: "no keypair named", without: ["JARVIS_MESH_KEYPAIR_PATH"], failing: ["keypair"],
            says: "JARVIS_MESH_KEYPAIR_PATH is not set", code: 78),
        Fault(
            name: "a keypair that is not there", adding: ["JARVIS_MESH_KEYPAIR_PATH=none.json"], failing: ["keypair"],
            says: "No such file or directory"),
        Fault(
            name: "a keypair for everybody",
            prepare: { bench in
                try bench.fixture.write(SmokeBench.keypair, to: "open.json", mode: 0o640)
                try bench.configure(adding: ["JARVIS_MESH_KEYPAIR_PATH=\(bench.fixture.path("open.json"))"])
            }, failing: ["keypair"], says: "its mode is 0640"),
        Fault(
            name: "a keypair that is none", prepare: { try $0.fixture.write("[1,2,3]", to: "keypair.json", mode: 0o600) },
            failing: ["keypair"], says: "64 bytes"),
        Fault(
            name: "a number that is no byte",
            prepare: { try $0.fixture.write(SmokeBench.keypair.replacing("[0,", with: "[256,"), to: "keypair.json", mode: 0o600) },
            failing: ["keypair"], says: "64 bytes"),
        Fault(
            name: "the RPC is behind", prepare: { try $0.fixture.write("behind", to: "control/rpc") }, failing: ["solana-rpc"],
            says: "Node is behind by 42 slots (-32005)"),
        Fault(
            name: "the RPC answers a page", prepare: { try $0.fixture.write("page", to: "control/rpc") }, failing: ["solana-rpc"],
            says: "does not answer as a Solana RPC does"),
        Fault(
            name: "the RPC answers 503", prepare: { try $0.fixture.write("503", to: "control/rpc") }, failing: ["solana-rpc"],
            says: "HTTP 503"),
        Fault(
            name: "no RPC named", without: ["SOLANA_RPC_URL"], failing: ["solana-rpc"], says: "SOLANA_RPC_URL is not set", code: 78),
    ]

    @Test("Each fault fails its own checks and no others", arguments: faults)
    func fault(_ fault: Fault) throws {
        try SmokeBench.with { bench in
            if !fault.without.isEmpty || !fault.adding.isEmpty { try bench.configure(without: fault.without, adding: fault.adding) }
            try fault.prepare(bench)
            let smoke = try bench.smoke()
            #expect(smoke.checks("failed") == fault.failing, "\(smoke.run.output) \(smoke.run.errors)")
            #expect(smoke.checks("skipped") == [])
            #expect(smoke.because(fault.failing.last ?? "").contains(fault.says), "\(smoke.because(fault.failing.last ?? ""))")
            #expect(smoke.run.code == fault.code)
            #expect(smoke.passed == false)
            let attests = ["program-id", "keypair", "solana-rpc"].contains { fault.failing.contains($0) }
            #expect(
                smoke.covered == (attests ? ["sync"] : fault.failing.first == "nats" || fault.failing == ["jetstream"] ? ["attest"] : []))
            #expect(!smoke.run.output.contains("hidden"))
            try Schema.check(smoke.run.output, "mesh-smoke")
        }
    }

    @Test("A stream without the consumer, a server without the stream, and one without JetStream", arguments: [0, 1, 2])
    func jetStream(missing: Int) throws {
        try SmokeBench.with(settings: missing == 0 ? "{}" : nil, jetStream: missing != 2) { bench in
            if missing == 0 {
                let script = """
                    nats = NATS(int(sys.argv[1]))
                    print(nats.request('$JS.API.CONSUMER.DELETE.JARVIS_MESH.jarvis-mesh-sync', b''))
                    """
                try PythonServer.run(natsPython + script, in: bench.fixture, arguments: [String(bench.nats.port)])
            }
            let smoke = try bench.smoke()
            let state = missing == 2 ? "failed" : "first-enable"
            #expect(smoke.checks(state) == ["jetstream"], "\(smoke.run.output)")
            #expect(smoke.document["result"]?.text == state && smoke.passed == false && smoke.covered == ["attest"])
            #expect(smoke.run.code == (missing == 2 ? 1 : 0))
            let words = ["no consumer jarvis-mesh-sync", "no stream JARVIS_MESH", "JetStream is off"]
            #expect(smoke.because("jetstream").contains(words[missing]))
            // A Jarvis that does not use it can do without.
            try bench.configure(adding: ["JARVIS_MESH_USE_JETSTREAM=off"])
            let without = try bench.smoke()
            #expect(without.run.code == 0, "\(without.run.output)")
            #expect(without.checks("skipped") == ["jetstream"])
            #expect(without.covered == ["sync", "attest"])
        }
    }

    @Test("A server that does not let the canary through")
    func deniedCanary() throws {
        let options = { (fixture: Fixture) throws -> [String] in
            let file = try fixture.write(
                "authorization { users = [ { user: u, password: p, permissions: { publish: { deny: \"jarvis-ops.>\" } } } ] }",
                to: "nats.conf")
            return ["-c", file]
        }
        try SmokeBench.with(settings: nil, natsOptions: options) { bench in
            try bench.configure(adding: ["JARVIS_NATS_URL=\(bench.nats.url("u:p"))", "JARVIS_MESH_USE_JETSTREAM=0"])
            let smoke = try bench.smoke()
            #expect(smoke.checks("failed") == ["canary"], "\(smoke.run.output)")
            // With another password nobody gets in at all.
            try bench.configure(adding: ["JARVIS_NATS_URL=\(bench.nats.url("u:wrongword"))", "JARVIS_MESH_USE_JETSTREAM=0"])
            let stranger = try bench.smoke()
            #expect(stranger.checks("failed") == ["nats", "canary"], "\(stranger.run.output)")
            #expect(!(stranger.run.output + stranger.run.errors).contains("wrongword"))
        }
    }

    @Test("A live stream that would keep the canary gets none")
    func greedyStream() throws {
        try SmokeBench.with(settings: #"{"subjects": ["jarvis.mesh.sync", "jarvis-ops.>"]}"#) { bench in
            let smoke = try bench.smoke()
            #expect(smoke.checks("failed") == ["canary"], "\(smoke.run.output)")
            #expect(smoke.because("canary").contains("the live stream JARVIS_MESH would keep"))
            #expect(
                try bench.smoke().document["checks"]?.array?.first { $0["id"]?.text == "smoke/jetstream" }?["evidence"]?["messages"]?.int
                    == 0)
        }
    }

    @Test("Servers that say nothing are given up on, and all at once")
    func silence() throws {
        try SmokeBench.with { bench in
            try bench.nats.suspend()
            bench.rpc.process.signal(SIGSTOP)
            let smoke = try bench.smoke()
            bench.nats.resume()
            #expect(smoke.checks("failed") == ["nats", "jetstream", "canary", "solana-rpc"], "\(smoke.run.output)")
            #expect(smoke.run.code == 1)
            // Side by side: the whole takes as long as its slowest check.
            let times = (smoke.document["checks"]?.array ?? []).compactMap { $0["duration_ms"]?.double }
            #expect(try #require(smoke.document["duration_ms"]?.double) < times.reduce(0, +))
        }
    }

    @Test("A signal ends the checks, and nothing is kept of them")
    func signal() throws {
        try SmokeBench.with { bench in
            try bench.nats.suspend()
            defer { bench.nats.resume() }
            let child = try bench.change.start(["mesh", "smoke", "-v"])
            try waitUntil("the checks have begun") { child.output.contains("smoke/") }
            child.signal(SIGINT)
            #expect(try child.wait() == 130)
            #expect(try bench.change.lastRows().isEmpty)
        }
    }

    @Test("Attestation is checked when it is named or configured; only what was asked for decides")
    func words() throws {
        try SmokeBench.with { bench in
            try bench.fixture.write("behind", to: "control/rpc")
            let sync = try bench.smoke(["sync"])
            #expect(sync.run.code == 0, "\(sync.run.output)")
            #expect(sync.checks("failed") == ["solana-rpc"])
            #expect(sync.covered == ["sync"] && sync.passed == true)
            #expect(try bench.smoke([]).run.code == 1)
            #expect(try bench.smoke(["attest"]).run.code == 1)

            let names = ["JARVIS_MESH_PROGRAM_ID", "JARVIS_MESH_KEYPAIR_PATH", "SOLANA_RPC_URL"]
            try bench.configure(without: names, adding: ["TREASURY_WALLET_PATH=wallet.json"])
            let unconfigured = try bench.smoke([])
            #expect(unconfigured.run.code == 0, "\(unconfigured.run.output)")
            #expect(unconfigured.checks("skipped") == ["program-id", "keypair", "solana-rpc"])
            #expect(unconfigured.covered == ["sync"] && unconfigured.passed == true)
            #expect(try bench.smoke(["attest"]).run.code == 78)
            // Its flag counts as configured too; in production not that of the shell.
            #expect(try bench.smoke([], ["JARVIS_USE_MESH_ATTEST": "1", "JARVIS_OPS_ENVIRONMENT": "development"]).run.code == 78)
            // A dry run decides nothing, whatever it finds.
            #expect(
                try bench.smoke(["all", "-n"], ["JARVIS_USE_MESH_ATTEST": "1", "JARVIS_OPS_ENVIRONMENT": "development"]).run.code == 0)
            #expect(try bench.smoke(["both"]).run.code == 64)
        }
    }

    @Test("A dry run sends nothing, keeps nothing and lets nothing go on")
    func dryRun() throws {
        try SmokeBench.with { bench in
            let hearer = try NATSReceiver(bench.nats, subject: "jarvis-ops.>", in: bench.fixture)
            let dry = try bench.smoke(["all", "-n"])
            #expect(dry.run.code == 0, "\(dry.run.output)")
            try Schema.check(dry.run.output, "mesh-smoke")
            #expect(dry.checks("skipped") == ["canary"])
            #expect(dry.covered == ["attest"] && dry.passed == false)
            #expect(try Files.list(bench.change.state) == [])
            // What comes first is the canary of the run that is none.
            let real = try bench.smoke(["all"])
            #expect(try hearer.messages(1).map(\.subject) == ["jarvis-ops.smoke.\(real.document["run"]?.text ?? "")"])
        }
    }

    @Test("Without a journal the checks are made and said, and the result is known not to be kept")
    func noJournal() throws {
        try SmokeBench.with { bench in
            let state = try bench.fixture.write("", to: "a-file")
            let smoke = try bench.smoke(["all"], ["XDG_STATE_HOME": state])
            #expect(smoke.run.code == 0)
            #expect(smoke.document["kept"]?.bool == false)
            #expect(smoke.run.errors.contains("the result is not kept"))
            #expect(try bench.change.run(["mesh", "smoke"], ["XDG_STATE_HOME": state]).output.contains("could not be kept"))
        }
    }

    static func line(_ event: String, _ status: String, reason: String? = nil, at time: String = "2026-03-14T09:26:53.589793+00:00")
        -> String
    {
        let reason = reason.map { ",\"reason\":\"\($0)\"" } ?? ""
        return "{\"event_id\":\"\(event)\"\(reason),\"state_hash\":\"\",\"status\":\"\(status)\",\"timestamp\":\"\(time)\"}"
    }
}
