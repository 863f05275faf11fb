import SystemKit
import TestSupport
import Testing

/// A Jarvis directory with an outbox, and a service that gives a capability report, for tests of the mesh's read-only commands.
struct MeshBench {
    let fixture: Fixture
    let service: PythonServer?

    /// - Parameter report: what `GET /runtime-status` answers; nil: nobody listens. `"hang"` never answers.
    static func with(outbox: String? = nil, report: String? = nil, _ body: (MeshBench) throws -> Void) throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("jarvis")
            try fixture.makeDirectory("jarvis/data")
            try fixture.makeDirectory("jarvis/data/mesh")
            if let outbox { try fixture.write(outbox, to: MeshBench.outboxName) }
            let service = try report.map { try PythonServer(script, in: fixture, arguments: [$0]) }
            defer { service?.process.stop() }
            try body(MeshBench(fixture: fixture, service: service))
        }
    }

    static let outboxName = "jarvis/data/mesh/outbox.jsonl"
    var outbox: String { fixture.path(MeshBench.outboxName) }
    var directory: String { fixture.path("jarvis") }

    /// Nobody listens on port 1 of this machine.
    var environment: [String: String] { ["JARVIS_API_URL": "http://127.0.0.1:\(service?.port ?? 1)", "HOME": fixture.directory] }

    func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Run {
        try Run(["-C", directory] + arguments, environment: self.environment.merging(environment) { $1 })
    }

    /// Appends as another process would: one write.
    func append(_ text: String) throws {
        try PythonServer.run(
            "import os, sys\nfd = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)\nos.write(fd, sys.argv[2].encode())\n", in: fixture,
            name: "append", arguments: [outbox, text])
    }

    static func record(_ id: String, _ status: String, second: Int = 0, more: String = "") -> String {
        let time = "2026-03-14T09:26:\(second < 10 ? "0" : "")\(second).000001+00:00"
        return "{\"event_id\":\"\(id)\",\(more)\"state_hash\":\"\",\"status\":\"\(status)\",\"timestamp\":\"\(time)\"}\n"
    }

    private static let script = """
        import http.server, sys, time
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_GET(self):
                if sys.argv[1] == "hang": time.sleep(3600)
                body = sys.argv[1].encode()
                try:
                    self.send_response(200 if self.path == "/runtime-status" else 404)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError: pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_port, flush=True)
        server.serve_forever()
        """
}
