import NATSKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct MessageTests {
    @Test("A canary goes to a subject and comes back, in order and to wildcards too")
    func canary() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            let canary = try connection.subscribe("jarvis-ops.smoke.run-1")
            let all = try connection.subscribe("jarvis-ops.>")
            for number in 0..<1000 { try connection.publish("jarvis-ops.smoke.run-1", Array("canary \(number)".utf8)) }
            try connection.flush()
            for subscription in [canary, all] {
                #expect(try (0..<1000).map { _ in text(try subscription.next()) } == (0..<1000).map { "canary \($0)" })
            }
            #expect(natsError { try canary.next(deadline: .after(milliseconds: 20)) }?.kind == .timedOut)
        }
    }

    @Test("Another implementation sees the exact bytes and headers")
    func independentReceiver() throws {
        try withServer { fixture, server in
            let receiver = try NATSReceiver(server, subject: "jarvis.mesh.sync", in: fixture)
            let connection = try connect(server.url())
            let bodies: [[UInt8]] = [
                [], Array(0...255), Array("a\r\nPUB x 1\r\nb\r\n".utf8), Array(#"{"é":"\u0000"}"#.utf8),
                [UInt8](repeating: 7, count: 300_000),
            ]
            for body in bodies { try connection.publish("jarvis.mesh.sync", body) }
            let publisher = try JetStreamPublisher<Int>(connection, window: 4)
            var results: [JetStreamPublisher<Int>.Result] = []
            for (index, body) in bodies.enumerated() {
                results += publisher.submit(
                    index, "jarvis.mesh.sync", body, messageID: "msg/é-\(index)", deadline: .generous, cancellation: try Cancellation())
            }
            results += try publisher.finish()
            #expect(results.allSatisfy { $0.outcome.error == nil })
            let received = try receiver.messages(2 * bodies.count)
            #expect(received.map(\.body) == bodies + bodies)
            #expect(received.prefix(bodies.count).allSatisfy { $0.headers.isEmpty })
            #expect(
                received.suffix(bodies.count).map { String(decoding: $0.headers, as: UTF8.self) }
                    == bodies.indices.map { "NATS/1.0\r\nNats-Msg-Id: msg/é-\($0)\r\n\r\n" })
        }
    }

    @Test("A request gets its answer, or hears that nobody listens")
    func request() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            #expect(natsError { try connection.ask("nobody.there") }?.kind == .noResponders)
            let questions = try connection.subscribe("echo.*")
            try connection.flush()
            let other = try connect(server.url())
            let responder = try BlockingThread {
                natsError {
                    let question = try questions.next()
                    try connection.publish(question.reply ?? "", question.body + Array("!".utf8))
                    try connection.flush()
                }
            }
            #expect(text(try other.ask("echo.a", "hello")) == "hello!")
            #expect(responder.value() == nil)
        }
    }

    @Test(
        "A subject that would change the protocol's line is refused before it is sent",
        arguments: [
            "", "a b", "a\tb", "a\r\nPUB x 0", "a\u{0}b", "a..b", ".a", "a.", "a.*", "a.>", ">", "a\u{a0}b",
            String(repeating: "x", count: 2049),
        ])
    func subjects(subject: String) throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            #expect(natsError { try connection.publish(subject, []) }?.kind == .rejected)
            #expect(natsError { try connection.ask(subject) }?.kind == .rejected)
            let publisher = try JetStreamPublisher<Int>(connection, window: 1)
            guard case .notSent(let error)? = try publisher.put(1, "x", to: subject).first?.outcome else {
                Issue.record("it was sent")
                return
            }
            #expect(error.kind == .rejected)
            try connection.publish("a*b.c>", [])
            try connection.flush()
        }
    }

    @Test("A message larger than the server takes is refused before it is sent, and a message id that would break the header too")
    func tooLarge() throws {
        try withServer { _, server in
            let connection = try connect(server.url())
            let most = 1 << 20
            #expect(natsError { try connection.publish("x", [UInt8](repeating: 0, count: most + 1)) }?.kind == .rejected)
            try connection.publish("x", [UInt8](repeating: 0, count: most))
            for id in ["a\r\nb", "a\nX: y", " a", "a ", "\u{0}"] {
                #expect(natsError { try connection.jetStream.put("x", id: id) }?.kind == .rejected)
            }
            try connection.flush()
            #expect(try connection.jetStream.mesh()?.messages == 0)
        }
    }

    @Test("A stopped server: publishing does not block, waiting ends at the deadline or by cancelling, and after it goes on so does all")
    func stopped() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            let messages = try connection.subscribe("x")
            try connection.flush()
            try server.suspend()
            let body = [UInt8](repeating: 1, count: 1 << 20)
            var sent = 0
            var refusal: NATSError?
            // The system's buffers take some, then 16 MiB wait here, then it is refused.
            while refusal == nil && sent < 200 {
                refusal = natsError { try connection.publish("x", body) }
                if refusal == nil { sent += 1 }
            }
            #expect(refusal?.kind == .unavailable)
            #expect(sent >= 16)
            #expect(natsError { try connection.flush(deadline: .after(milliseconds: 30)) }?.kind != nil)
            let cancellation = try Cancellation()
            let waiter = try BlockingThread { natsError { try messages.next(deadline: .generous, cancellation: cancellation) } }
            cancellation.cancel()
            #expect(waiter.value()?.kind == .cancelled)
            server.resume()
            for _ in 0..<sent { #expect(try messages.next().body == body) }
            try connection.flush()
        }
    }

    @Test("A stopped server does not keep a connection from closing")
    func closingWhileStopped() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            try server.suspend()
            #expect(natsError { try connection.flush(deadline: .after(milliseconds: 30)) }?.kind == .timedOut)
            for _ in 0..<12 { try connection.publish("x", [UInt8](repeating: 1, count: 1 << 20)) }
            connection.close()
            #expect(connection.end?.kind == .closed)
            server.resume()
        }
    }

    @Test("A killed server closes the connection for all that wait")
    func killed() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            let subscription = try connection.subscribe("x")
            try connection.flush()
            let waiter = try BlockingThread { natsError { try subscription.next() } }
            server.process.stop()
            #expect(waiter.value()?.kind == .closed)
            try waitUntil("the connection knows") { connection.end != nil }
            #expect(natsError { try connection.publish("x", []) }?.kind == .closed)
            #expect(natsError { try connection.ask("x") }?.kind == .closed)
        }
    }

    @Test("Several threads may publish on one connection")
    func threads() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            let subscription = try connection.subscribe("t.*")
            let writers = try (0..<4).map { writer in
                try BlockingThread {
                    natsError {
                        for number in 0..<1000 { try connection.publish("t.\(writer)", Array("\(number)".utf8)) }
                        try connection.flush()
                    }
                }
            }
            var next = [String: Int]()
            for _ in 0..<4000 {
                let message = try subscription.next()
                #expect(text(message) == String(next[message.subject, default: 0]))
                next[message.subject, default: 0] += 1
            }
            #expect(writers.allSatisfy { $0.value() == nil })
        }
    }

    @Test(
        "A server that breaks the protocol, or takes its leave, ends the connection and nothing else",
        arguments: [
            "GARBAGE\r\n", "MSG\r\n", "MSG x y z\r\n", "MSG x 1 -5\r\n", "HMSG x 1 5 3\r\nabc\r\n", "-ERR 'Slow Consumer'\r\n",
            "-ERR 'User Authentication Expired'\r\n",
            "INFO {\r\n", "MSG x 1 3\r\nab", "MSG nobody 99 2\r\nab\r\nPONG\r\nPONG\r\n+OK\r\n", "",
        ])
    func brokenServer(answer: String) throws {
        try Fixture.with { fixture in
            let script = """
                import socket, sys
                s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(5)
                print('ready', s.getsockname()[1])
                c, _ = s.accept()
                c.sendall(b'INFO {"server_id":"x","version":"2.9.10","headers":true,"max_payload":1048576,"proto":1}\\r\\n')
                seen = b''
                while b'PING' not in seen: seen += c.recv(65536)
                c.sendall(b'PONG\\r\\n')
                while b'PUB' not in seen: seen += c.recv(65536)
                c.sendall(bytes.fromhex(sys.argv[1]))
                c.shutdown(socket.SHUT_WR)
                while c.recv(65536): pass
                """
            let hex = answer.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let fake = try PythonServer(script, in: fixture, arguments: [hex])
            let connection = try connect("nats://127.0.0.1:\(fake.port)")
            let kind = natsError { try connection.flush() }?.kind
            #expect(kind == .closed || kind == .authorization)
            #expect(connection.end?.kind == kind)
        }
    }

    @Test("What the user may not do is an error and no silence")
    func permissions() throws {
        try Fixture.with { fixture in
            let file = try fixture.write(
                """
                authorization { users = [
                  { user: few, password: pw, permissions: { publish: { deny: "secret.>" }, subscribe: { deny: "secret.>" } } }
                  { user: deaf, password: pw, permissions: { publish: ">", subscribe: { allow: "only.this" } } }
                ] }
                """, to: "nats.conf")
            let server = try NATSServer(in: fixture, options: ["-c", file])
            let few = try connect(server.url("few:pw"))
            try few.publish("secret.a", [])
            #expect(natsError { try few.flush() }?.kind == .authorization)
            try few.flush()
            #expect(natsError { try few.publish("secret.a", []) }?.kind == .authorization)
            #expect(natsError { try few.ask("secret.b") }?.kind == .authorization)
            #expect(natsError { try few.subscribe("secret.>").next() }?.kind == .authorization)
            let publisher = try JetStreamPublisher<Int>(few, window: 10)
            var results = try (1...5).flatMap { try publisher.put($0, "x", to: "secret.c") }
            results += try publisher.finish()
            #expect(results.map(\.token).sorted() == [1, 2, 3, 4, 5])
            #expect(results.allSatisfy { $0.outcome.error?.kind == .authorization })

            let deaf = try connect(server.url("deaf:pw"))
            #expect(natsError { try deaf.ask("x") }?.kind == .authorization)
            #expect(natsError { try deaf.jetStream.put("x") }?.kind == .authorization)
        }
    }
}
