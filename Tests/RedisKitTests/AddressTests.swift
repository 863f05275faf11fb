import RedisKit
import TestSupport
import Testing

@Suite(.ownThread) struct AddressTests {
    @Test(
        "Addresses are read",
        arguments: [
            ("redis://localhost", RedisAddress(endpoint: .tcp(host: "localhost", port: 6379))),
            ("redis://", RedisAddress(endpoint: .tcp(host: "127.0.0.1", port: 6379))),
            (
                "redis://:pw@cache.internal:6380/2",
                RedisAddress(endpoint: .tcp(host: "cache.internal", port: 6380), password: "pw", database: 2)
            ),
            ("REDIS://ops:p%40ss%3a@[::1]:7000/", RedisAddress(endpoint: .tcp(host: "::1", port: 7000), user: "ops", password: "p@ss:")),
            ("redis://h?db=3&socket_timeout=5", RedisAddress(endpoint: .tcp(host: "h", port: 6379), database: 3)),
            ("redis://:a@b@h/1", RedisAddress(endpoint: .tcp(host: "h", port: 6379), password: "a@b", database: 1)),
            ("unix:///run/redis.sock", RedisAddress(endpoint: .unixSocket("/run/redis.sock"))),
            ("unix:///run/my%20redis.sock?db=4", RedisAddress(endpoint: .unixSocket("/run/my redis.sock"), database: 4)),
            ("redis+unix://ops:pw@/run/redis.sock", RedisAddress(endpoint: .unixSocket("/run/redis.sock"), user: "ops", password: "pw")),
        ])
    func parse(text: String, expected: RedisAddress) throws {
        #expect(try RedisAddress.parse(text) == expected)
    }

    @Test(
        "What is no address is refused, and the refusal keeps the password to itself",
        arguments: [
            "", "localhost:6379", "http://h", "redis://h:port", "redis://h:0", "redis://h:70000", "redis://h/two", "redis://h/-1",
            "redis://[::1",
            "redis://[::1]x", "redis://:geheim%zz@h", "redis://:geheim@h:x", "unix://relative", "unix://", "redis://a b",
            "unix:///" + String(repeating: "x", count: 107),
        ])
    func refusals(text: String) throws {
        do {
            let address = try RedisAddress.parse(text)
            Issue.record("\(text) was read as \(address)")
        } catch {
            #expect(error.kind == .address)
            #expect(!error.message.contains("geheim"))
        }
    }

    @Test("TLS is refused with advice")
    func tls() {
        #expect(throws: RedisError(.address, "TLS is not supported; use a local plain port or a stunnel")) {
            try RedisAddress.parse("rediss://:pw@h")
        }
    }

    @Test(
        "The description masks the password",
        arguments: [
            ("redis://ops:geheim@h:7000/2", "redis://ops:***@h:7000/2"), ("redis://:geheim@[::1]", "redis://:***@[::1]:6379"),
            ("unix://:geheim@/run/r.sock?db=1", "unix://:***@/run/r.sock?db=1"), ("redis://h", "redis://h:6379"),
        ])
    func description(text: String, shown: String) throws {
        #expect(try RedisAddress.parse(text).description == shown)
    }
}
