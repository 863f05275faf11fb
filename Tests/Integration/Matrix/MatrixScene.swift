import Glibc
import HTTPKit
import ProcessKit
import Synchronization
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A practice Jarvis with a fault in it, and what was put beside it.
final class MatrixScene: Sendable {
    let fixture: Fixture
    let home: String
    let redis: String
    /// In which nothing is found: no Docker, for none of these layouts has an engine.
    let emptyDirectory: String
    /// Where stand-ins for docker and systemctl lie; nil in layouts that have neither.
    let tools: String?
    let units: String?
    private let service: Int32
    private let ownURL: String
    private let stranger = Mutex<PythonServer?>(nil)

    init(_ fixture: Fixture, _ practice: (any PracticeJarvis)?, _ layout: MatrixLayout) throws {
        self.fixture = fixture
        home = try practice?.variables["JARVIS_HOME"] ?? fixture.makeDirectory("home")
        ownURL = practice?.variables["JARVIS_API_URL"] ?? ""
        redis = practice?.variables["JARVIS_OPS_REDIS_URL"] ?? ""
        emptyDirectory = try fixture.makeDirectory("none")
        service = practice?.processNumbers.last ?? 0
        units = layout == .systemd ? practice?.variables["SYSTEMD_UNIT_PATH"] : nil
        switch layout {
        case .container: tools = try fixture.makeDirectory("tools")
        case .systemd: tools = (practice?.directory).map { $0 + "/bin" }
        case .named, .checkout, .supervisor: tools = nil
        }
        if layout == .container { try tell(.up) }
    }

    private init(_ other: MatrixScene, home: String) {
        (fixture, redis, emptyDirectory, ownURL) = (other.fixture, other.redis, other.emptyDirectory, other.ownURL)
        (tools, units, service) = (other.tools, other.units, other.service)
        self.home = home
    }

    /// The same Jarvis with files of its own: what is done to them concerns nobody else.
    func copied(for fault: MatrixFault) throws -> MatrixScene {
        let copy = fixture.path(fault.name)
        let result = try ProcessRun.run(
            Command("cp", ["-a", home, copy], environment: ProcessEnvironment.snapshot(), directory: emptyDirectory), deadline: .generous,
            cancellation: try Cancellation(), limits: OutputLimits(headBytes: 1 << 12, tailBytes: 1 << 12))
        guard result.isSuccess else { throw TestSupportError("cp: \(result.standardError.text)") }
        return MatrixScene(self, home: copy)
    }

    // MARK: What an engine tells

    enum ServiceState { case up, paused, outOfMemory, noEngine }

    /// By stand-ins: for docker one that knows a single container, for systemctl the drill's own.
    func tell(_ state: ServiceState) throws {
        guard units == nil else {
            try AtomicFile.create(Paths.parent(home) + "/unit.result", with: Array("oom-kill".utf8), mode: 0o600)
            return
        }
        let now = Timestamp.now().rfc3339
        let (words, process) =
            switch state {
            case .up, .noEngine: (#""Status":"running","Running":true"#, service)
            case .paused: (#""Status":"paused","Running":true,"Paused":true"#, service)
            case .outOfMemory: (#""Status":"exited","Running":false,"OOMKilled":true,"ExitCode":137,"FinishedAt":"\#(now)""#, 0)
            }
        let container =
            #"[{"Id":"c1","Name":"/jarvis-api","RestartCount":0,"State":{\#(words),"Pid":\#(process),"StartedAt":"\#(now)"},"#
            + #""HostConfig":{"Memory":268435456,"RestartPolicy":{"Name":"no"}},"Config":{"Labels":{"com.docker.compose.service":"api"}}}]"#
        let answers =
            state == .noEngine
            ? "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1"
            : """
            case "$1" in
            ps) printf 'jarvis\\t%s\\t\\tapi\\tc1\\tjarvis-api\\n' '\(home)';;
            inspect) echo '\(container)';;
            *) echo "stand-in for docker: it does not know $1" >&2; exit 1;;
            esac
            """
        let path = try #require(tools) + "/docker"
        unlink(path)
        try AtomicFile.create(path, with: Array("#!/bin/sh\n# A stand-in for docker.\n\(answers)\n".utf8), mode: 0o755)
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
