import MailKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct MailMessageTests {
    private func message(subject: String = "x", body: String = "y", to: [String] = ["ops@example.org"]) throws -> MailMessage {
        MailMessage(
            from: try MailAddress("Jarvis Ops <jarvis@example.org>"), to: try to.map { try MailAddress($0) }, subject: subject, body: body,
            date: Timestamp(milliseconds: 1_795_662_000_000), id: "run-1\r\nBcc: x")
    }

    private func lines(_ message: MailMessage) -> [String] {
        String(decoding: message.bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("It has the headers that are owed, in ASCII, and the body in base64")
    func whole() throws {
        let lines = lines(
            try message(subject: "[critical] API Unresponsive", body: "a\nb\r\n.\n", to: ["a@example.org", "B <b@example.org>"]))
        #expect(
            lines.contains("Date: Thu, 26 Nov 2026 03:00:00 +0000") || lines.contains { $0.hasPrefix("Date: ") && $0.hasSuffix("+0000") })
        #expect(lines.contains("From: \"Jarvis Ops\" <jarvis@example.org>"))
        #expect(lines.contains("To: a@example.org,") && lines.contains(" \"B\" <b@example.org>"))
        #expect(lines.contains("Subject: [critical] API Unresponsive"))
        #expect(lines.contains("Message-ID: <run-1Bccx@example.org>"))
        #expect(lines.contains("YQ0KYg0KLg0K"))
        #expect(try message().bytes.allSatisfy { $0 < 0x80 })
    }

    @Test(
        "No subject, name or id makes another header, and no line is too long",
        arguments: [
            "a\r\nBcc: evil@example.org", "a\nX: y", "a\rX: y", "a\u{0}b", "a\u{2028}X: y", "\r\n\r\nbody", "=?UTF-8?B?DQpYOiB5?=",
            "\u{85}X: y", String(repeating: "long ", count: 100), String(repeating: "ü👍🏽", count: 60), " edge ", "",
        ])
    func injection(text: String) throws {
        let message = try message(subject: text)
        let lines = lines(message)
        let end = try #require(lines.firstIndex(of: ""))
        let names = lines[..<end].filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
        #expect(names == message.headers.map(\.name))
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } })
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", "ops", "@example.org", "a@", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: b@example.org", "a@exa mple.org", "a@-\n",
            "<a@b",
            "a@example..org", ".a@example.org", "a,b@example.org", "a>@example.org", "ä@example.org", "a@[127.0.0.1]",
        ])
    func addresses(text: String) { #expect(throws: MailError.self) { try MailAddress(text) } }

    @Test(
        "A server's address is read strictly, and without TLS only this machine is one",
        arguments: [
            ("smtp://u:p%40ss@mail.example.org", MailServer.Protection.startTLS, "mail.example.org:587"),
            ("smtps://mail.example.org", .startTLS, "mail.example.org:465"), ("smtp://127.0.0.1:2525", .none, "127.0.0.1:2525"),
            ("smtp://[::1]:2525", .none, "[::1]:2525"), ("smtp://mail.example.org:25", .none, nil),
            ("http://mail.example.org", .startTLS, nil),
            ("smtp://mail.example.org/path", .startTLS, nil), ("smtp://u@mail.example.org", .startTLS, nil), ("smtp://", .startTLS, nil),
            ("smtp://u:p\r\n@mail.example.org", .startTLS, nil), ("smtp://u:p%0D%0ARCPT@mail.example.org", .startTLS, nil),
        ] as [(String, MailServer.Protection, String?)])
    func servers(address: String, protection: MailServer.Protection, place: String?) {
        #expect((try? MailServer(address, protection: protection))?.place == place)
    }
}
