import Configuration
import Execution
import JSONKit
import Planning
import Runbook
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// What one look costs the API, and what is believed of its answers: against a real server that counts.
@Suite(.ownThread) struct APILookTests {
    /// Counts requests and how many were under way at once; answers by the rules in its arguments.
    private static let script = """
        import http.server, json, sys, threading, time
        rules = json.loads(sys.argv[1])
        lock, state = threading.Lock(), {"count": 0, "now": 0, "most": 0, "paths": []}
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_GET(self):
                if self.path == "/counts":
                    return self.answer(200, json.dumps(state), {})
                with lock:
                    state["count"] += 1
                    state["paths"].append(self.path)
                    state["now"] += 1
                    state["most"] = max(state["most"], state["now"])
                    number = state["count"]
                time.sleep(rules.get("seconds", 0))
                with lock:
                    state["now"] -= 1
                if self.path in rules.get("pages", {}):
                    self.answer(200, rules["pages"][self.path], {})
                elif number % 5 == rules.get("fails"):
                    self.answer(500, "{}", {})
                elif number > rules.get("allowed", 1 << 30):
                    self.answer(429, "{}", {"Retry-After": "7"})
                else:
                    self.answer(rules.get("status", 200), rules.get("body", ""), rules.get("headers", {}))
            def answer(self, status, body, headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())
            def log_message(self, *arguments):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ready", server.server_address[1], flush=True)
        server.serve_forever()
        """

    private static let healthy = #"{"status":"healthy","version":"1","services":{"database":true},"providers":{"groq":true}}"#

    private struct Look {
        let port: Int
        let configuration: Configuration
        var probes: LiveProbes { LiveProbes(configuration: configuration, environment: [:], plan: plan) }
        let plan = Plan(steps: [
            PlannedStep(id: "check/api", title: "", step: nil, kind: .http, effect: .read, probe: .apiSample)
        ])

        func limits(_ milliseconds: Double = 10_000) throws -> ProbeLimits {
            ProbeLimits(timeoutMilliseconds: milliseconds, cancellation: try Cancellation())
        }

        func sample(_ milliseconds: Double = 10_000) throws -> APISample {
            let result = probes.run(.apiSample, limits: try limits(milliseconds))
            guard case .api(let sample)? = result.measurement else { throw TestSupportError("no sample: \(result.summary)") }
            return sample
        }

        func counts() throws -> JSONValue {
            let url = "http://127.0.0.1:\(port)/counts"
            let result = LiveProbes(configuration: configuration, environment: [:])
                .run(.http(HTTPAction(url: url)), limits: try limits())
            return try JSONReader().read(result.evidence["output"]?.text ?? "")
        }
    }

    private func with(_ rules: JSONObject, _ body: (Look) throws -> Void) throws {
        try Fixture.with { fixture in
            let server = try PythonServer(Self.script, in: fixture, arguments: [JSONWriter.compact.text(.object(rules))])
            defer { server.process.stop() }
            try body(Look(port: server.port, configuration: Self.configuration("http://127.0.0.1:\(server.port)", fixture)))
        }
    }

    private static func configuration(_ url: String, _ fixture: Fixture) -> Configuration {
        Configuration(environment: ["JARVIS_API_URL": url], workingDirectory: fixture.directory, inputs: Configuration.Inputs())
    }

    @Test("A healthy service is asked five times, one after the other, and once for its own counts")
    func sound() throws {
        try with(["body": .string(JSONString(Self.healthy))]) { look in
            let sample = try look.sample()
            #expect(sample.answeredWell == 5 && sample.sent == 5)
            #expect(sample.health?.providersFoundAt == ".providers")
            let counts = try look.counts()
            #expect(counts["count"]?.int == 6 && counts["most"]?.int == 1, "\(counts)")
        }
    }

    @Test("What several steps ask in the same words is asked once, and all of a look stays within eight requests")
    func shared() throws {
        // Each answer takes long enough to be seen beside another.
        try with(["body": .string(JSONString(Self.healthy)), "seconds": 0.05]) { look in
            let (probes, limits) = (look.probes, try look.limits())
            let asked: [Probe] =
                [
                    .http(HTTPAction(url: "http://localhost:8000/api/health")), .apiSample, .metrics, .capability, .dashboard,
                    .http(HTTPAction(url: "http://localhost:8000/api/health")), .providers,
                ] + ["a", "b", "c"].map { .http(HTTPAction(url: "http://localhost:8000/\($0)")) }
            let threads = try asked.map { probe in try BlockingThread { probes.run(probe, limits: limits) } }
            let results = threads.map { $0.value() }
            #expect(results[0].state == .ok && results[1].state == .ok && results[5].state == .ok)
            let counts = try look.counts()
            let count = counts["count"]?.int ?? 0
            #expect(count <= 8 && (counts["most"]?.int ?? 9) <= 2, "\(counts)")
            let paths = counts["paths"]?.array?.map { $0.text ?? "" } ?? []
            #expect(paths.count { $0 == "/api/health" } == 5, "one answer for all who ask: \(paths)")
            #expect(paths.prefix(5).allSatisfy { $0 == "/api/health" }, "nothing else while the sample is taken: \(paths)")
            guard case .api(let sample)? = results[1].measurement else { throw TestSupportError("no sample") }
            #expect(sample.answeredWell == 5)
        }
    }

