import Configuration
import Execution
import JSONKit
import Probes
import SystemKit
import TestSupport
import Testing

@testable import Operations

extension OperationsBench {
    /// The looks against the same Jarvis.
    var probes: LiveProbes { LiveProbes(configuration: operations.configuration, environment: environment) }

    func with(_ variables: [String: String]) -> OperationsBench {
        var bench = self
        bench.environment.merge(variables) { $1 }
        return bench
    }
}

/// Limits whose cancellation a test holds.
struct HeldLimits {
    let cancellation: Cancellation
    let words: Words

    final class Words: Sendable {
        private let lines = BlockingLines()
        var all: [String] { lines.all }
        func add(_ text: String) { lines.add(text) }
    }

    init() throws {
        cancellation = try Cancellation()
        words = Words()
    }

    func limits(milliseconds: Double = 60_000) -> ProbeLimits {
        ProbeLimits(timeoutMilliseconds: milliseconds, cancellation: cancellation) { [words] in words.add($0) }
    }
}

/// A page that answers each path as the test says, and notes every request with its headers, a JSON line each.
enum PracticePage {
    static let script = """
        import http.server, json, sys
        answers = json.load(open(sys.argv[1]))
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_GET(self):
                with open(sys.argv[2], "a") as notes:
                    notes.write(json.dumps({"line": self.requestline, "headers": dict(self.headers)}) + "\\n")
                answers = json.load(open(sys.argv[1]))
                status, headers, body = answers.get(self.path, [404, {}, "{}"])
                data = body.encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            def log_message(self, *arguments):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_address[1], flush=True)
        server.serve_forever()
        """

    /// - Parameter answers: path → status, headers, body.
    static func start(_ answers: JSONObject, in fixture: Fixture, name: String = "page") throws -> PythonServer {
        try set(answers, in: fixture, name: name)
        return try PythonServer(
            script, in: fixture, name: name, arguments: [fixture.path("\(name).json"), fixture.path("\(name).requests")])
    }

    static func set(_ answers: JSONObject, in fixture: Fixture, name: String = "page") throws {
        let path = fixture.path("\(name).json")
        let bytes = JSONWriter.compact.bytes(.object(answers))
        if Files.exists(path) { try AtomicFile.replace(path, with: bytes) } else { try fixture.write(bytes, to: "\(name).json") }
    }

    static func requests(in fixture: Fixture, name: String = "page") throws -> [JSONValue] {
        guard Files.exists(fixture.path("\(name).requests")) else { return [] }
        return try String(decoding: Files.read(fixture.path("\(name).requests")), as: UTF8.self).split(separator: "\n").map {
            try JSONReader().read(String($0))
        }
    }
}
