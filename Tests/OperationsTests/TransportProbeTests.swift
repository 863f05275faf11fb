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

    @Test("An address that only the service's container can reach is asked from inside it, with what is there")
    func inside() throws {
        try Fixture.with { fixture in
            // A stand-in for docker: what is to be run inside the container runs here, and so has this machine's network.
            let standIn = """
                #!/bin/sh
                case "$1" in
                ps) printf '%s\\t%s\\t\\tjarvis\\tc1\\tjarvis-api\\n' here '\(fixture.directory)';;
                inspect) echo '[{"Id":"c1","Name":"/jarvis-api","State":{"Status":"running","Running":true,"Pid":0},"Config":{"Labels":{"com.docker.compose.service":"jarvis"}}}]';;
                exec)
                    case "$*" in *:p@*|*'"p"'*) echo "a secret stands on the command line" >&2; exit 1;; esac
                    [ -z "$NO_PYTHON" ] || { echo 'OCI runtime exec failed: exec: "python3": executable file not found' >&2; exit 127; }
                    shift 4; exec "$@";;
                esac
                """
            try fixture.makeDirectory("bin")
            try fixture.write(standIn, to: "bin/docker", mode: 0o755)
            try fixture.write("services: {jarvis: {container_name: jarvis-api, image: x}}\n", to: "docker-compose.yml")
            let path = fixture.path("bin") + ":" + (ProcessEnvironment.snapshot()["PATH"] ?? "/usr/bin:/bin")
            func look(_ url: String, _ more: [String: String] = [:]) throws -> (result: ProbeResult, look: TransportLook) {
                let configuration = Configuration(
                    environment: ["JARVIS_NATS_URL": url, "JARVIS_OPS_SERVICE": "jarvis"], workingDirectory: fixture.directory,
                    inputs: .init())
                let result = LiveProbes(configuration: configuration, environment: ["PATH": path].merging(more) { $1 })
                    .run(.transport, limits: ProbeLimits(timeoutMilliseconds: 8000, cancellation: try Cancellation()))
                guard case .transport(let look)? = result.measurement else { throw TestSupportError("nothing measured: \(result.summary)") }
                return (result, look)
            }
            let server = try NATSServer(in: fixture, options: ["--user", "u", "--pass", "p"])
            var seen = try look(server.url("u:p"))
            #expect(seen.look.isAnswering && seen.result.state == .ok, "\(seen.result.summary)")
            #expect(seen.result.summary.contains("asked inside the container of service jarvis"), "\(seen.result.summary)")
            #expect(seen.result.summary.contains("no stream JARVIS_MESH"), "\(seen.result.summary)")
            seen = try look(server.url("u:wrong"))
            #expect(seen.look.failure?.contains("not let in") == true && !seen.result.summary.contains("wrong"), "\(seen.result.summary)")
            seen = try look(server.url("u:p"), ["NO_PYTHON": "1"])
            #expect(
                seen.look.failure == nil && seen.result.state == .unavailable
                    && seen.result.summary.contains("By hand: docker exec jarvis-api nc -zv 127.0.0.1 \(server.port)"),
                "\(seen.result.summary)")
            // What a server does not let be asked is not known, and it is no word on the way there: it answers.
            for denied in [
                "publish: {deny: [\"$JS.API.INFO\"]}", "publish: {deny: [\"$JS.API.STREAM.INFO.>\"]}", "subscribe: {deny: [\">\"]}",
            ] {
                let configuration = "authorization {users: [{user: u, password: p, permissions: {\(denied)}}]}\n"
                try fixture.write(configuration, to: "denied.conf")
                let denying = try NATSServer(in: fixture, name: "denied", options: ["-c", fixture.path("denied.conf")])
                defer { denying.process.stop() }
                seen = try look(denying.url("u:p"))
                #expect(
                    seen.look.isAnswering && seen.look.failure == nil && seen.look.doubt?.contains("does not let this user") == true
                        && seen.result.state == .failed, "\(denied): \(seen.result.summary)")
            }
            let plain = try NATSServer(in: fixture, name: "plain", jetStream: false)
            seen = try look(plain.url())
            plain.process.stop()
            #expect(seen.look.isAnswering && seen.result.summary.contains("JetStream is off"), "\(seen.result.summary)")
            server.process.stop()
            seen = try look(server.url("u:p"))
            #expect(seen.look.failure?.contains("nobody listens") == true, "\(seen.result.summary)")
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
