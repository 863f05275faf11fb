import JSONKit
import SystemKit
import TestSupport
import Testing

/// Mail handed to a real server (aiosmtpd) with STARTTLS.
@Suite(.ownThread, .enabled(if: EscalationBench.canMail)) struct EscalationMailTests {
    @Test("A mail goes over STARTTLS with a login, to everybody, with its headers in order and its text whole")
    func mail() throws {
        try EscalationBench.with { bench in
            let (certificate, key) = try bench.makeCertificate("good")
            let server = try bench.mailServer(["starttls", certificate, key])
            defer { server.process.stop() }
            let run = try bench.run(
                ["memory-leak", "--yes", "--message", "Ünïcode\r\nBcc: evil@example.org\n.\nend", "-o", "json"],
                bench.mail(server.port, ca: certificate))
            #expect(run.code == 0, "\(run.output)\(run.errors)")
            try Schema.check(run.output, "escalation")
            let mail = try #require(try bench.mails().first)
            #expect(mail["tls"]?.bool == true && mail["user"]?.text == "jarvis" && mail["from"]?.text == "jarvis@example.org")
            #expect(mail["to"] == ["ada@example.org", "bob@example.org"] && mail["defects"] == .array([]))
            #expect(
                mail["names"] == [
                    "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
                    "Content-Transfer-Encoding",
                ])
            #expect(mail["headers"]?["Subject"]?.text == "[medium] Memory Leak")
            let body = mail["body"]?.text ?? ""
            #expect(body.contains("Ünïcode\nBcc: evil@example.org\n.\nend\n") && body.contains("Respond within: 4 h"), "\(body)")
            let targets = try run.json()["targets"]?.array ?? []
            #expect(targets.contains { $0["answer"]?.text?.contains("queued as 4F2A") == true })
        }
    }

    @Test("TLS from the first byte")
    func smtps() throws {
        try EscalationBench.with { bench in
            let (certificate, key) = try bench.makeCertificate("good")
            let server = try bench.mailServer(["smtps", certificate, key])
            defer { server.process.stop() }
            var settings = bench.mail(server.port, ca: certificate)
            settings["JARVIS_OPS_SMTP_URL"] = "smtps://127.0.0.1:\(server.port)"
            let run = try bench.run(["memory-leak", "--yes", "--via", "email"], settings)
            #expect(run.code == 0, "\(run.errors)")
            #expect(try bench.mails().count == 1)
        }
    }

    @Test("A server without STARTTLS gets nothing, and is not asked again")
    func noTLS() throws {
        try EscalationBench.with { bench in
            let server = try bench.mailServer(["plain"])
            defer { server.process.stop() }
            let run = try bench.run(["memory-leak", "--yes", "--via", "email"], bench.mail(server.port))
            #expect(run.code == 69 && run.errors.contains("offers no STARTTLS"), "\(run.errors)")
            #expect(try bench.mails().isEmpty)
            // This machine itself may be spoken to in the clear, when somebody says so.
            let clear = try bench.run(["memory-leak", "--yes", "--via", "email"], bench.mail(server.port, tls: "none", credentials: ""))
            #expect(clear.code == 0, "\(clear.errors)")
            #expect(try bench.mails().first?["tls"]?.bool == false)
        }
    }

    @Test("A certificate that nobody vouches for is refused")
    func certificate() throws {
        try EscalationBench.with { bench in
            let (certificate, key) = try bench.makeCertificate("good")
            let other = try bench.makeCertificate("other").certificate
            let server = try bench.mailServer(["starttls", certificate, key])
            defer { server.process.stop() }
            for ca in [other, nil] {
                let run = try bench.run(["memory-leak", "--yes", "--via", "email"], bench.mail(server.port, ca: ca))
                #expect(run.code == 69 && run.errors.lowercased().contains("certificate"), "\(run.errors)")
            }
            #expect(try bench.mails().isEmpty)
        }
    }

    @Test("A wrong password and a recipient that is refused are said once; a 4xx is tried again", arguments: ["login", "550", "451"])
    func refusals(kind: String) throws {
        try EscalationBench.with { bench in
            let (certificate, key) = try bench.makeCertificate("good")
            let server = try bench.mailServer(kind == "login" ? ["starttls", certificate, key] : ["refuse", kind])
            defer { server.process.stop() }
            let settings =
                kind == "login"
                ? bench.mail(server.port, ca: certificate, credentials: "jarvis:wrong-password-1@")
                : bench.mail(server.port, tls: "none", credentials: "")
            let run = try bench.run(["memory-leak", "--yes", "--via", "email", "--timeout", "3s", "-o", "json"], settings)
            #expect(run.code == 69, "\(run.errors)")
            let target = try run.json()["targets"]?.array?.first
            #expect((target?["attempts"]?.int ?? 0 > 1) == (kind == "451"), "\(run.output)")
            #expect(kind == "login" || target?["status"]?.int == Int(kind))
            #expect(!(run.output + run.errors).contains("wrong-password-1"))
        }
    }

    @Test("A server that says nothing is left at the deadline, and at once on Ctrl-C")
    func silent() throws {
        try EscalationBench.with { bench in
            let silent = try SilentListener()
            let settings = bench.mail(silent.port)
            let run = try bench.run(["memory-leak", "--yes", "--via", "email", "--timeout", "1500ms"], settings)
            #expect(run.code == 69, "\(run.errors)")
            let child = try ChildProcess(
                [Checkout.program, "escalate", "memory-leak", "--yes", "--via", "email", "--timeout", "100s"],
                output: bench.fixture.path("out"), environment: bench.merged(settings))
            defer { child.stop() }
            try waitUntil("the intent is recorded") { try bench.steps() == ["escalate/email intended"] }
            child.signal(2)
            #expect(try child.wait() == 130)
            #expect(try bench.steps().count == 2)
        }
    }

    @Test(
        "Settings of mail are read strictly",
        arguments: [
            ("JARVIS_OPS_EMAIL_TO", "ada@example.org\r\nBcc: b@example.org"), ("JARVIS_OPS_EMAIL_FROM", "nobody"),
            ("JARVIS_OPS_EMAIL_TO", " , "),
            ("JARVIS_OPS_EMAIL_TO", nil), ("JARVIS_OPS_SMTP_URL", nil), ("JARVIS_OPS_SMTP_URL", "http://127.0.0.1"),
            ("JARVIS_OPS_SMTP_TLS", "maybe"), ("JARVIS_OPS_SMTP_CA", "nowhere.pem"),
        ] as [(String, String?)])
    func strict(name: String, value: String?) throws {
        try EscalationBench.with { bench in
            let run = try bench.run(["memory-leak", "--yes", "--via", "email"], bench.mail(1).merging([name: value]) { $1 })
            #expect(run.code == 78 && run.errors.contains(name), "\(run.errors)")
        }
    }

    @Test("In the clear only to this machine")
    func clear() throws {
        try EscalationBench.with { bench in
            var settings = bench.mail(1, tls: "none")
            settings["JARVIS_OPS_SMTP_URL"] = "smtp://mail.example.org:25"
            let run = try bench.run(["memory-leak", "--yes", "--via", "email"], settings)
            #expect(run.code == 78 && run.errors.contains("JARVIS_OPS_SMTP_URL"), "\(run.errors)")
        }
    }
}
