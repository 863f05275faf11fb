import Glibc
import SystemKit
import TestSupport
import Testing

@testable import NATSKit

@Suite(.ownThread) struct ConnectionTests {
    @Test("A port that nobody listens on refuses, and a name that does not exist is unreachable")
    func refused() throws {
        let port = try FreePort.find()
        let error = natsError { try connect("nats://ops:geheim@127.0.0.1:\(port)") }
        #expect(error == NATSError(.refused, "nobody listens on nats://ops:***@127.0.0.1:\(port)"))
        #expect(natsError { try connect("nats://no-such-host.invalid") }?.kind == .unreachable)
    }

    @Test("A connection that is never made, and a server that never speaks, end at the deadline", arguments: [true, false])
    func blackHole(full: Bool) throws {
        let listener = try SilentListener(full: full)
        #expect(natsError { try connect("nats://127.0.0.1:\(listener.port)", deadline: .after(milliseconds: 100)) }?.kind == .timedOut)
    }

    @Test("Cancelling ends the wait for a server that does not speak")
    func cancelled() throws {
        let listener = try SilentListener()
        let address = try NATSAddress.parse("nats://127.0.0.1:\(listener.port)")
        let cancellation = try Cancellation()
        let isConnected = { hasConnection(to: listener.port) }
        let error = try cancelling(cancellation, when: "the connection is made", isConnected) {
            natsError { try NATSConnection.connect(address, name: "tests", deadline: .generous, cancellation: cancellation) }
        }
        #expect(error?.kind == .cancelled)
    }

    @Test("The next server of the list is tried when one does not answer")
    func list() throws {
        try withServer(jetStream: false) { _, server in
            let silent = try SilentListener()
            let free = try FreePort.find()
            let url = "nats://127.0.0.1:\(free),nats://127.0.0.1:\(silent.port),\(server.url())"
            let connection = patiently { deadline in
                try? connect(url, deadline: deadline)
            } until: {
                $0 != nil
            }
            #expect(connection?.server.port == server.port)
        }
    }

    @Test(
        "What is not NATS is told from NATS",
        arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "-ERR 'too many'\r\n", "INFO {\r\n", "\u{0}\u{0}\r\n", ""])
    func otherProtocol(answer: String) throws {
        try Fixture.with { fixture in
            let script = """
                import socket, sys
                s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(5)
                print('ready', s.getsockname()[1])
                while True:
                    c, _ = s.accept()
                    c.sendall(bytes.fromhex(sys.argv[1]))
                    c.close()
                """
            let hex = answer.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let fake = try PythonServer(script, in: fixture, arguments: [hex])
            let error = natsError { try connect("nats://127.0.0.1:\(fake.port)") }
            #expect([.protocolError, .closed, .rejected].contains(error?.kind), "\(error?.description ?? "connected")")
        }
    }

    @Test("Passwords and tokens are checked by the server, whatever characters they have", arguments: ["plain", #"q"u\o{t}e é"#])
    func credentials(secret: String) throws {
        try withServer(jetStream: false, options: ["--user", "ops", "--pass", secret]) { _, server in
            let connection = try connect(server.url("ops:\(secret)"))
            try connection.flush()
            for wrong in ["", "ops:no", "ops:no\",\"user\":\"x", "no"] {
                let error = natsError { try connect(server.url(wrong)) }
                #expect(error?.kind == .authorization)
                #expect(error?.message.contains(secret) == false)
            }
        }
        try withServer(jetStream: false, options: ["--auth", secret]) { _, server in
            try connect(server.url(secret)).flush()
            #expect(natsError { try connect(server.url("no")) }?.kind == .authorization)
        }
    }

    @Test("A server that demands TLS is named so")
    func tls() throws {
        try Fixture.with { fixture in
            let (key, certificate) = (fixture.path("key.pem"), fixture.path("cert.pem"))
            let openssl = try ChildProcess(
                [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                    "/CN=localhost",
                    "-keyout", key, "-out", certificate,
                ], output: fixture.path("openssl.out"))
            try #require(try openssl.wait() == 0)
            let options = ["--tls", "--tlscert", certificate, "--tlskey", key]
            let server = try NATSServer(in: fixture, jetStream: false, options: options)
            let error = natsError { try connect(server.url()) }
            #expect(error?.kind == .rejected)
            #expect(error?.message.contains("demands TLS") == true)
        }
    }

    @Test("A library that is missing is named with the package to install")
    func libraryMissing() {
        let error = natsError { try NATSLibrary(["libnats-that-is-not-here.so.9"]) }
        #expect(error?.kind == .libraryMissing)
        #expect(error?.message.contains("libnats3.4") == true)
        #expect(natsError { try NATSLibrary(["libm.so.6"]) }?.message.contains("lacks") == true)
    }

    @Test("Closing, and letting go, end the connection and all that waits on it")
    func closing() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            let subscription = try connection.subscribe("a.>")
            let waiter = try BlockingThread { natsError { try subscription.next() } }
            connection.close()
            #expect(waiter.value()?.kind == .closed)
            #expect(connection.end?.kind == .closed)
            #expect(natsError { try connection.publish("a.b", []) }?.kind == .closed)
            #expect(natsError { try connection.flush() }?.kind == .closed)
            #expect(natsError { try connection.subscribe("a") }?.kind == .closed)
            connection.close()
            for _ in 0..<20 { try connect(server.url()).flush() }
            try waitUntil("no connection is left") { !hasConnection(to: server.port) }
        }
    }

    @Test("Loading libnats leaves the program's SIGPIPE alone")
    func pipeSignal() throws {
        var action = sigaction()
        sigaction(SIGPIPE, nil, &action)
        let before = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        _ = try NATSLibrary.shared.get()
        sigaction(SIGPIPE, nil, &action)
        #expect(unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == before)
    }
}

/// Whether this machine has an established TCP connection to a port of 127.0.0.1.
private func hasConnection(to port: Int) -> Bool {
    let hex = String(port, radix: 16, uppercase: true)
    let address = "0100007F:" + String(repeating: "0", count: 4 - hex.count) + hex
    let table = String(decoding: (try? Files.read("/proc/self/net/tcp")) ?? [], as: UTF8.self)
    return table.split(separator: "\n").contains { line in
        let words = line.split(separator: " ")
        // 01 is ESTABLISHED (net/tcp_states.h).
        return words.count > 3 && words[2] == address && words[3] == "01"
    }
}
