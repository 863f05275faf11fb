import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// A Jarvis that everything works for: a real nats-server with Jarvis's stream, a program that writes to the memory database, and a
/// stand-in for the Solana RPC.
struct SmokeBench {
    let change: ChangeBench
    let nats: NATSServer
    let rpc: PythonServer
    let writer: PythonServer?

    static let key = "8f3c0a5d17e94b62c8d1f07a63b9e45210fedcba98765432a1b2c3d4e5f60718"
    static let keypair = "[" + (0..<64).map { "\($0 * 3)" }.joined(separator: ",") + "]"

    /// - Parameters:
    ///   - settings: of the stream, as JSON; nil makes none.
    ///   - writes: whether somebody writes to the memory database all the while.
    static func with<Result>(
        settings: String? = "{}", natsOptions: (Fixture) throws -> [String] = { _ in [] }, jetStream: Bool = true, writes: Bool = true,
        _ body: (SmokeBench) throws -> Result
    ) throws -> Result {
        try ChangeBench.with { change in
            let fixture = change.fixture
            let nats = try NATSServer(in: fixture, jetStream: jetStream, options: natsOptions(fixture))
            if let settings, jetStream { try nats.makeMeshStream(in: fixture, settings: settings) }
            try PythonServer.run(table, in: fixture, name: "table", arguments: [fixture.path("memory/jarvis.db")])
            let bench = SmokeBench(
                change: change, nats: nats,
                rpc: try PythonServer(rpc, in: fixture, name: "solana-stand-in", arguments: [fixture.path("control")]),
                writer: writes ? try PythonServer(writer, in: fixture, name: "writer", arguments: [fixture.path("memory/jarvis.db")]) : nil)
            try fixture.write(bench.dotEnv, to: "jarvis/.env")
            try fixture.write(keypair, to: "keypair.json", mode: 0o600)
            return try body(bench)
        }
    }

    var fixture: Fixture { change.fixture }

    /// Everything configured, both flags off.
    var dotEnv: String {
        """
        JARVIS_MESH_SHARED_KEY=\(SmokeBench.key)
        JARVIS_MESH_NODE_PUBKEY=practice-node
        JARVIS_NATS_URL=\(nats.url())
        JARVIS_MESH_PROGRAM_ID=practice-program
        JARVIS_MESH_KEYPAIR_PATH=\(fixture.path("keypair.json"))
        SOLANA_RPC_URL=http://127.0.0.1:\(rpc.port)/secret-path

        """
    }

    /// Takes lines out of `.env`, and adds others.
    func configure(without names: [String] = [], adding lines: [String] = []) throws {
        let kept = dotEnv.split(separator: "\n").filter { line in !names.contains { line.hasPrefix($0 + "=") } }
        try fixture.write((kept.map(String.init) + lines).joined(separator: "\n") + "\n", to: "jarvis/.env")
    }

    func outbox(_ lines: [String]) throws {
        try fixture.makeDirectoryIfAbsent("jarvis/data/mesh")
        try fixture.write(lines.joined(separator: "\n") + "\n", to: "jarvis/data/mesh/outbox.jsonl")
    }

    func smoke(_ arguments: [String] = ["all"], _ environment: [String: String] = [:]) throws -> Smoke {
        Smoke(run: try change.run(["mesh", "smoke", "-o", "json"] + arguments, environment))
    }

    /// One run of the checks.
    struct Smoke {
        let run: Run
        var document: JSONValue { (try? run.json()) ?? .null }
        var passed: Bool? { document["passed"]?.bool }
        var covered: [String] { (document["covered"]?.array ?? []).compactMap(\.text) }

        /// Names of the checks in that state, in order.
        func checks(_ state: String) -> [String] {
            (document["checks"]?.array ?? []).filter { $0["state"]?.text == state }.compactMap { $0["id"]?.text }.map {
                String($0.dropFirst("smoke/".count))
            }
        }

        func because(_ name: String) -> String {
            (document["checks"]?.array ?? []).first { $0["id"]?.text == "smoke/\(name)" }?["because"]?.text ?? ""
        }
    }

    static let all = [
        "configuration", "seal", "nats", "jetstream", "canary", "api", "memory-writes", "outbox", "program-id", "keypair", "solana-rpc",
    ]

    private static let table = """
        import sqlite3, sys
        database = sqlite3.connect(sys.argv[1])
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE memories (text)")
        database.commit()
        """

    private static let writer = """
        import sqlite3, sys, time
        database = sqlite3.connect(sys.argv[1], isolation_level=None)
        print("ready 1", flush=True)
        while True:
            database.execute("INSERT INTO memories VALUES ('x')")
            time.sleep(0.02)
        """

    /// No Solana: it answers `getHealth` as `control/rpc` says.
    private static let rpc = """
        import http.server, json, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_POST(self):
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert question["method"] == "getHealth" and question["jsonrpc"] == "2.0", question
                try: how = open(os.path.join(sys.argv[1], "rpc")).read()
                except FileNotFoundError: how = "ok"
                answer = {"jsonrpc": "2.0", "id": question["id"]}
                if how == "behind": answer["error"] = {"code": -32005, "message": "Node is behind by 42 slots"}
                else: answer["result"] = how
                body = b"<html>" if how == "page" else json.dumps(answer).encode()
                self.send_response(503 if how == "503" else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_port, flush=True)
        server.serve_forever()
        """
}

extension Fixture {
    func makeDirectoryIfAbsent(_ name: String) throws(SystemError) {
        if Files.kind(path(name)) == nil { try makeDirectory(name) }
    }
}
