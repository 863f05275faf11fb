import RedisKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct CommandTests {
    @Test("Every kind of reply arrives as it is")
    func replies() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            #expect(try redis.ask("PING") == .status("PONG"))
            #expect(try redis.ask("GET", "none") == .null)
            #expect(try redis.ask("SET", "k", "a b\r\n%s %d") == .status("OK"))
            #expect(try redis.ask("GET", "k") == .bulk(Array("a b\r\n%s %d".utf8)))
            #expect(try redis.ask("SET", "empty", "") == .status("OK"))
            #expect(try redis.ask("GET", "empty") == .bulk([]))
            #expect(try redis.ask("INCR", "n") == .integer(1))
            #expect(try redis.ask("RPUSH", "l", "x", "y") == .integer(2))
            #expect(try redis.ask("LRANGE", "l", "0", "-1") == .array([.bulk([120]), .bulk([121])]))
            #expect(try redis.ask("LRANGE", "none", "0", "-1") == .array([]))
            #expect(
                try redis.ask("EVAL", "return {1, {2, 'x'}, redis.error_reply('OOPS no')}", "0")
                    == .array([.integer(1), .array([.integer(2), .bulk([120])]), .error("OOPS no")]))
        }
    }

    @Test("Any bytes go there and back, a large value included")
    func bytes() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            let value = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            _ = try redis.command([Array("SET".utf8), [0, 255, 10], value], deadline: .generous, cancellation: Cancellation())
            let back = try redis.command([Array("GET".utf8), [0, 255, 10]], deadline: .generous, cancellation: Cancellation())
            #expect(back == .bulk(value))
        }
    }

    @Test("An error reply is thrown with its first word, and the connection goes on")
    func errorReplies() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            try redis.ask("LPUSH", "l", "x")
            #expect(redisError { try redis.ask("GET", "l") }?.kind == .reply("WRONGTYPE"))
            #expect(redisError { try redis.ask("NOSUCH") }?.kind == .reply("ERR"))
            #expect(redisError { try connect("redis://127.0.0.1:\(server.port)/999") }?.kind == .reply("ERR"))
            #expect(try redis.ask("PING") == .status("PONG"))
        }
    }

    @Test("A password is asked for, wrong, or right")
    func passwords() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture, options: ["--requirepass", "s3cret word"])
            let place = "127.0.0.1:\(server.port)"
            #expect(redisError { try connect("redis://\(place)").ask("PING") }?.kind == .reply("NOAUTH"))
            #expect(redisError { try connect("redis://:wrong@\(place)") }?.kind == .reply("WRONGPASS"))
            #expect(try connect("redis://:s3cret%20word@\(place)").ask("PING") == .status("PONG"))
            #expect(try connect("redis://default:s3cret%20word@\(place)/3").ask("PING") == .status("PONG"))
        }
    }

    @Test("Databases are kept apart, and a Unix socket leads to the same server")
    func unixSocket() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let socket = try connect("unix://\(server.socketPath)?db=5")
            try socket.ask("SET", "k", "v")
            #expect(try connect("redis://127.0.0.1:\(server.port)/5").ask("GET", "k") == .bulk([118]))
            #expect(try connect("redis://localhost:\(server.port)").ask("GET", "k") == .null)
        }
    }
}
