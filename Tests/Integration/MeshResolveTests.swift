import Configuration
import JSONKit
import Journal
import Planning
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// `resolve mesh` against practice Jarvises with a real NATS server, or without one.
@Suite(.ownThread) struct MeshResolveTests {
    private static let question = "Make these changes? [y/N]"
    private static let configuration = RecoveryVariable.allCases.map { "mesh/resolve.configuration.\($0.rawValue)" }
    private static let closing = ["mesh/resolve.faults", "mesh/resolve.writes", "mesh/resolve.backlog"]

    @Test("A dry run looks at the configuration, sends nothing, and knows nothing of what comes after a change")
    func dryRun() throws {
        try MeshDrill.with(.meshBacklog) { drill in
            let before = try drill.outbox()
            let run = try drill.run(["resolve", "mesh", "-n", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "plan")
            let steps = try run.json()["steps"]?.array ?? []
            let ids = steps.compactMap { $0["id"]?.text }
            #expect(ids.prefix(7) == Self.configuration[...])
            #expect(ids.suffix(3) == Self.closing[...])
            #expect(ids.filter { $0.hasPrefix("mesh/disable.") }.prefix(2) == ["mesh/disable.attest", "mesh/disable.sync"])
            #expect(steps.prefix(7).allSatisfy { $0["state"]?.text == "ok" })
            #expect(steps.suffix(2).allSatisfy { $0["state"]?.text == "unknown" })
            let flags = steps.filter { $0["id"]?.text?.hasPrefix("mesh/disable.") == true }
            #expect(flags.allSatisfy { $0["title"]?.text?.hasPrefix("Only if retries keep failing") == true })
            #expect(try drill.outbox() == before)
            #expect(try drill.received() == [])
            #expect(!Files.exists(drill.fixture.path("state")))
        }
    }

    @Test("A backlog: the configuration is seen to be right, all is sent with one yes, and what is left is looked at")
    func backlog() throws {
        try MeshDrill.with(.meshBacklog) { drill in
            // Nobody can be asked here, and there is no silent yes.
            #expect(try drill.run(["resolve", "mesh"]).code == 77)
            #expect(try drill.received() == [])
            let run = try drill.run(["resolve", "mesh", "--yes", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let steps = try run.json()["steps"]?.array ?? []
            #expect(steps.compactMap { $0["id"]?.text }.filter { !$0.hasPrefix("mesh/retry.") } == Self.configuration + Self.closing)
            #expect(steps.allSatisfy { $0["state"]?.text == "done" }, "\(steps)")
            #expect(try drill.received().count == 20)
            #expect(try drill.status() == ["committed": 30, "published": 20])
            // With nothing to do nobody needs to say yes.
            #expect(try drill.run(["resolve", "mesh"]).code == 0)
        }
    }

    @Test("No server: the flags are proposed and stay as they are, and the run is finished once there is one")
    func resumed() throws {
        try MeshDrill.with(.meshNATSDown) { drill in
            let before = try drill.dotEnv()
            let run = try drill.run(["resolve", "mesh", "--yes", "-o", "json"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let steps = try run.json()["steps"]?.array ?? []
            #expect(steps.last?["id"]?.text == "mesh/disable")
            #expect(steps.last?["state"]?.text == "not-run")
            // What is left is looked at all the same.
            #expect(steps.first { $0["id"]?.text == "mesh/resolve.backlog" }?["because"]?.text?.hasPrefix("20 waiting") == true)
            #expect(try drill.dotEnv() == before)
            let server = try NATSServer(in: drill.fixture, port: drill.natsPort)
            defer { server.process.stop() }
            try server.makeMeshStream(in: drill.fixture)
            let again = try drill.run(["runs", "resume", "last", "--yes"])
            #expect(again.code == 0, "\(again.output) \(again.errors)")
            #expect(try drill.received().count == 20)
            #expect(try drill.run(["runs", "resume", "last", "--yes"]).errors.contains("is done"))
        }
    }

    @Test("No server: the flags go off only with a word of their own, attestation first, in a run of their own")
    func flags() throws {
        try MeshDrill.with(.meshNATSDown) { drill in
            let run = try drill.run(["resolve", "mesh", "--yes", "--confirm", "mesh/disable", "-o", "json"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let flags = try (run.json()["steps"]?.array ?? []).compactMap { $0["id"]?.text }.filter { $0.hasPrefix("mesh/disable.") }
            #expect(flags.prefix(2) == ["mesh/disable.attest", "mesh/disable.sync"])
            #expect(try drill.dotEnv()["JARVIS_USE_MESH_SYNC"] == "0")
            #expect(try drill.dotEnv()["JARVIS_USE_MESH_ATTEST"] == "0")
            let journal = try Journal.openForReading(directory: drill.fixture.path("state/jarvis-ops"), deadline: .generous)
            #expect(try journal?.runs().map(\.command) == ["mesh disable all", "resolve mesh --limit 100"])
        }
    }

    @Test("At a terminal the flags are asked about on their own, after the retry", arguments: [("n", "1"), ("y", "0")])
    func asked(answer: String, sync: String) throws {
        try MeshDrill.with(.meshNATSDown) { drill in
            let run = try TerminalRun(
                ["resolve", "mesh"], in: drill.fixture, environment: drill.environment,
                [
                    .see(Self.question), .type("y\n"), .see("recovery step 3"), .see("mesh/disable.sync"), .see(Self.question),
                    .type(answer + "\n"),
                ] + (answer == "y" ? [.see("mesh/disable.recreate is yours"), .type("n\n")] : []))
            #expect(run.code == 1, "\(run.shown)")
            #expect(try drill.dotEnv()["JARVIS_USE_MESH_SYNC"] == sync)
            #expect(try drill.status() == ["committed": 30, "pending_publish": 20])
        }
    }

    @Test("Poisoned envelopes are a matter of their own: the exit code says so although nothing waits, and no flag is proposed")
    func poisoned() throws {
        try MeshDrill.with(.meshPoisoned) { drill in
            let run = try drill.run(["resolve", "mesh", "--yes", "-o", "json"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            let last = try #require(try run.json()["steps"]?.array?.last)
            #expect(last["id"]?.text == "mesh/resolve.integrity")
            #expect(last["because"]?.text?.hasPrefix("3 invalid") == true)
            #expect(!run.output.contains("mesh/disable"))
            #expect(try drill.received().count == 6)
        }
    }

    @Test("A stale backlog is a person's until somebody confirms its sealing, and no flag is proposed")
    func stale() throws {
        try MeshDrill.with(.meshStale) { drill in
            let held = try drill.run(["resolve", "mesh", "--yes", "-o", "json"])
            #expect(held.code == 1, "\(held.output) \(held.errors)")
            let step = try held.json()["steps"]?.array?.first { $0["id"]?.text == "mesh/resolve.held" }
            #expect(step?["because"]?.text?.contains("1 missing_envelope, 9 stale_commitment") == true)
            #expect(!held.output.contains("mesh/disable"))
            #expect(try drill.run(["resolve", "mesh", "--reseal", "--yes"]).code == 77)
            let run = try drill.run(["resolve", "mesh", "--reseal", "--yes", "--confirm", "reseal"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try drill.received().count == 10)
        }
    }

    @Test("Without a key nothing is sent; every variable was looked at, and what is missing is named")
    func misconfigured() throws {
        try MeshDrill.with(.meshDegraded) { drill in
            let run = try drill.run(["resolve", "mesh", "--yes", "-o", "json"])
            #expect(run.code == 78, "\(run.output) \(run.errors)")
            let looks = try (run.json()["steps"]?.array ?? []).filter { Self.configuration.contains($0["id"]?.text ?? "") }
            #expect(looks.map { $0["state"]?.text } == ["done", "done", "failed", "done", "done", "failed", "failed"])
            #expect(looks[2]["because"]?.text == "JARVIS_MESH_SHARED_KEY and JARVIS_MESH_SYNC_KEY are not set")
            #expect(looks[5]["because"]?.text == "JARVIS_MESH_PROGRAM_ID is not set")
            #expect(try drill.received() == [])
        }
    }

    @Test("An incident that there is not is named, and so is a step that could not be left out")
    func unknown() throws {
        for (arguments, code) in [
            (["resolve", "slow"], "unknown-incident"), (["resolve", "high-latency", "--skip", "mesh/recovery.1"], "unknown-step"),
        ] {
            let run = try Run(arguments + ["-o", "json"])
            #expect(run.code == 64)
            #expect((run.output + run.errors).contains(code), "\(run.output) \(run.errors)")
        }
    }

    private static let identity =
        "JARVIS_MESH_SHARED_KEY=\(RecoveryVariableTests.key)\nJARVIS_MESH_NODE_PUBKEY=node\nJARVIS_NATS_URL=nats://127.0.0.1:1\n"

    @Test("Memory writes that nobody sees are said to be unknown, and decide nothing")
    func unknownWrites() throws {
        try ChangeBench.with(Self.identity + "JARVIS_USE_MESH_SYNC=1\n") { bench in
            let run = try bench.run(["resolve", "mesh", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            let steps = try run.json()["steps"]?.array ?? []
            #expect(steps.first { $0["id"]?.text == "mesh/resolve.writes" }?["state"]?.text == "unknown")
            #expect(steps.last?["state"]?.text == "done")
        }
    }

    @Test("While sync is off nothing is sent in production, and a dry run shows the whole plan with what is refused")
    func syncOff() throws {
        try ChangeBench.with(Self.identity + "JARVIS_USE_MESH_SYNC=0\n") { bench in
            try bench.fixture.makeDirectory("jarvis/data/mesh")
            try bench.fixture.write(
                "{\"event_id\":\"e1\",\"state_delta\":{\"a\":1},\"status\":\"pending_publish\"}\n", to: "jarvis/data/mesh/outbox.jsonl")
            let run = try bench.run(["resolve", "mesh", "--reseal", "--yes", "--confirm", "reseal"])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("sync is off"))
            let dry = try bench.run(["resolve", "mesh", "--reseal", "-n", "-o", "json"])
            #expect(dry.code == 77)
            try Schema.check(dry.output, "plan")
            let steps = try dry.json()["steps"]?.array ?? []
            #expect(steps.filter { $0["verdict"]?.text == "refused" }.map { $0["id"]?.text } == ["mesh/retry.e1"])
            #expect(steps.last?["id"]?.text == "mesh/resolve.backlog")
        }
    }

    @Test("A resolution can be taken up from the journal")
    func request() {
        let request = ChangeRequest.resolveMesh(Sending(limit: 7, reseals: true))
        #expect(ChangeRequest(json: request.json) == request)
        #expect(request.command == "resolve mesh --limit 7 --reseal")
        #expect(ChangeRequest(json: ["kind": "resolve-mesh", "limit": 7]) == nil)
    }
}
