import Execution
import JSONKit
import Operations
import Probes
import SystemKit
import TestSupport
import Testing

/// Emptying less than everything, everything, and what is captured before: against a redis-server.
@Suite(.ownThread) struct RedisOperationTests {
    private func with(keys: [[String]], _ body: (OperationsBench, RedisServer) throws -> Void) throws {
        try OperationsBench.with { (bench) throws in
            let server = try RedisServer(in: bench.fixture)
            defer { withExtendedLifetime(server) {} }
            for command in keys { try server.cli(command, in: bench.fixture) }
            try body(bench.with(["JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:\(server.port)/0"]), server)
        }
    }

    private func fill(_ server: RedisServer, _ bench: OperationsBench, _ count: Int, _ prefix: String = "cache:") throws {
        try server.cli(
            ["EVAL", "for i=1,\(count) do redis.call('SET', '\(prefix)' .. i, 'v') end return 1", "0"], in: bench.fixture)
    }

    private func size(_ server: RedisServer, _ bench: OperationsBench) throws -> Int {
        Int(try server.cli(["DBSIZE"], in: bench.fixture).filter(\.isNumber)) ?? -1
    }

    @Test("Only what matches goes, in pages, and its count is told")
    func unlink() throws {
        try with(keys: [["SET", "ratelimit:provider:groq", "60"], ["SET", "session:1", "x"]]) { (bench, server) throws in
            try fill(server, bench, 2345)
            let held = try HeldLimits()
            let result = bench.operations.unlinkKeys("cache:*", held.limits())
            #expect(result.state == .done, "\(result.summary)")
            #expect(result.summary == "2345 keys of cache:* removed")
            #expect(result.evidence["removed"]?.int == 2345)
            #expect(held.words.all.last == "2345 keys removed")
            #expect(held.words.all.count >= 5)
            #expect(try size(server, bench) == 2)
            #expect(bench.operations.unlinkKeys("cache:*", held.limits()).state == .skipped)
        }
    }

    @Test(
        "A pattern that names nothing, or asks for limiters' keys, removes nothing",
        arguments: ["", "*", "**", "?*", "[a-z]*", "*:*", "\\**", "ratelimit:*", "rate*", "r*", "jarvis:ratelimit:x", "tg_ratelimit:5*"])
    func refused(pattern: String) throws {
        try with(keys: [["SET", "ratelimit:provider:groq", "60"], ["SET", "other", "1"]]) { (bench, server) throws in
            let result = bench.operations.unlinkKeys(pattern, try HeldLimits().limits())
            #expect(result.state == .failed)
            #expect(result.summary.hasPrefix("nothing was removed"))
            #expect(try size(server, bench) == 2)
        }
    }

    @Test("Limiters' keys that another pattern matches are spared and counted, unless they are asked for")
    func spared() throws {
        try with(keys: [["SET", "ratelimit:provider:groq", "60"], ["SET", "x:groq", "1"]]) { (bench, server) throws in
            let result = bench.operations.unlinkKeys("*groq*", try HeldLimits().limits())
            #expect(result.state == .done)
            #expect(result.evidence["rate_limit_keys_spared"]?.int == 1)
            #expect(try size(server, bench) == 1)
            let all = bench.operations.unlinkKeys("ratelimit:*", includingRateLimits: true, try HeldLimits().limits())
            #expect(all.state == .done)
            #expect(try size(server, bench) == 0)
        }
    }

    @Test("A signal ends it between two pages, and what is left is said")
    func interrupted() throws {
        try with(keys: []) { (bench, server) throws in
            try fill(server, bench, 20_000)
            let cancellation = try Cancellation()
            let limits = ProbeLimits(timeoutMilliseconds: 60_000, cancellation: cancellation) { _ in cancellation.cancel() }
            let result = bench.operations.unlinkKeys("cache:*", limits)
            #expect(result.state == .failed)
            #expect(result.summary.hasPrefix("interrupted: "))
            let removed = try #require(result.evidence["removed"]?.int)
            #expect(try size(server, bench) == 20_000 - removed)
            #expect((1...1000).contains(removed))
        }
    }

    @Test("The database is emptied, and no other one of that server")
    func flush() throws {
        try with(keys: [["SET", "a", "1"], ["-n", "1", "SET", "b", "1"]]) { (bench, server) throws in
            let result = bench.operations.flushDatabase(try HeldLimits().limits())
            #expect(result.state == .done, "\(result.summary)")
            #expect(result.evidence["keys_before"]?.int == 1)
            #expect(result.evidence["keys_after"]?.int == 0)
            #expect(result.evidence["asynchronous"]?.bool == true)
            #expect(try size(server, bench) == 0)
            #expect(try server.cli(["-n", "1", "GET", "b"], in: bench.fixture) == "1\n")
            #expect(try bench.operations.flushDatabase(HeldLimits().limits()).state == .skipped)
        }
    }

    @Test("A server that refuses, and none at all, are failures with the reason")
    func failures() throws {
        try with(keys: [["SET", "a", "1"], ["CONFIG", "SET", "requirepass", "pw"]]) { (bench, _) throws in
            #expect(try bench.operations.flushDatabase(HeldLimits().limits()).summary.contains("NOAUTH"))
            #expect(try bench.operations.unlinkKeys("a*", HeldLimits().limits()).state == .failed)
        }
        try OperationsBench.with { (bench) throws in
            let nowhere = bench.with(["JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:1/0"])
            #expect(try nowhere.operations.flushDatabase(HeldLimits().limits()).state == .failed)
            #expect(try nowhere.operations.unlinkKeys("a*", HeldLimits().limits()).state == .failed)
            #expect(try nowhere.probes.captureRedis(HeldLimits().limits()).state == .unavailable)
        }
    }

    @Test("Captured before: each limiter's key with its type, value and lifetime, of all else the numbers, and nothing changes")
    func capture() throws {
        let keys = [
            ["SET", "ratelimit:provider:groq", "60", "EX", "500"], ["HSET", "jarvis:ratelimit:x", "tokens", "0", "capacity", "40"],
            ["ZADD", "tg_ratelimit:5", "1", "a", "2", "b"], ["SET", "plain", "1"], ["SET", "session:alice", "secret"],
        ]
        try with(keys: keys) { (bench, server) throws in
            try fill(server, bench, 1200)
            let result = bench.probes.captureRedis(try HeldLimits().limits())
            #expect(result.state == .ok, "\(result.summary)")
            #expect(result.evidence["complete"]?.bool == true)
            let captured = try #require(result.evidence["limiter_keys"]?.array)
            #expect(captured.map { $0["type"]?.text } == ["hash", "string", "zset"])
            #expect(captured[0]["exhausted"]?.bool == true)
            #expect(captured[1]["value"]?.text == "60")
            #expect((1...500_000).contains(captured[1]["ttl_ms"]?.double ?? 0))
            #expect(captured[0]["ttl_ms"]?.isNull == true)
            #expect(result.evidence["prefixes"]?["cache:"]?.int == 1200)
            #expect(result.evidence["prefixes"]?["session:"]?.int == 1)
            #expect(result.evidence["prefixes"]?["(without a colon)"]?.int == 1)
            let text = JSONWriter.compact.text(.object(result.evidence))
            #expect(!text.contains("alice") && !text.contains("secret"))
            #expect(try size(server, bench) == 1205)
        }
    }
}
