import Configuration
import JSONKit
import PythonOracle
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A practice Jarvis with a mesh, the program run against it, and what its NATS server has received.
struct MeshDrill {
    let fixture: Fixture
    let practice: any PracticeJarvis
    private let dotEnv: DotEnv

    static func with(_ scenario: Scenario, _ body: (MeshDrill) throws -> Void) throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: scenario), in: bench.world)
            defer { practice.stop() }
            let home = practice.variables["JARVIS_HOME"] ?? ""
            try body(MeshDrill(fixture: bench.fixture, practice: practice, dotEnv: DotEnv(try Files.read(home + "/.env"))))
            practice.stop()
            #expect(try bench.leftovers == [])
            #expect(try bench.processes == [])
        }
    }

    func run(_ arguments: [String]) throws -> Run {
        let state = ["XDG_STATE_HOME": fixture.path("state")]
        return try Run(arguments, environment: practice.variables.merging(state) { $1 })
    }

    var home: String { practice.variables["JARVIS_HOME"] ?? "" }
    var natsPort: Int { dotEnv["JARVIS_NATS_URL"].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0 }

    func outbox() throws -> [UInt8] { try Files.read(home + "/data/mesh/outbox.jsonl") }

    /// Events by their latest status, as Jarvis would count them.
    func status() throws -> [String: Int] { try latest().reduce(into: [:]) { $0[$1.status, default: 0] += 1 } }

    /// The events of that status, in order of first appearance.
    func eventIDs(_ status: String) throws -> [String] { try latest().filter { $0.status == status }.map(\.id) }

    private func latest() throws -> [(id: String, status: String)] {
        var order: [String] = []
        var statuses: [String: String] = [:]
        for line in try outbox().split(separator: UInt8(ascii: "\n")) {
            let record = try JSONReader().read(Array(line))
            guard let id = record["event_id"]?.text else { continue }
            if statuses[id] == nil { order.append(id) }
            statuses[id] = record["status"]?.text
        }
        return order.map { ($0, statuses[$0] ?? "") }
    }

    /// The ids of the messages in the server's stream, in its order. Each was opened and judged by PyNaCl, where Python has it.
    func received() throws -> [String] {
        let bodies = try NATSStream.meshBodies(port: natsPort, in: fixture)
        try judge(bodies)
        return try bodies.map { try JSONReader().read(bytes($0))["message_id"]?.text ?? "" }
    }

    private func judge(_ bodies: [String]) throws {
        guard let python = PythonOracle.sealing, !bodies.isEmpty else { return }
        let questions = bodies.map { body -> JSONValue in
            [
                "key": dotEnv["JARVIS_MESH_SHARED_KEY"].json, "node": dotEnv["JARVIS_MESH_NODE_PUBKEY"].json,
                "now": Timestamp.now().rfc3339.json, "seen": [], "text": body.json,
            ]
        }
        let script = String(decoding: try TestFile.read(TestFile.fixture("envelopes/oracle.py")), as: UTF8.self)
        let answer = try PythonOracle.run(script, input: JSONWriter.compact.bytes(["judge": .array(questions)]), python: python)
        #expect(try JSONReader().read(answer) == .array(bodies.map { _ in "ok" }))
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