    @Test("A limiter's 429 ends the look: the service serves, nothing more is asked, and until when is said")
    func limited() throws {
        try with(["body": .string(JSONString(Self.healthy)), "allowed": 2]) { look in
            let (probes, limits) = (look.probes, try look.limits())
            guard case .api(let sample)? = probes.run(.apiSample, limits: limits).measurement else { throw TestSupportError("no sample") }
            #expect(sample.answeredWell == 2 && sample.limited == 1 && sample.sent == 3)
            let metrics = probes.run(.metrics, limits: limits)
            #expect(metrics.state == .notRun && metrics.summary.contains("429") && metrics.summary.contains("7 s"), "\(metrics.summary)")
            #expect(try look.counts()["paths"]?.array?.count == 3)
        }
    }

    @Test(
        "The limiter's headers are believed before it refuses",
        arguments: [
            ["RateLimit-Remaining": "0", "RateLimit-Reset": "7"], ["X-RateLimit-Remaining": "0"],
            ["RateLimit": "limit=60, remaining=0, reset=7"], ["RateLimit": #""default";r=0;t=7"#],
        ])
    func headers(headers: [String: String]) throws {
        let object = JSONObject(headers.map { JSONMember(JSONString($0.key), .string(JSONString($0.value))) })
        try with(["body": .string(JSONString(Self.healthy)), "headers": .object(object)]) { look in
            let sample = try look.sample()
            #expect(sample.sent == 1)
            #expect(try look.counts()["count"]?.int == 1)
        }
    }

    @Test("A slow service is asked two at a time, and no more than are needed")
    func slow() throws {
        try with(["body": .string(JSONString(Self.healthy)), "seconds": 2.2]) { look in
            let sample = try look.sample()
            #expect(sample.answers.count { $0.milliseconds > 2000 } >= 3)
            let counts = try look.counts()
            #expect((counts["most"]?.int ?? 9) <= 2 && (counts["count"]?.int ?? 9) <= 6, "\(counts)")
        }
    }

    @Test(
        "What is no health report is none, whatever its status",
        arguments: [
            (200, "<html>Welcome</html>"), (200, ""), (200, #"{"status":"healthy","services":{"database":tr"#), (200, #"{"status":"ok"}"#),
            (204, ""), (404, healthy), (401, healthy), (302, ""),
        ])
    func strangers(status: Int, body: String) throws {
        let rules: JSONObject = [
            "status": .number(JSONNumber(status)), "body": .string(JSONString(body)), "headers": ["Location": "http://192.0.2.1/elsewhere"],
        ]
        try with(rules) { look in
            let sample = try look.sample()
            #expect(sample.answeredWell == 0 && sample.health == nil)
            #expect(sample.stranger?.hasPrefix("HTTP \(status)") == true, "\(sample.stranger ?? "nil")")
        }
    }

    @Test("Twenty looks at once keep out of one another's way: never more than two requests under way")
    func twenty() throws {
        try with(["body": .string(JSONString(Self.healthy)), "seconds": 0.005]) { look in
            let limits = try look.limits(60_000)
            let threads = try (0..<20).map { _ in try BlockingThread { look.probes.run(.apiSample, limits: limits) } }
            for thread in threads { #expect(thread.value().state == .ok) }
            let counts = try look.counts()
            #expect(counts["count"]?.int == 120 && counts["most"]?.int == 1, "\(counts)")
        }
    }

    @Test("A path in the API's address stands before every path; a query there is refused by name")
    func basePath() throws {
        try Fixture.with { fixture in
            let page = try PracticePage.start(["/jarvis/api/health": [200, [:], .string(JSONString(Self.healthy))]], in: fixture)
            defer { page.process.stop() }
            let base = "http://127.0.0.1:\(page.port)"
            let look = Look(port: page.port, configuration: Self.configuration(base + "/jarvis/", fixture))
            #expect(try look.sample().answeredWell == 5)
            let refused = Look(port: page.port, configuration: Self.configuration(base + "/?a=1", fixture))
            let result = refused.probes.run(.apiSample, limits: try refused.limits())
            #expect(result.state == .failed && result.summary.contains("query"), "\(result.summary)")
        }
    }
}
