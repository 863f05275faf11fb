import Glibc
import HTTPKit
import ProcessKit
import Synchronization
import SystemKit
import TestSupport

@testable import OpsCommands

/// A practice Jarvis with a fault in it, and what was put beside it.
final class MatrixScene: Sendable {
    let fixture: Fixture
    let home: String
    let redis: String
    /// In which nothing is found: no Docker, for none of these layouts has an engine.
    let emptyDirectory: String
    private let ownURL: String
    private let stranger = Mutex<PythonServer?>(nil)

    init(_ fixture: Fixture, _ practice: (any PracticeJarvis)?) throws {
        self.fixture = fixture
        home = try practice?.variables["JARVIS_HOME"] ?? fixture.makeDirectory("home")
        ownURL = practice?.variables["JARVIS_API_URL"] ?? ""
        redis = practice?.variables["JARVIS_OPS_REDIS_URL"] ?? ""
        emptyDirectory = try fixture.makeDirectory("none")
    }

    var url: String { stranger.withLock { $0 }.map { "http://127.0.0.1:\($0.port)" } ?? ownURL }

    /// Runs the program, which may read no more than its user's own rights allow: root reads everything.
    func run(_ arguments: [String], _ environment: [String: String]) throws -> (code: Int32, output: String, errors: String) {
        let state = fixture.path("state")
        let base = ProcessEnvironment.snapshot().filter {
            !$0.key.hasPrefix("JARVIS_") && $0.key != "REDIS_URL" && $0.key != "DATABASE_URL"
        }
        let command = Self.withoutOverride + [Checkout.program] + arguments
        let result = try ProcessRun.run(
            Command(
                command[0], Array(command.dropFirst()),
                environment: base.merging(["XDG_STATE_HOME": state, "DOCKER_HOST": "unix:///nowhere/docker.sock"]) { $1 }
                    .merging(environment) { $1 }, directory: emptyDirectory),
            deadline: .after(milliseconds: 120_000), cancellation: try Cancellation(),
            limits: OutputLimits(headBytes: 4 << 20, tailBytes: 4 << 20))
        guard case .exited(let code) = result.ending else { throw TestSupportError("\(arguments): \(result.ending)") }
        return (code, result.standardOutput.text, result.standardError.text)
    }

    /// Takes the right to read all files from root.
    private static let withoutOverride =
        getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []

    /// Why files cannot be made unreadable here; nil where they can.
    static var missing: String? { getuid() != 0 || Files.isExecutable("/usr/bin/setpriv") ? nil : "setpriv" }

    /// Asks once for all that a look asks for: what the service allocates at its first answers is no leak.
    func warmUp() throws {
        let paths = ["/api/health", "/api/health/", "/api/metrics", "/api/runtime/capabilities", "/dashboard"]
        let threads = try (paths + paths).map { path in
            try BlockingThread { [ownURL] in
                guard let address = try? HTTPURL.parse(ownURL + path), let never = try? Cancellation() else { return }
                _ = try? HTTPClient().send(HTTPRequest(address), deadline: .after(milliseconds: 5000), cancellation: never)
            }
        }
        for thread in threads { thread.value() }
    }

    // MARK: Faults

    func rewrite(_ name: String, _ change: (String) -> String) throws {
        let path = home + "/" + name
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        try AtomicFile.replace(path, with: Array(change(text).utf8))
    }

    func forbid(_ name: String) throws { guard chmod(home + "/" + name, 0) == 0 else { throw SystemError("chmod", name) } }

    func remove(_ name: String) throws { guard unlink(home + "/" + name) == 0 else { throw SystemError("remove", name) } }

    /// A copy, for the service goes on with its own.
    func forbiddenDatabase() throws -> String {
        let path = home + "/forbidden.db"
        if !Files.exists(path) {
            try AtomicFile.create(path, with: try Files.read(home + "/data/jarvis.db"), mode: 0o600)
            try forbid("forbidden.db")
        }
        return path
    }

    /// Somebody else listens where the API is said to be. - Parameter answer: a Python expression, the bytes that every caller gets.
    func put(strangerAtAPI answer: String) throws {
        let server = try PythonServer(
            """
            import socket
            server = socket.create_server(("127.0.0.1", 0))
            print("ready", server.getsockname()[1], flush=True)
            while True:
                caller = server.accept()[0]
                caller.settimeout(1)
                try:
                    caller.sendall(\(answer))
                    caller.shutdown(socket.SHUT_WR)
                    while caller.recv(4096): pass
                except OSError: pass
                caller.close()
            """, in: fixture, name: "stranger")
        stranger.withLock { $0 = server }
        try rewrite(".env") { $0.replacing(/API_PORT=\d+/, with: "API_PORT=\(server.port)") }
    }

    /// Until the API's limiter refuses.
    func useUpTheLimit() throws {
        try waitUntil("the limiter refuses") {
            try PythonServer.run(
                """
                import sys, urllib.request, urllib.error
                for _ in range(40):
                    try: urllib.request.urlopen(sys.argv[1] + "/api/health").read()
                    except urllib.error.HTTPError as error:
                        if error.code == 429: print("limited"); break
                """, in: fixture, name: "limit", arguments: [ownURL]
            ).contains("limited")
        }
    }
}
