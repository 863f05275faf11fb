import JSONKit
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// The program killed at every write, fsync and rename it makes while it changes something, by strace, and taken up again.
@Suite(.ownThread, .serialized) struct KillEverywhereTests {
    /// A Jarvis of files alone, and a service that runs with whatever `.env` says at the moment: a stand-in for one that was recreated.
    static let service = """
        import http.server, json, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_GET(self):
                lines = open(os.path.join(sys.argv[1], ".env")).read().split("\\n")
                values = dict(line.split("=", 1) for line in lines if "=" in line)
                on = lambda name: values.get(name) == "1"
                body = json.dumps({"components": {
                    "mesh_sync": {"enabled": on("JARVIS_USE_MESH_SYNC"), "status": "ready"},
                    "mesh_attestation": {"enabled": on("JARVIS_USE_MESH_ATTEST"), "status": "ready"}}}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_port, flush=True)
        server.serve_forever()
        """
    static let before = "# a Jarvis\nJARVIS_USE_MESH_SYNC=1\nOTHER=kept\nJARVIS_USE_MESH_ATTEST=1\n"
    static let after = "# a Jarvis\nJARVIS_USE_MESH_SYNC=0\nOTHER=kept\nJARVIS_USE_MESH_ATTEST=0\n"
    /// strace counts each call by its own name.
    static let calls = ["write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2"]

    @Test("Wherever it is killed, nothing is done twice unasked, nothing is lost, and the journal is whole")
    func everywhere() throws {
        try Strace.require()
        try Fixture.with { fixture in
            try fixture.makeDirectory("jarvis")
            try fixture.write(Self.before, to: "jarvis/.env")
            let server = try PythonServer(Self.service, in: fixture, arguments: [fixture.path("jarvis")])
            var points = 0
            var resumed = 0
            var asked = 0
            for call in Self.calls {
                points += try KillPoints.each(of: "flags \(call)") { number in
                    let place = "\(call) \(number)"
                    try fixture.write(Self.before, to: "jarvis/.env")
                    let state = try fixture.makeDirectory("state-\(call)-\(number)")
                    let environment = [
                        "XDG_STATE_HOME": state, "JARVIS_API_URL": "http://127.0.0.1:\(server.port)",
                        "JARVIS_MEMORY_ROOT": fixture.path("none"), "JARVIS_HOME": fixture.path("jarvis"),
                    ]
                    let command = ["mesh", "disable", "all", "--yes", "-C", fixture.path("jarvis")]
                    guard try isKilled(command, at: call, number, environment) else { return false }
                    let outcome = try finish(command, environment, place)
                    resumed += outcome.resumed ? 1 : 0
                    asked += outcome.asked ? 1 : 0
                    #expect(try Files.read(fixture.path("jarvis/.env")) == Array(Self.after.utf8), "killed at \(place)")
                    if Files.exists(fixture.path("jarvis/.jarvis-ops.lock")) {
                        // Killed when all was done and recorded, but for the lock: the next change takes it over.
                        try fixture.write(Self.before, to: "jarvis/.env")
                        let next = try Run(command, environment: environment)
                        #expect(next.code == 0, "killed at \(place): \(next.output) \(next.errors)")
                    }
                    #expect(try Files.list(fixture.path("jarvis")) == [".env"], "killed at \(place)")
                    return true
                }
            }
            print("killed at \(points) points; \(resumed) runs were resumed, \(asked) of them asked about a step")
            #expect(points >= KillPoints.least(21))
            #expect(resumed >= KillPoints.least(1))
        }
    }

    /// Runs it under strace, which kills it at the given matching call of any thread. False when it ended by itself.
    private func isKilled(_ command: [String], at call: String, _ number: Int, _ environment: [String: String]) throws -> Bool {
        let base = ProcessEnvironment.snapshot().filter { !$0.key.hasPrefix("JARVIS_") }
        let result = try ProcessRun.run(
            Command(
                "strace",
                Strace.arguments(call, "signal=KILL:when=\(number)")
                    + [Checkout.program] + command, environment: base.merging(environment) { $1 }, directory: "/"),
            deadline: .generous, cancellation: try Cancellation())
        if result.isSuccess { return false }
        let isKilled = result.ending == .exited(137) || result.ending == .signalled(.kill)
        #expect(isKilled, "\(call) \(number): \(result.ending) \(result.standardError.text)")
        return isKilled
    }

    /// Takes the run up again, as a person would, until it is done.
    private func finish(_ command: [String], _ environment: [String: String], _ place: String) throws -> (resumed: Bool, asked: Bool) {
        let audit = try Run(["audit", "verify"], environment: environment)
        #expect(audit.code == 0, "killed at \(place): \(audit.output) \(audit.errors)")
        let runs = try Run(["runs", "-o", "json"], environment: environment).json()["runs"]?.array ?? []
        var asked = false
        if runs.isEmpty {
            #expect(try Run(command, environment: environment).code == 0)
        } else {
            var resume = try Run(["runs", "resume", "last", "--yes", "--no-input"], environment: environment)
            if resume.code == 77 {
                asked = true
                let words = resume.errors.split(whereSeparator: \.isWhitespace)
                let option = try #require(words.firstIndex(of: "--confirm"), "\(resume.errors)")
                let step = String(words[option + 1])
                resume = try Run(["runs", "resume", "last", "--yes", "--no-input", "--confirm", step], environment: environment)
            }
            #expect(resume.code == 0, "killed at \(place): \(resume.output) \(resume.errors)")
        }
        #expect(try Run(["audit", "verify"], environment: environment).code == 0)
        try expectNothingTwice(environment, place)
        return (!runs.isEmpty, asked)
    }

    /// A second intent of a step stands on a name that was given for it.
    private func expectNothingTwice(_ environment: [String: String], _ place: String) throws {
        let record = try Run(["runs", "show", "last", "-o", "json"], environment: environment).json()
        let rows = record["rows"]?.array ?? []
        var intents: [String: Int] = [:]
        var names: [String: Int] = [:]
        for row in rows {
            let step = row["step"]?.text ?? ""
            if row["table"]?.text == "steps", row["event"]?.text == "intended" { intents[step, default: 0] += 1 }
            if row["table"]?.text == "approvals", row["event"]?.text == "given", let name = row["body"]?["name"]?.text {
                names[name, default: 0] += 1
            }
        }
        for (step, count) in intents { #expect(count <= 1 + names[step, default: 0], "killed at \(place): \(step) twice unasked") }
    }
}
