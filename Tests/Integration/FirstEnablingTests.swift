import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Sync goes on for the first time, in the order in which people do it, against a real nats-server that has no stream yet.
@Suite(.ownThread) struct FirstEnablingTests {
    private static let enable = ["mesh", "enable", "sync", "--yes", "-o", "json"]
    private static let confirmed = enable + ["--confirm", "first-enable"]

    @Test("Smoke checks, then sync with its name typed, then the listener: and after it all checks pass")
    func inOrder() throws {
        try SmokeBench.with(settings: nil) { bench in
            #expect(try bench.change.run(Self.confirmed).code == 77)
            let smoke = try bench.smoke(["sync"])
            #expect(smoke.run.code == 0 && smoke.document["result"]?.text == "first-enable", "\(smoke.run.output)")
            #expect(smoke.checks("first-enable") == ["jetstream"])
            try Schema.check(smoke.run.output, "mesh-smoke")
            #expect(try bench.change.run(["mesh", "flags"]).output.contains("allow a first enabling"))
            let unnamed = try bench.change.run(Self.enable)
            #expect(unnamed.code == 77 && unnamed.output.contains("--confirm first-enable"), "\(unnamed.output)")
            #expect(try bench.change.dotEnv == bench.dotEnv)

            let listener = try PythonServer(
                Self.listener, in: bench.fixture, name: "listener-stand-in",
                arguments: [
                    String(bench.nats.port), bench.change.directory + "/.env",
                ])
            let run = try bench.change.run(Self.confirmed)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            #expect(try Self.states(run)["mesh/enable.listener"] == "done")
            #expect(try Self.states(run).filter { $0.key.contains(".back.") }.values.allSatisfy { $0 == "skipped" })
            #expect(try bench.change.dotEnv == bench.dotEnv + "JARVIS_USE_MESH_SYNC=1\n")
            #expect(try bench.smoke(["sync"]).passed == true)
            try bench.change.expectWholeJournal()
            withExtendedLifetime(listener) {}
        }
    }

    @Test("A listener that does not come: sync is off again, and that is said")
    func noListener() throws {
        try SmokeBench.with(settings: nil) { bench in
            #expect(try bench.smoke(["sync"]).run.code == 0)
            let run = try bench.change.run(Self.confirmed)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            let states = try Self.states(run)
            #expect(states["mesh/enable.listener"] == "failed" && states["mesh/enable.back.sync"] == "done", "\(states)")
            #expect(states["mesh/enable.back.verify"] == "done")
            #expect(run.output.contains("the listener did not come up: there is no stream JARVIS_MESH"))
            #expect(try bench.change.dotEnv == bench.dotEnv + "JARVIS_USE_MESH_SYNC=0\n")
            #expect(try bench.change.run(["mesh", "flags"]).output.contains("off"))
            // Taken back it goes to what was before both writes, and not to what stood between them.
            let undo = try bench.change.run(["runs", "resume", "last", "--undo", "--yes"])
            #expect([0, 1].contains(undo.code) && !undo.errors.contains("MESH_SYNC=1"), "\(undo.output) \(undo.errors)")
            #expect(!(try bench.change.dotEnv.contains("JARVIS_USE_MESH_SYNC=1")), "\(undo.output) \(undo.errors)")
            try bench.change.expectWholeJournal()
        }
    }

    @Test("A signal while the listener is waited for: the way back is gone all the same, and a resumed run leaves sync off")
    func interrupted() throws {
        try SmokeBench.with(settings: nil) { bench in
            #expect(try bench.smoke(["sync"]).run.code == 0)
            let child = try bench.change.start(Self.confirmed)
            defer { child.stop() }
            try waitUntil("sync is written") { try bench.change.dotEnv.contains("JARVIS_USE_MESH_SYNC=1") || !child.isRunning }
            child.signal(SIGINT)
            #expect(try child.wait() == 130, "\(child.output)")
            #expect(try bench.change.dotEnv == bench.dotEnv + "JARVIS_USE_MESH_SYNC=0\n")
            #expect(child.output.contains("mesh/enable.back.sync"), "\(child.output)")
            let id = try #require(try bench.change.runs().last?.id)
            let resumed = try bench.change.run(["runs", "resume", id, "--yes", "--confirm", "first-enable"])
            #expect(resumed.code != 0, "\(resumed.output)")
            #expect(try bench.change.dotEnv == bench.dotEnv + "JARVIS_USE_MESH_SYNC=0\n")
            try bench.change.expectWholeJournal()
        }
    }

    private static func states(_ run: Run) throws -> [String: String] {
        let steps = try run.json()["steps"]?.array ?? []
        return Dictionary(
            uniqueKeysWithValues: steps.compactMap { step in
                step["id"]?.text.map { ($0, step["state"]?.text ?? "") }
            })
    }

    /// No Jarvis: it does what the real listener does once the flag is on (facts.md, "NATS").
    private static let listener =
        natsPython + """
            import time
            print('ready', sys.argv[1], flush=True)
            while 'JARVIS_USE_MESH_SYNC=1' not in open(sys.argv[2]).read():
                time.sleep(0.02)
            nats = NATS(int(sys.argv[1]))
            nats.send('SUB _INBOX.listener 7')
            stream = {'name': 'JARVIS_MESH', 'subjects': ['jarvis.mesh.sync', 'jarvis.mesh.sync.>'], 'retention': 'limits', 'storage': 'file'}
            consumer = {'durable_name': 'jarvis-mesh-sync', 'ack_policy': 'explicit', 'deliver_subject': '_INBOX.listener',
                        'filter_subject': 'jarvis.mesh.sync'}
            for subject, value in (('$JS.API.STREAM.CREATE.JARVIS_MESH', stream),
                                   ('$JS.API.CONSUMER.DURABLE.CREATE.JARVIS_MESH.jarvis-mesh-sync',
                                    {'stream_name': 'JARVIS_MESH', 'config': consumer})):
                answer = json.loads(nats.request(subject, json.dumps(value).encode()))
                assert 'error' not in answer, answer
            while True:
                nats.message()
            """
}
