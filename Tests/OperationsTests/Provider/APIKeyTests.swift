import Configuration
import Execution
import JSONKit
import Probes
import SystemKit
import TestSupport
import Testing

/// Whether keys are accepted, asked of a page that notes all it gets: the key stands in its header and nowhere else.
@Suite(.ownThread) struct APIKeyTests {
    private static let key = "sk-practice-0123456789abcdef"

    private static func answers(_ status: Int, _ headers: JSONObject = [:], _ body: String = "{}") -> JSONObject {
        ["/v1/models": [status.json, .object(headers), body.json]]
    }

    private func with(
        _ answers: JSONObject, _ keys: [String: String], providers: [String], _ body: (OperationsBench, PythonServer) throws -> Void
    ) throws {
        try OperationsBench.with { (bench) throws in
            let page = try PracticePage.start(answers, in: bench.fixture)
            defer { withExtendedLifetime(page) {} }
            let urls = providers.map { ("JARVIS_OPS_PROVIDER_URL_\($0)", "http://127.0.0.1:\(page.port)/v1/models") }
            try body(bench.with(keys.merging(urls) { $1 }), page)
        }
    }

    private func expectSecret(_ result: ProbeResult, _ key: String = key) {
        let shown = result.summary + JSONWriter.compact.text(.object(result.evidence))
        for piece in [key, String(key.suffix(6)), String(key.prefix(14))] { #expect(!shown.contains(piece), "\(shown)") }
        #expect(result.evidence["keys"]?[0]?.object?.keys.contains { $0.contains("length") || $0.contains("sha") } == false)
    }

    @Test(
        "Accepted, limited, refused or not known, by what the provider answers; its words are not shown",
        arguments: [
            (200, "valid", ProbeState.ok), (429, "limited", .ok), (401, "refused", .unhealthy), (403, "refused", .unhealthy),
            (500, "unknown", .failed), (400, "unknown", .failed), (404, "unknown", .failed),
        ])
    func verdicts(status: Int, verdict: String, state: ProbeState) throws {
        let body = "{\"error\":\"Incorrect API key provided: \(Self.key.prefix(16))…\(Self.key.suffix(8))\"}"
        try with(Self.answers(status, [:], body), ["GROQ_API_KEY": Self.key], providers: ["GROQ"]) { (bench, page) throws in
            let result = bench.probes.checkAPIKeys(try HeldLimits().limits())
            #expect(result.state == state, "\(result.summary)")
            let row = try #require(result.evidence["keys"]?[0])
            #expect(row["verdict"]?.text == verdict)
            #expect(row["http_status"]?.int == status)
            #expect(row["variable"]?.text == "GROQ_API_KEY")
            #expect(row["source"]?.text == "GROQ_API_KEY in the environment")
            #expect(row["asked"]?.text == "http://127.0.0.1:\(page.port)")
            expectSecret(result)
        }
    }

    @Test(
        "The key goes in one header, and in no other place of the request",
        arguments: [
            ("GROQ", "GROQ_API_KEY", "authorization", "Bearer "), ("OPENAI", "OPENAI_API_KEY", "authorization", "Bearer "),
            ("ANTHROPIC", "ANTHROPIC_API_KEY", "x-api-key", ""), ("GEMINI", "GOOGLE_API_KEY", "x-goog-api-key", ""),
            ("XAI", "XAI_API_KEY", "authorization", "Bearer "), ("OPENROUTER", "OPENROUTER_API_KEY", "authorization", "Bearer "),
        ])
    func header(provider: String, variable: String, name: String, prefix: String) throws {
        try with(Self.answers(200), [variable: Self.key], providers: [provider]) { (bench, _) throws in
            #expect(try bench.probes.checkAPIKeys(HeldLimits().limits()).state == .ok)
            let requests = try PracticePage.requests(in: bench.fixture)
            #expect(requests.count == 1)
            #expect(requests[0]["line"]?.text == "GET /v1/models HTTP/1.1")
            let headers = try #require(requests[0]["headers"]?.object?.members)
            let holding = headers.filter { $0.value.text?.contains(Self.key) == true }
            #expect(holding.map { $0.key.text.lowercased() } == [name])
            #expect(holding.first?.value.text == prefix + Self.key)
            #expect(headers.contains { $0.key.text.lowercased() == "anthropic-version" } == (provider == "ANTHROPIC"))
        }
    }

    @Test(
        "Google and xAI refuse a key with 400 and a word of their own",
        arguments: [("GEMINI", "API_KEY_INVALID"), ("XAI", "Incorrect API key")])
    func badRequest(provider: String, word: String) throws {
        try with(Self.answers(400, [:], "{\"error\":\"\(word)\"}"), ["\(provider)_API_KEY": Self.key], providers: [provider]) {
            (bench, _) throws in
            let result = bench.probes.checkAPIKeys(try HeldLimits().limits())
            #expect(result.state == .unhealthy)
            #expect(result.evidence["keys"]?[0]?["verdict"]?.text == "refused")
        }
    }

    @Test("No redirect is followed with a key, not even on the same origin")
    func redirect() throws {
        try OperationsBench.with { (bench) throws in
            let other = try PracticePage.start(["/steal": [200, [:], "{}"]], in: bench.fixture, name: "other")
            defer { withExtendedLifetime(other) {} }
            for target in ["http://127.0.0.1:\(other.port)/steal", "/steal"] {
                let name = "page\(target.count)"
                let page = try PracticePage.start(
                    ["/v1/models": [302, ["Location": target.json], ""], "/steal": [200, [:], "{}"]], in: bench.fixture, name: name)
                defer { withExtendedLifetime(page) {} }
                let result = bench.with([
                    "GROQ_API_KEY": Self.key, "JARVIS_OPS_PROVIDER_URL_GROQ": "http://127.0.0.1:\(page.port)/v1/models",
                ]).probes.checkAPIKeys(try HeldLimits().limits())
                #expect(result.evidence["keys"]?[0]?["verdict"]?.text == "unknown", "\(result.summary)")
                #expect(try PracticePage.requests(in: bench.fixture, name: name).count == 1)
                expectSecret(result)
            }
            #expect(try PracticePage.requests(in: bench.fixture, name: "other").isEmpty)
        }
    }

    @Test(
        "A value that no header can carry, and an empty one, are refused without being sent",
        arguments: ["", "sk-a\r\nX-Other: 1", "sk-a\nb", "sk-a\tb", "sk-\u{7F}", "sk-schlüssel", "sk a", " sk-a", "sk-a\u{0}b"])
    func unsendable(key: String) throws {
        try with(Self.answers(200), ["GROQ_API_KEY": key], providers: ["GROQ"]) { (bench, _) throws in
            let result = bench.probes.checkAPIKeys(try HeldLimits().limits())
            #expect(result.state == .unhealthy)
            #expect(result.summary.contains("GROQ_API_KEY"))
            #expect(result.summary.contains("it was not sent"))
            #expect(key.isEmpty || !result.summary.contains(key))
            #expect(try PracticePage.requests(in: bench.fixture).isEmpty)
        }
    }

    @Test(
        "A key is sent over TLS or to this machine, and nowhere else",
        arguments: [
            "http://192.0.2.1/v1/models", "http://localhost.example.org/", "ftp://127.0.0.1/", "nonsense", "http://u:p@127.0.0.1:1/",
        ])
    func endpoint(url: String) throws {
        try OperationsBench.with { (bench) throws in
            let result = bench.with(["GROQ_API_KEY": Self.key, "JARVIS_OPS_PROVIDER_URL_GROQ": url]).probes.checkAPIKeys(
                try HeldLimits().limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("the key was not sent"), "\(result.summary)")
            expectSecret(result)
        }
    }

    @Test("Side by side: one provider that hangs leaves the others their answers")
    func hanging() throws {
        let silent = """
            import socket
            server = socket.socket()
            server.bind(("127.0.0.1", 0))
            server.listen(8)
            print("ready", server.getsockname()[1], flush=True)
            kept = []
            while True:
                kept.append(server.accept())
            """
        try with(Self.answers(200), ["GROQ_API_KEY": Self.key, "OPENAI_API_KEY": "sk-other"], providers: ["OPENAI"]) {
            (bench, _) throws in
            let hanging = try PythonServer(silent, in: bench.fixture, name: "silent")
            defer { withExtendedLifetime(hanging) {} }
            let probes = bench.with(["JARVIS_OPS_PROVIDER_URL_GROQ": "http://127.0.0.1:\(hanging.port)/"]).probes
            let result = try patiently(
                { deadline in probes.checkAPIKeys(try HeldLimits().limits(milliseconds: deadline.remainingMilliseconds)) },
                until: { $0.evidence["keys"]?[1]?["verdict"]?.text == "valid" })
            #expect(result.state == .failed)
            #expect(result.evidence["keys"]?[0]?["verdict"]?.text == "unknown")
            #expect(result.evidence["keys"]?[1]?["verdict"]?.text == "valid")
            expectSecret(result)
            let held = try HeldLimits()
            held.cancellation.cancel()
            #expect(probes.checkAPIKeys(held.limits()).state == .notRun)
        }
    }

    @Test("A key in .env is found, a key under two names is asked about once, and without any the names are told")
    func sources() throws {
        try OperationsBench.with("XAI_API_KEY=\(Self.key)\nGROK_API_KEY=\(Self.key)\n") { (bench) throws in
            let page = try PracticePage.start(Self.answers(200), in: bench.fixture)
            defer { withExtendedLifetime(page) {} }
            let result = bench.with(["JARVIS_OPS_PROVIDER_URL_XAI": "http://127.0.0.1:\(page.port)/v1/models"]).probes.checkAPIKeys(
                try HeldLimits().limits())
            #expect(result.state == .ok, "\(result.summary)")
            #expect(result.evidence["keys"]?.array?.count == 1)
            #expect(result.evidence["keys"]?[0]?["source"]?.text == "XAI_API_KEY in .env")
        }
        try OperationsBench.with { (bench) throws in
            let result = bench.probes.checkAPIKeys(try HeldLimits().limits())
            #expect(result.state == .unavailable)
            #expect(result.summary.contains("GROQ_API_KEY, OPENROUTER_API_KEY, OPENAI_API_KEY, ANTHROPIC_API_KEY"))
        }
    }
}
