import HTTPKit
import SystemKit
import TestSupport
import Testing

/// Documents against `docs/schema/`, by Python's jsonschema (Debian's python3-jsonschema): one server for the whole test process, for a
/// Python that imports that package works longer on it than on all documents of a suite.
enum Schema {
    static func check(_ output: String, _ name: String) throws {
        let url = try HTTPURL.parse("http://127.0.0.1:\(try server.get().port)/\(name).v1.json")
        let answer = try HTTPClient().send(
            HTTPRequest("POST", url, body: Array(output.utf8)), deadline: .generous, cancellation: try Cancellation())
        #expect(answer.status == 200, "\(name): \(String(decoding: answer.body, as: UTF8.self))")
    }

    /// It ends with the test process. Once it has named its port nobody reads its files.
    private static let server = Result {
        try Fixture.with { try PythonServer(script, in: $0, name: "schema", arguments: [Checkout.root + "/docs/schema/"]) }
    }

    private static let script = """
        import http.server, json, os, sys, threading, time
        import jsonschema
        folder, parent = sys.argv[1], os.getppid()
        class Judge(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                try:
                    document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                    jsonschema.validate(document, json.load(open(folder + self.path[1:])))
                    status, text = 200, ""
                except Exception as error:
                    status, text = 422, str(error)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())
            def log_message(self, *words): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Judge)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("ready", server.server_port, flush=True)
        while os.getppid() == parent: time.sleep(0.2)
        """
}
