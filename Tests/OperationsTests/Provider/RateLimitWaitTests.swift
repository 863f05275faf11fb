import Execution
import JSONKit
import Probes
import SystemKit
import TestSupport
import Testing

/// Waiting for limits: a redis-server with keys that expire, and a service that says who is limited.
@Suite(.ownThread) struct RateLimitWaitTests {
    private static let pattern = "ratelimit:provider:*"

    private func with(_ keys: [[String]], health: JSONObject? = nil, _ body: (OperationsBench, RedisServer) throws -> Void) throws {
        try OperationsBench.with { (bench) throws in
            let server = try RedisServer(in: bench.fixture)
            for command in keys { try server.cli(command, in: bench.fixture) }
            let page = try health.map { try PracticePage.start(Self.answers($0), in: bench.fixture) }
            defer { withExtendedLifetime((server, page)) {} }
            let variables = [
                "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:\(server.port)/0", "JARVIS_API_URL": "http://127.0.0.1:\(page?.port ?? 1)",
            ]
            try body(bench.with(variables), server)
        }
    }

    private static func answers(_ providers: JSONObject) -> JSONObject {
        let report: JSONValue = [
            "status": "degraded", "subsystems": ["llm_providers": ["metadata": ["details": .object(providers)]]],
        ]
        return ["/api/health": [200, ["Content-Type": "application/json"], .string(JSONString(JSONWriter.compact.text(report)))]]
    }

    private static func hash(_ name: String, ttl: String?) -> [[String]] {
        let key = "ratelimit:provider:\(name)"
        return [["HSET", key, "tokens", "0", "capacity", "9"]] + (ttl.map { [["PEXPIRE", key, $0]] } ?? [])
    }

    /// Starts the wait, and runs commands once it counts down: on a loaded machine a short lifetime would be over before.
    private func wait(
        _ bench: OperationsBench, _ server: RedisServer, _ held: HeldLimits, milliseconds: Double = 60_000, then commands: [[String]]
    ) throws -> ProbeResult {
        let probes = bench.probes
        let thread = try BlockingThread { probes.waitRateLimits(Self.pattern, held.limits(milliseconds: milliseconds)) }
        defer { held.cancellation.cancel() }
        try waitUntil("it counts down") { !held.words.all.isEmpty }
        for command in commands { try server.cli(command, in: bench.fixture) }
        return thread.value()
    }

    private static func expire(_ name: String, in milliseconds: Int) -> [String] {
        ["PEXPIRE", "ratelimit:provider:\(name)", String(milliseconds)]
    }

    @Test("It ends when the last key has expired, and each provider's countdown was shown and recorded")
    func free() throws {
        try with(Self.hash("groq", ttl: "600000") + Self.hash("ollama", ttl: "500000") + [["SET", "ratelimit:provider:free", "1/9"]]) {
            (bench, server) throws in
            let held = try HeldLimits()
            let horizon = try #require(bench.probes.rateLimitHorizon(Self.pattern, held.limits()))
            #expect((500_001...600_000).contains(horizon))
            let result = try wait(bench, server, held, then: [Self.expire("ollama", in: 300), Self.expire("groq", in: 1200)])
            #expect(result.state == .ok, "\(result.summary)")
            #expect(result.summary.hasPrefix("free after "))
            #expect(result.summary.hasSuffix(": groq, ollama"))
            #expect((1200...60_000).contains(try #require(result.evidence["waited_ms"]?.double)))
            let first = try #require(held.words.all.first)
            #expect(first.hasPrefix("groq ") && first.contains(" s, ollama ") && first.hasSuffix(" s"), "\(first)")
            let looks = try #require(result.evidence["looks"]?.array)
            #expect(looks.count >= 3)
            #expect(looks.last?["left_ms"]?.object?.isEmpty == true)
            let left = looks.compactMap { $0["left_ms"]?["ratelimit:provider:groq"]?.double }
            #expect(left == left.sorted(by: >))
            let after = try HeldLimits()
            #expect(bench.probes.rateLimitHorizon(Self.pattern, after.limits()) == nil)
            #expect(bench.probes.waitRateLimits(Self.pattern, after.limits()).summary == "no provider is limited")
        }
    }

    @Test("A limit that is lifted early ends the wait early")
    func lifted() throws {
        try with(Self.hash("groq", ttl: "600000")) { (bench, server) throws in
            let held = try HeldLimits()
            let result = try wait(bench, server, held, then: [["HSET", "ratelimit:provider:groq", "tokens", "9"]])
            #expect(result.state == .ok, "\(result.summary)")
        }
    }

