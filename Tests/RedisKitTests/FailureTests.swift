import Glibc
import RedisKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct FailureTests {
    @Test("A port and a socket that nobody listens on refuse")
    func refused() throws {
        try Fixture.with { fixture in
            let port = try FreePort.find()
            #expect(redisError { try connect("redis://127.0.0.1:\(port)") }?.kind == .refused)
            #expect(redisError { try connect("unix://\(fixture.path("none.sock"))") }?.kind == .refused)
        }
    }

    @Test("A stopped server times out, and the connection is not used again")
    func stopped() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            server.process.signal(SIGSTOP)
            #expect(redisError { try redis.ask("PING", deadline: .after(milliseconds: 80)) }?.kind == .timedOut)
            server.process.signal(SIGCONT)
            #expect(redisError { try redis.ask("PING") }?.kind == .closed)
            #expect(try connect("redis://127.0.0.1:\(server.port)").ask("PING") == .status("PONG"))
        }
    }

    @Test("A server killed in the middle of a command closes the connection")
    func killed() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            // The kill waits until the server itself says that somebody is blocked in BLPOP.
            let killer = try BlockingThread {
                guard let watcher = try? connect("redis://127.0.0.1:\(server.port)") else { return }
                try? waitUntil("a client waits") { try watcher.ask("INFO", "clients").text?.contains("blocked_clients:1") == true }
                server.process.stop()
            }
            #expect(redisError { try redis.ask("BLPOP", "never", "0") }?.kind == .closed)
            killer.value()
        }
    }

    @Test("Cancelling ends a wait for an answer at once")
    func cancelled() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let watcher = try connect("redis://127.0.0.1:\(server.port)")
            let address = try RedisAddress.parse("redis://127.0.0.1:\(server.port)")
            let cancellation = try Cancellation()
            let isBlocked = { try watcher.ask("INFO", "clients").text?.contains("blocked_clients:1") == true }
            let error = try cancelling(cancellation, when: "a client waits", isBlocked) {
                redisError {
                    try RedisConnection.connect(address, deadline: .generous, cancellation: cancellation)
                        .command(["BLPOP", "never", "0"], deadline: .generous, cancellation: cancellation)
                }
            }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test("A connection that is never made, and an answer that never comes, end at the deadline", arguments: [true, false])
    func blackHole(full: Bool) throws {
        let listener = try SilentListener(full: full)
        let word = full ? "connecting" : "answer"
        let error = patiently { deadline in
            redisError { try connect("redis://:pw@127.0.0.1:\(listener.port)", deadline: deadline) }
        } until: {
            $0?.message.contains(word) == true
        }
        #expect(error?.kind == .timedOut)
        #expect(error?.message.contains(word) == true)
        #expect(error?.message.contains("pw") == false)
    }

    @Test("A name that does not exist is an unknown host, and no server that should be started")
    func unknownHost() {
        #expect(redisError { try connect("redis://no-such-host.invalid:6379") }?.kind == .unknownHost)
    }

    @Test(
        "What is not Redis is told from Redis",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n\r\n", "$-7\r\n", "*2000000\r\n", "*2147483647\r\n", "*999999999999999999999\r\n", "$x\r\n",
            "%1\r\n+a\r\n+b\r\n", ":12a\r\n",
            String(repeating: "*1\r\n", count: 50),
        ])
    func otherProtocol(answer: String) throws {
        try Fixture.with { fixture in
            let server = try fakeServer(answering: Array(answer.utf8), thenClose: false, in: fixture)
            #expect(redisError { try connect("redis://127.0.0.1:\(server.port)").ask("PING") }?.kind == .protocolError)
        }
    }

    @Test("An answer cut off by the end of the connection is no answer", arguments: ["", "$10\r\nabc", "+PO", "*2\r\n+a\r\n"])
    func cutOff(answer: String) throws {
        try Fixture.with { fixture in
            let server = try fakeServer(answering: Array(answer.utf8), thenClose: true, in: fixture)
            #expect(redisError { try connect("redis://127.0.0.1:\(server.port)").ask("PING") }?.kind == .closed)
        }
    }

    @Test("A reply without end is given up at the size limit")
    func hugeReply() throws {
        try Fixture.with { fixture in
            let server = try RedisServer(in: fixture)
            let redis = try connect("redis://127.0.0.1:\(server.port)")
            // 17 MiB, made by the server itself.
            try redis.ask("SETRANGE", "huge", String(17 << 20), "x")
            let error = redisError { try redis.ask("GET", "huge") }
            #expect(error?.kind == .protocolError)
            #expect(error?.message == "the reply is larger than 16 MiB")
        }
    }
}
