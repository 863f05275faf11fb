import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A Jarvis of files and one small service, for commands that change it: its own directory, its own state directory, its own port.
struct ChangeBench {
    let fixture: Fixture
    let service: PythonServer

    /// - Parameter dotEnv: what `.env` holds; nil: there is none, only `data/`.
    static func with<Result>(_ dotEnv: String? = both, _ body: (ChangeBench) throws -> Result) throws -> Result {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/data", "state", "control", "memory"] { try fixture.makeDirectory(name) }
            if let dotEnv { try fixture.write(dotEnv, to: "jarvis/.env", mode: 0o640) }
            let service = try PythonServer(
                script, in: fixture, name: "service", arguments: [fixture.path("jarvis"), fixture.path("control")])
            return try body(ChangeBench(fixture: fixture, service: service))
        }
    }

    /// Both flags on, among other lines.
    static let both = "# a Jarvis\nJARVIS_USE_MESH_SYNC=1\nOTHER=kept\nJARVIS_USE_MESH_ATTEST=1\n"
    static let neither = "# a Jarvis\nJARVIS_USE_MESH_SYNC=0\nOTHER=kept\nJARVIS_USE_MESH_ATTEST=0\n"
    static let disableAll = ["mesh", "disable", "all"]

    var directory: String { fixture.path("jarvis") }
    var state: String { fixture.path("state") }
    var address: String { "http://127.0.0.1:\(service.port)" }

    /// Nothing in it leads to another Jarvis.
    var environment: [String: String] {
        ["XDG_STATE_HOME": state, "JARVIS_API_URL": address, "JARVIS_MEMORY_ROOT": fixture.path("memory"), "JARVIS_HOME": directory]
    }

    func run(_ arguments: [String], _ more: [String: String] = [:], seconds: Double = 120) throws -> Run {
        try Run(arguments, environment: environment.merging(more) { $1 }, seconds: seconds)
    }

    /// The program beside the test: what it prints on both streams is in its `output`.
    func start(_ arguments: [String], _ more: [String: String] = [:], prefix: [String] = [], name: String = "child") throws -> ChildProcess
    {
        try ChildProcess(
            prefix + [Checkout.program] + arguments, output: fixture.path("\(name).out"), environment: environment.merging(more) { $1 })
    }

    var dotEnv: String { get throws { String(decoding: try Files.read(directory + "/.env"), as: UTF8.self) } }

    /// What the service runs with; without it, with whatever `.env` says at the moment, as one that was just recreated.
    func runService(sync: Bool, attest: Bool) throws {
        try fixture.write("{\"sync\": \(sync), \"attest\": \(attest)}", to: "control/running")
    }

    /// The service answers nothing but 503.
    func silenceService() throws { try fixture.write("", to: "control/silent") }
    func unsilenceService() { unlink(fixture.path("control/silent")) }

    /// The service holds back its answer to capability request number `number`, counted from 1, until `release`.
    func hold(_ number: Int) throws { try fixture.write("", to: "control/hold-\(number)") }
    func isHeld(_ number: Int) -> Bool { Files.exists(fixture.path("control/held-\(number)")) }
    func release(_ number: Int) { unlink(fixture.path("control/hold-\(number)")) }

    /// A change asks the service when it plans, once more under the lock, and then in its verification.
    static let verification = 3

    /// All runs in the journal, the newest first, each with its rows.
    func runs() throws -> [RunHistory] {
        try Journal.openForReading(directory: state + "/jarvis-ops", deadline: .generous)?.runs() ?? []
    }

    /// The rows of the newest run that is remembered.
    func lastRows() throws -> [JournalRow] {
        let journal = try Journal.openForReading(directory: state + "/jarvis-ops", deadline: .generous)
        return try journal?.runs().first.flatMap { try journal?.rows(run: $0.id) } ?? []
    }

    /// What stands in the journal of the newest run's steps: `mesh/disable.sync intended`, …
    func lastSteps() throws -> [String] {
        try lastRows().filter { $0.table == .steps }.map { "\($0.step ?? "") \($0.event)" }
    }

    func expectWholeJournal(_ location: SourceLocation = #_sourceLocation) throws {
        let verified = try Journal.verify(directory: state + "/jarvis-ops")
        #expect(verified.findings.isEmpty, "\(verified.findings)", sourceLocation: location)
    }

    /// A run that was killed right after the first flag was written, before that could be recorded.
    func cutOff() throws {
        let memory = try HeldMemory(self)
        defer { memory.release() }
        let child = try start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"], name: "cut-off")
        defer { child.stop() }
        try waitUntil("the first flag is written") {
            guard child.isRunning else { throw TestSupportError("it ended: \(child.output)") }
            return try dotEnv.contains("ATTEST=0")
        }
        child.stop()
        #expect(try lastSteps() == ["mesh/disable.attest intended"])
    }

    /// That the directory holds exactly this, and no temporary file, lock record or anything else.
    func expectOnly(_ names: [String] = [".env", "data"], _ location: SourceLocation = #_sourceLocation) throws {
        #expect(try Files.list(directory) == names, sourceLocation: location)
    }

    static let script = """
        import http.server, json, os, sys, threading, time
        jarvis, control = sys.argv[1:]
        lock, count = threading.Lock(), 0
        def there(name): return os.path.exists(os.path.join(control, name))
        def flags():
            if there("running"):
                return json.load(open(os.path.join(control, "running")))
            try: lines = open(os.path.join(jarvis, ".env")).read().split("\\n")
            except FileNotFoundError: lines = []
            values = dict(line.strip().split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
            def on(*names):
                return next((values[n] for n in names if n in values), "").strip().lower() in ("1", "true", "yes", "y", "on")
            return {"sync": on("JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED"),
                    "attest": on("JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED")}
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_GET(self):
                global count
                if self.path == "/runtime-status":
                    with lock:
                        count += 1
                        number = count
                    if there(f"hold-{number}"):
                        open(os.path.join(control, f"held-{number}"), "w").close()
                        while there(f"hold-{number}"): time.sleep(0.005)
                on = flags()
                part = lambda is_on: {"enabled": is_on, "status": "ready" if is_on else "disabled"}
                if self.path == "/api/runtime/capabilities": return self.send_error(404)
                report = {"status": "healthy", "version": "1", "services": {"database": True}}
                body = json.dumps({**(report if "health" in self.path else {}), "components": {"mesh_sync": part(on["sync"]), "mesh_attestation": part(on["attest"])}}).encode()
                try:
                    self.send_response(503 if there("silent") else 200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError: pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_port, flush=True)
        server.serve_forever()
        """
}

/// Another program's lock on the memory database: whoever looks at it waits. It is how a test stops a change right after it wrote a
/// flag, while it looks whether users' memory writes go on.
final class HeldMemory {
    private let holder: PythonServer

    init(_ bench: ChangeBench) throws {
        holder = try PythonServer(
            """
            import sqlite3, sys, time
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("CREATE TABLE IF NOT EXISTS memories (text)")
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            print("ready 1", flush=True)
            time.sleep(3600)
            """, in: bench.fixture, name: "memory-holder", arguments: [bench.fixture.path("memory/jarvis.db")])
    }

    func release() { holder.process.stop() }
}
