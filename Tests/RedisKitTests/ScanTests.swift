import RedisKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct ScanTests {
    @Test("A scan finds every key that matches, and each once")
    func all() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            try redis.ask(
                "EVAL", "for i = 1, 5000 do redis.call('SET', 'ratelimit:provider:' .. i, i); redis.call('SET', 'other:' .. i, i) end", "0")
            let scan = try redis.scan(match: "ratelimit:provider:*", limit: 10_000, deadline: .generous, cancellation: Cancellation())
            #expect(scan.end == .complete)
            let names = Set(scan.keys.map { String(decoding: $0, as: UTF8.self) })
            #expect(names == Set((1...5000).map { "ratelimit:provider:\($0)" }) && scan.keys.count == 5000)

            let few = try redis.scan(match: "*", limit: 7, deadline: .generous, cancellation: Cancellation())
            #expect(few.keys.count == 7 && few.end == .limit)
            let none = try redis.scan(match: "nothing*", limit: 7, deadline: .generous, cancellation: Cancellation())
            #expect(none.keys.isEmpty && none.end == .complete)
        }
    }
}