    @Test("At the deadline it says who is still limited and how long, and changes nothing")
    func late() throws {
        try with(Self.hash("groq", ttl: "600000") + Self.hash("ollama", ttl: "500000")) { (bench, server) throws in
            let result = try wait(bench, server, HeldLimits(), milliseconds: 5000, then: [Self.expire("ollama", in: 50)])
            #expect(result.state == .unhealthy, "\(result.summary)")
            #expect(result.summary.contains("still limited after"))
            #expect(result.summary.contains("groq 59") || result.summary.contains("groq 600 s"))
            #expect(result.summary.contains("free: ollama"))
            #expect(try server.cli(["HGET", "ratelimit:provider:groq", "tokens"], in: bench.fixture) == "0\n")
        }
    }

    @Test("A key that never expires is not waited for, and what else there is, is waited for first")
    func endless() throws {
        try with(Self.hash("groq", ttl: nil)) { (bench, _) throws in
            let result = bench.probes.waitRateLimits(Self.pattern, try HeldLimits().limits())
            #expect(result.state == .unhealthy)
            #expect(result.summary.contains("groq: used up, and the key never expires"))
            #expect(try bench.probes.rateLimitHorizon(Self.pattern, HeldLimits().limits()) == nil)
        }
        try with(Self.hash("groq", ttl: nil) + Self.hash("ollama", ttl: "500000")) { (bench, server) throws in
            let result = try wait(bench, server, HeldLimits(), then: [Self.expire("ollama", in: 50)])
            #expect(result.state == .unhealthy)
            #expect(result.summary.contains("free: ollama"))
        }
    }

    @Test("A signal ends it at once")
    func signal() throws {
        try with(Self.hash("groq", ttl: "600000")) { (bench, _) throws in
            let held = try HeldLimits()
            let probes = bench.probes
            let result = try cancelling(held.cancellation, when: "it counts down", { !held.words.all.isEmpty }) {
                probes.waitRateLimits(Self.pattern, held.limits())
            }
            #expect(result.state == .notRun)
        }
    }

    @Test("A counter tells no limit: then the service's word counts, and so does that of one without a key")
    func service() throws {
        let health: JSONObject = [
            "groq": ["available": true, "rate_limited": true, "resets_in_seconds": 500, "error": "429"],
            "ollama": ["available": true, "rate_limited": false, "error": "429 long ago"],
            "other": ["available": true, "message": "HTTP 429: slow down", "resets_in_seconds": 300],
        ]
        let keys = [["SET", "ratelimit:provider:groq", "60", "PX", "900000"], ["SET", "ratelimit:provider:ollama", "60"]]
        try with(keys, health: health) { (bench, _) throws in
            let held = try HeldLimits()
            let horizon = try #require(bench.probes.rateLimitHorizon(Self.pattern, held.limits()))
            #expect((300_001...900_000).contains(horizon))
            let probes = bench.probes
            let thread = try BlockingThread { probes.waitRateLimits(Self.pattern, held.limits()) }
            try waitUntil("it counts down") { !held.words.all.isEmpty }
            let words = try #require(held.words.all.first)
            #expect(words.hasPrefix("groq ") && words.contains("other 300 s") && !words.contains("ollama"), "\(words)")
            try PracticePage.set(Self.answers(["groq": ["rate_limited": false], "other": ["message": ""]]), in: bench.fixture)
            let result = thread.value()
            #expect(result.state == .ok, "\(result.summary)")
            #expect(result.summary.hasSuffix(": groq, other"))
        }
    }

    @Test("Keys that tell no limit, and a service that does not answer: nobody knows, and nobody is called free")
    func blind() throws {
        try with([["SET", "ratelimit:provider:groq", "60"]]) { (bench, _) throws in
            let result = bench.probes.waitRateLimits(Self.pattern, try HeldLimits().limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("nobody knows who is limited"))
        }
    }

    @Test("Without Redis there is nothing to read, and one that goes away is waited for a little")
    func noRedis() throws {
        try with(Self.hash("groq", ttl: "600000")) { (bench, server) throws in
            let held = try HeldLimits()
            let probes = bench.probes
            let thread = try BlockingThread { probes.waitRateLimits(Self.pattern, held.limits()) }
            defer { held.cancellation.cancel() }
            try waitUntil("it counts down") { !held.words.all.isEmpty }
            server.process.stop()
            let result = thread.value()
            #expect(result.state == .unavailable, "\(result.summary)")
            #expect(result.evidence["looks"]?.array?.isEmpty == false)
            #expect(bench.probes.waitRateLimits(Self.pattern, held.limits()).state == .unavailable)
        }
    }
}
