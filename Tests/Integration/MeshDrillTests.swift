import Configuration
import JSONKit
import PythonOracle
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// The mesh drills from end to end: a real NATS server with its stream, sealed events in the outbox, the program itself.
@Suite(.ownThread) struct MeshDrillTests {
    @Test("A backlog: the retry publishes all of it, each event once and valid, and a healthy mesh is left")
    func backlog() throws {
        try MeshDrill.with(.meshBacklog) { drill in
            #expect(try drill.status() == ["committed": 30, "pending_publish": 20])
            let waiting = try drill.eventIDs("pending_publish")
            let run = try drill.run(["mesh", "retry", "--yes", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try drill.status() == ["committed": 30, "published": 20])
            #expect(try drill.received() == waiting)
            // The stream has each once, whoever tries again.
            #expect(try drill.run(["mesh", "retry", "--yes"]).code == 0)
            #expect(try drill.received().count == 20)
            #expect(try drill.run(["diagnose", "mesh"]).code == 0)
        }
    }

    @Test("A backlog as a responder meets it: one line starts it, sends it and takes it away")
    func oneLine() throws {
        let run = try Run(["drill", "mesh-backlog", "--fault-size", "3", "--", "jarvis-ops", "mesh", "retry", "--yes", "-o", "json"])
        #expect(run.code == 0, "\(run.output) \(run.errors)")
        #expect(try run.json()["summary"]?["published"]?.int == 3)
    }

    @Test("Poisoned envelopes: the valid ones are sent, nothing invalid reaches the server, and the exit code says so")
    func poisoned() throws {
        try MeshDrill.with(.meshPoisoned) { drill in
            let waiting = try drill.eventIDs("pending_publish")
            let run = try drill.run(["mesh", "retry", "--yes", "-o", "json"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            let events = try run.json()["events"]?.array ?? []
            let invalid = events.filter { $0["now"]?.text == "invalid_envelope" }
            #expect(invalid.compactMap { $0["reason"]?.text }.sorted() == ["decryption_failed", "decryption_failed", "hash_mismatch"])
            #expect(try drill.status() == ["committed": 30, "published": 6, "invalid_envelope": 4])
            let poisoned = Set(invalid.compactMap { $0["event_id"]?.text })
            #expect(try drill.received() == waiting.filter { !poisoned.contains($0) })
        }
    }

    @Test("No NATS server: nothing is sent or recorded, the exit code says why, and once there is one the retry finishes the work")
    func down() throws {
        try MeshDrill.with(.meshNATSDown) { drill in
            let before = try drill.outbox()
            let run = try drill.run(["mesh", "retry", "--yes"])
            #expect(run.code == 69, "\(run.output) \(run.errors)")
            #expect(run.output.contains("mesh disable all"))
            #expect(try drill.outbox() == before)
            let server = try NATSServer(in: drill.fixture, port: drill.natsPort)
            defer { server.process.stop() }
            try server.makeMeshStream(in: drill.fixture)
            let again = try drill.run(["mesh", "retry", "--yes"])
            #expect(again.code == 0, "\(again.output) \(again.errors)")
            #expect(try drill.status() == ["committed": 30, "published": 20])
            #expect(try drill.received().count == 20)
        }
    }

    @Test("A stale backlog is held, and sealed anew when somebody says so, the event that never was among them")
    func stale() throws {
        try MeshDrill.with(.meshStale) { drill in
            let waiting = try drill.eventIDs("pending_publish")
            let held = try drill.run(["mesh", "retry", "--yes", "-o", "json"])
            #expect(held.code == 1, "\(held.output) \(held.errors)")
            let reasons = try (held.json()["events"]?.array ?? []).compactMap { $0["reason"]?.text }
            #expect(reasons == Array(repeating: "stale_commitment", count: 9) + ["missing_envelope"])
            #expect(try drill.received() == [])
            // A yes is for changes, and not for sealing.
            #expect(try drill.run(["mesh", "retry", "--reseal", "--yes"]).code == 77)
            #expect(try drill.received() == [])
            let run = try drill.run(["mesh", "retry", "--reseal", "--yes", "--confirm", "reseal"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try drill.status() == ["committed": 30, "published": 10])
            #expect(try drill.received() == waiting)
        }
    }
}
