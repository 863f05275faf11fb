import Configuration
import Execution
import JSONKit
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// The mesh's transport, seen at real servers.
@Suite(.ownThread) struct TransportProbeTests {
    private func look(_ fixture: Fixture, _ environment: [String: String]) throws -> (result: ProbeResult, look: TransportLook) {
        let configuration = Configuration(environment: environment, workingDirectory: fixture.directory, inputs: .init())
        let result = LiveProbes(configuration: configuration, environment: [:])
            .run(.transport, limits: ProbeLimits(timeoutMilliseconds: 5000, cancellation: try Cancellation()))
        guard case .transport(let look)? = result.measurement else { throw TestSupportError("nothing measured: \(result.summary)") }
        return (result, look)
    }

    @Test("What answers is looked at: JetStream, the stream, the consumer and what waits for it")
    func answers() throws {
        try Fixture.with { fixture in
            let server = try NATSServer(in: fixture)
            defer { server.process.stop() }
            var seen = try look(fixture, ["JARVIS_NATS_URL": server.url()])
            #expect(seen.look.isAnswering && seen.look.isConfigured && seen.result.state == .ok)
            #expect(seen.result.summary.contains("no stream JARVIS_MESH"), "\(seen.result.summary)")
            try server.makeMeshStream(in: fixture)
            seen = try look(fixture, ["JARVIS_NATS_URL": server.url()])
            #expect(
                seen.result.state == .ok && seen.result.summary.contains("consumer jarvis-mesh-sync: 0 waiting"), "\(seen.result.summary)")
        }
    }

    @Test("Without JetStream what is sent is not kept, unless Jarvis is told to do without; a wrong password is a failure of the way there")
    func without() throws {
        try Fixture.with { fixture in
            let server = try NATSServer(in: fixture, jetStream: false, options: ["--user", "u", "--pass", "p"])
            defer { server.process.stop() }
            let off = try look(fixture, ["JARVIS_NATS_URL": server.url("u:p")])
            #expect(off.result.state == .unhealthy && off.look.isAnswering && off.result.summary.contains("JetStream is off"))
            let stranger = try look(fixture, ["JARVIS_NATS_URL": server.url("u:other")])
            #expect(stranger.result.state == .unhealthy && stranger.look.failure != nil)
            #expect(!stranger.result.summary.contains("other"), "\(stranger.result.summary)")
        }
    }

    @Test("Nobody listens: a failure; a name that is not known, or one of compose's own: nothing is known")
    func nobody() throws {
        try Fixture.with { fixture in
            let port = try LoopbackPort.free()
            #expect(try look(fixture, ["JARVIS_NATS_URL": "nats://127.0.0.1:\(port)"]).look.failure != nil)
            let unknown = try look(fixture, ["JARVIS_NATS_URL": "nats://no-such-host.invalid:4222"]).look
            #expect(unknown.failure == nil && unknown.doubt != nil)
            try fixture.write("services: {api: {ports: ['8766:8766']}, nats: {image: nats}}\n", to: "docker-compose.yml")
            for host in ["nats", "127.0.0.1"] {
                let inside = try look(fixture, ["JARVIS_NATS_URL": "nats://\(host):\(port)"]).look
                #expect(inside.failure == nil && inside.doubt != nil, "\(host)")
            }
            try fixture.write("services: {api: {network_mode: host}}\n", to: "docker-compose.yml")
            #expect(try look(fixture, ["JARVIS_NATS_URL": "nats://127.0.0.1:\(port)"]).look.failure != nil)
        }
    }
}
