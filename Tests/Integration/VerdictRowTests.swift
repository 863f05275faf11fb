import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// Situations in which a look cannot see what it would have to see: it says so, and neither alarms nor calms.
@Suite(.ownThread) struct VerdictRowTests {
    /// A health report to every question; over TLS where a certificate is given.
    private static let script = """
        import http.server, json, ssl, sys
        body = json.dumps({"status": "healthy", "version": "1", "services": {"database": True}, "providers": {"groq": True}}).encode()
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *arguments):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if len(sys.argv) > 1:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[1], sys.argv[2])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        print("ready", server.server_address[1], flush=True)
        server.serve_forever()
        """

    private func look(_ incident: String, _ fixture: Fixture, _ variables: [String: String]) throws -> (run: Run, because: String) {
        let run = try Run(
            ["diagnose", incident, "-o", "json"],
            environment: ["HOME": fixture.directory, "DOCKER_HOST": "unix:///nowhere/docker.sock"].merging(variables) { $1 },
            directory: fixture.directory)
        return (run, try run.json()["because"]?.text ?? "")
    }

    @Test("A certificate that is not trusted here is no sign of the service's health; one that is named is trusted; a plain port is told")
    func certificates() throws {
        try Fixture.with { fixture in
            let (key, certificate) = (fixture.path("key.pem"), fixture.path("cert.pem"))
            let made = try ChildProcess(
                [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                    "-out",
                    certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                ], output: fixture.path("openssl.log"))
            #expect(try made.wait() == 0, "\(made.output)")
            let server = try PythonServer(Self.script, in: fixture, arguments: [certificate, key])
            defer { server.process.stop() }
            // What the machine itself sets does not count here.
            let none = ["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": "", "SSL_CERT_DIR": ""]
            let address = ["JARVIS_API_URL": "https://localhost:\(server.port)"].merging(none) { $1 }
            let unknown = try look("api-unresponsive", fixture, address)
            #expect(unknown.run.code == 2 && unknown.because.contains("is not trusted here"), "\(unknown.run.output)")
            for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE"] {
                let trusted = try look("api-unresponsive", fixture, address.merging([name: certificate]) { $1 })
                #expect(trusted.run.code == 0, "\(name): \(trusted.run.output)")
            }
            let plain = try PythonServer(Self.script, in: fixture, name: "plain")
            defer { plain.process.stop() }
            let tls = try look("api-unresponsive", fixture, ["JARVIS_API_URL": "https://localhost:\(plain.port)"])
            #expect(tls.run.code == 2 && tls.because.contains("plain http port"), "\(tls.run.output)")
        }
    }

    @Test("What a proxy answers decides nothing: it is named, with the variable and what to set")
    func proxy() throws {
        try Fixture.with { fixture in
            let server = try PythonServer(Self.script, in: fixture)
            defer { server.process.stop() }
            let place = "http://127.0.0.1:\(server.port)"
            let address = ["JARVIS_API_URL": "http://jarvis.invalid:8766", "no_proxy": "", "NO_PROXY": ""]
            let through = address.merging(["http_proxy": "http://user:secret@127.0.0.1:\(server.port)"]) { $1 }
            let proxied = try look("api-unresponsive", fixture, through)
            #expect(proxied.run.code == 2, "\(proxied.run.output)")
            #expect(
                proxied.because.contains("\(place) (http_proxy)") && proxied.because.contains("no_proxy=jarvis.invalid"),
                "\(proxied.because)")
            #expect(!proxied.run.output.contains("secret"))
            #expect(
                try proxied.run.json()["remarks"]?[0]?.text == "http://jarvis.invalid:8766 is asked through the proxy \(place) (http_proxy)"
            )
            let doctor = try Run(["doctor", "-o", "json"], environment: through, directory: fixture.directory)
            #expect(doctor.code == 2)
            let row = try doctor.json()["checks"]?.array?.first { $0["name"]?.text == "proxy" }
            #expect(row?["value"]?.text == place && row?["source"]?.text == "http_proxy", "\(doctor.output)")
            // This machine's own addresses are never asked through one.
            let own = try look("api-unresponsive", fixture, through.merging(["JARVIS_API_URL": place]) { $1 })
            #expect(own.run.code == 0, "\(own.run.output)")
        }
    }

    @Test(
        "Files that this user may not read are named with their owner, and what hangs on them is unknown",
        .enabled(if: OtherUserTests.isPossible))
    func unreadable() throws {
        try Fixture.with { fixture in
            chmod(fixture.directory, 0o755)
            try fixture.makeDirectory("state")
            chown(fixture.path("state"), 65534, 65534)
            try fixture.makeDirectory("jarvis")
            try fixture.makeDirectory("jarvis/data")
            try fixture.makeDirectory("jarvis/data/mesh")
            let waiting = (0..<20).map {
                "{\"event_id\":\"e\($0)\",\"state_hash\":\"\",\"status\":\"pending_publish\",\"timestamp\":\"2026-11-28T00:00:00+00:00\"}\n"
            }
            let outbox = try fixture.write(waiting.joined(), to: "jarvis/data/mesh/outbox.jsonl", mode: 0o600)
            func nobody(_ arguments: [String]) throws -> (code: Int32, output: String) {
                let child = try ChildProcess(
                    ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Checkout.program] + arguments
                        + ["-C", fixture.path("jarvis"), "-o", "json"],
                    output: fixture.path("state/out-\(UInt32.random(in: 0...UInt32.max))"),
                    environment: [
                        "HOME": fixture.path("state"), "XDG_STATE_HOME": fixture.path("state"),
                        "DOCKER_HOST": "unix:///nowhere/docker.sock",
                        "TMPDIR": "/tmp",
                    ])
                return (try child.wait(seconds: 60), child.output)
            }
            let mesh = try nobody(["diagnose", "mesh"])
            #expect(mesh.code == 2 && mesh.output.contains("mode 0600, of root"), "\(mesh.output)")
            // The directory closed instead of the file.
            chmod(outbox, 0o644)
            chmod(fixture.path("jarvis/data/mesh"), 0o700)
            let closed = try nobody(["diagnose", "mesh"])
            #expect(closed.code == 2 && closed.output.contains("jarvis/data/mesh: mode 0700, of root"), "\(closed.output)")
            chmod(fixture.path("jarvis/data/mesh"), 0o755)

            for (name, text) in [(".env", "API_PORT=1\n"), ("docker-compose.yml", "services:\n  api: {image: x}\n")] {
                try fixture.write(text, to: "jarvis/\(name)", mode: 0o600)
                for incident in ["api-unresponsive", "database-corruption", "mesh"] {
                    let look = try nobody(["diagnose", incident])
                    #expect(look.code == 2, "\(name) \(incident): \(look.output)")
                    #expect(
                        look.output.contains("\(name) cannot be read: Permission denied (mode 0600, of root)"),
                        "\(incident): \(look.output)")
                }
                let doctor = try nobody(["doctor"])
                #expect(
                    doctor.code == 2 && doctor.output.contains("\(name) cannot be read") && !doctor.output.contains("no .env in it"),
                    "\(doctor.output)")
                unlink(fixture.path("jarvis/\(name)"))
                try fixture.write("A=1\n", to: "jarvis/.env")
            }
        }
    }
}
