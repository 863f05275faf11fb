import Configuration
import Execution
import JSONKit
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// API and supervisor are two processes with routes of their own: each speaks for itself.
@Suite(.ownThread) struct SupervisorProbeTests {
    /// Answers what its arguments say for each path, else 404.
    private static let script = """
        import http.server, json, sys
        answers = json.loads(sys.argv[1])
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = answers.get(self.path, (404, {}))
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            def log_message(self, *arguments):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_address[1], flush=True)
        server.serve_forever()
        """

    /// Stands in for docker: what is to be run inside a container runs here, whose port 127.0.0.1:PORT is.
    private static let standIn = """
        #!/bin/sh
        [ "$1" = exec ] || { echo "stand-in for docker: $*" >&2; exit 1; }
        case "$3" in python3) [ -z "$NO_PYTHON" ] || { echo 'OCI runtime exec failed: exec: "python3": executable file not found' >&2; exit 127; };; esac
        shift 2
        exec "$@"
        """

    private static func report(_ sync: String) -> JSONValue {
        ["components": ["mesh_sync": ["enabled": (sync != "disabled").json, "status": sync.json, "reason": .null, "fallback": .null]]]
    }

    private static func answers(_ paths: [(String, Int, JSONValue)]) -> String {
        JSONWriter.compact.text(.object(JSONObject(paths.map { JSONMember(JSONString($0.0), .array([$0.1.json, $0.2])) })))
    }

    private static func limits(_ milliseconds: Double = 10_000) throws -> ProbeLimits {
        ProbeLimits(timeoutMilliseconds: milliseconds, cancellation: try Cancellation())
    }

    private static let compose = """
        services:
          jarvis-supervisor: {container_name: jarvis-supervisor, environment: {HEALTH_PORT: 'NUMBER'}, env_file: .env}
        """

    @Test("The supervisor's report decides, also where the API says otherwise; where it is down, nobody else speaks for it")
    func decides() throws {
        try Fixture.with { fixture in
            let api = try PythonServer(
                Self.script, in: fixture, name: "api", arguments: [Self.answers([("/api/runtime/capabilities", 200, Self.report("ready"))])]
            )
            defer { api.process.stop() }
            let supervisor = try PythonServer(
                Self.script, in: fixture, name: "supervisor",
                arguments: [
                    Self.answers([("/health", 503, ["status": "degraded", "runtime": Self.report("degraded")]), ("/ready", 200, [:])])
                ])
            defer { supervisor.process.stop() }
            func probes(_ address: String?) -> LiveProbes {
                let environment = ["JARVIS_API_URL": "http://127.0.0.1:\(api.port)", "JARVIS_OPS_SUPERVISOR_URL": address ?? ""]
                return LiveProbes(
                    configuration: Configuration(environment: environment, workingDirectory: fixture.directory, inputs: .init()),
                    environment: [:])
            }
            let limits = try Self.limits()
            #expect(probes(nil).run(.capability, limits: limits).state == .ok)
            let seen = probes("http://127.0.0.1:\(supervisor.port)").run(.capability, limits: try Self.limits())
            #expect(seen.state == .unhealthy && seen.summary.contains("mesh_sync degraded"), "\(seen.summary)")
            let down = probes("http://127.0.0.1:\(try LoopbackPort.free())").run(.capability, limits: try Self.limits())
            #expect(down.state == .failed && down.summary.contains("the supervisor does not say"), "\(down.summary)")
        }
    }

    @Test("A supervisor without a published port is asked from inside its container, with what is there", arguments: ["", "1"])
    func inside(withoutPython: String) throws {
        try Fixture.with { fixture in
            let health: JSONValue = ["status": "healthy", "runtime": Self.report("ready")]
            let supervisor = try PythonServer(
                Self.script, in: fixture, arguments: [Self.answers([("/health", 200, health), ("/ready", 200, [:])])])
            try fixture.makeDirectory("bin")
            try fixture.write(Self.standIn, to: "bin/docker", mode: 0o755)
            try fixture.write("", to: ".env")
            try fixture.write(Self.compose.replacing("NUMBER", with: "\(supervisor.port)"), to: "docker-compose.yml")
            let path = ProcessEnvironment.snapshot()["PATH"] ?? "/usr/bin:/bin"
            let probes = LiveProbes(
                configuration: Configuration(environment: [:], workingDirectory: fixture.directory, inputs: .init()),
                environment: ["PATH": fixture.path("bin") + ":" + path, "NO_PYTHON": withoutPython])
            let seen = probes.run(.capability, limits: try Self.limits())
            #expect(seen.state == .ok && seen.evidence["path"]?.text == "/health", "\(seen.summary)")
            let limits = try Self.limits()
            #expect(probes.run(.apiReady, limits: limits).state == .ok)
            let sample = probes.run(.apiSample, limits: try Self.limits(60_000))
            #expect(sample.state == .ok && sample.evidence["answered"]?.int == 5, "\(sample.summary)")
            supervisor.process.stop()
            let gone = probes.run(.apiSample, limits: try Self.limits(60_000))
            guard case .api(let measured)? = gone.measurement else { throw TestSupportError("no sample: \(gone.summary)") }
            #expect(measured.refused.count == 3 && measured.doubt == nil, "\(gone.summary)")
            let silent = probes.run(.capability, limits: try Self.limits())
            #expect(silent.summary.contains("nobody listens"), "\(silent.summary)")
        }
    }
}
