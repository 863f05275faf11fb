import NATSKit
import TestSupport
import Testing

@Suite(.ownThread) struct AddressTests {
    @Test(
        "Addresses are read as Jarvis's client reads them",
        arguments: [
            ("nats://127.0.0.1:4222", [NATSAddress.Server(host: "127.0.0.1")]),
            ("localhost", [NATSAddress.Server(host: "localhost")]),
            (" mesh.internal:4333\n", [NATSAddress.Server(host: "mesh.internal", port: 4333)]),
            ("NATS://h:", [NATSAddress.Server(host: "h")]),
            ("nats://h:1/path?x=1#y", [NATSAddress.Server(host: "h", port: 1)]),
            ("nats://[::1]:5", [NATSAddress.Server(host: "::1", port: 5)]),
            ("nats://ops:p%40ss@h", [NATSAddress.Server(host: "h", credentials: .user("ops", password: "p%40ss"))]),
            ("nats://ops:p@s:s@h", [NATSAddress.Server(host: "h", credentials: .user("ops", password: "p@s:s"))]),
            ("nats://:pw@h", [NATSAddress.Server(host: "h", credentials: .user("", password: "pw"))]),
            ("nats://s3cret@h", [NATSAddress.Server(host: "h", credentials: .token("s3cret"))]),
            (
                "nats://a:1, nats://u:p@b,c:3",
                [
                    NATSAddress.Server(host: "a", port: 1), NATSAddress.Server(host: "b", credentials: .user("u", password: "p")),
                    NATSAddress.Server(host: "c", port: 3),
                ]
            ),
            ("nats://u:p,q@h", [NATSAddress.Server(host: "h", credentials: .user("u", password: "p,q"))]),
        ])
    func parse(text: String, servers: [NATSAddress.Server]) throws {
        #expect(try NATSAddress.parse(text).servers == servers)
    }

    @Test(
        "What is no address is refused, and the refusal keeps the password to itself",
        arguments: [
            "", " ", ",", "nats://", "nats://a,,b", "http://h", "ws://h", "wss://h", "nats://h:port", "nats://h:0", "nats://h:70000",
            "nats://h:+1", "nats://[::1", "nats://[::1]x", "nats://u:geheim@", "nats://u:geheim@h:x", "nats://u:geh\u{7}eim@h", "a b",
        ])
    func refusals(text: String) throws {
        do {
            let address = try NATSAddress.parse(text)
            Issue.record("\(text) was read as \(address)")
        } catch {
            #expect(error.kind == .address)
            #expect(!error.message.contains("eim"))
        }
    }

    @Test("TLS is refused with advice")
    func tls() {
        #expect(throws: NATSError(.address, "TLS to NATS is not supported; use a local plain port or a stunnel")) {
            try NATSAddress.parse("tls://u:pw@h")
        }
    }

    @Test(
        "The description masks passwords and tokens",
        arguments: [
            ("nats://ops:geheim@h:7000", "nats://ops:***@h:7000"), ("geheim@[::1],b", "nats://***@[::1]:4222,nats://b:4222"),
        ])
    func description(text: String, shown: String) throws {
        #expect(try NATSAddress.parse(text).description == shown)
    }
}
