import JSONKit
import SystemKit
import TestSupport
import Testing

/// Tickets, and what nobody may smuggle into any of the ways.
@Suite(.ownThread) struct EscalationTicketTests {
    @Test(
        "Tickets are opened where the settings say",
        arguments: [
            ("github:o/n", "gh", EscalationBench.github, "https://github.example/o/n/issues/7"),
            ("gitlab:g/p", "gl", EscalationBench.gitlab, "https://gitlab.example/g/p/-/issues/8"),
        ])
    func tracker(repository: String, base: String, token: String, answer: String) throws {
        try EscalationBench.with { bench in
            let settings = [
                "JARVIS_OPS_TICKET_REPO": repository, "JARVIS_OPS_TICKET_TOKEN": token, "JARVIS_OPS_TICKET_URL": "\(bench.address)/\(base)",
            ]
            let run = try bench.run(["memory-leak", "--yes", "--via", "ticket", "-o", "json"], settings)
            #expect(run.code == 0, "\(run.errors)")
            try Schema.check(run.output, "escalation")
            #expect(try run.json()["targets"]?.array?.first?["answer"]?.text == answer)
            let missing = try bench.run(
                ["memory-leak", "--yes", "--via", "ticket"], settings.merging(["JARVIS_OPS_TICKET_TOKEN": ""]) { $1 })
            #expect(missing.code == 78 && missing.errors.contains("JARVIS_OPS_TICKET_TOKEN"))
        }
    }

    @Test("A ticket of which nobody knows whether it was opened is not opened twice")
    func uncertain() throws {
        try EscalationBench.with { bench in
            try bench.plan("reset")
            let run = try bench.run(
                ["memory-leak", "--yes", "--via", "ticket"],
                [
                    "JARVIS_OPS_TICKET_REPO": "github:o/n", "JARVIS_OPS_TICKET_TOKEN": EscalationBench.github,
                    "JARVIS_OPS_TICKET_URL": bench.address + "/gh",
                ])
            #expect(run.code == 69 && run.errors.contains("it may have arrived, and is not sent twice"), "\(run.errors)")
            #expect(bench.asked.count == 1)
            #expect(try bench.steps().last == "escalate/ticket unknown")
        }
    }

    @Test("Without a tracker a ticket is a file beside the journal, for its owner alone")
    func file() throws {
        try EscalationBench.with { bench in
            let run = try bench.run(["memory-leak", "--yes", "--via", "ticket", "--message", "Ünïcode `@all`"])
            #expect(run.code == 0, "\(run.errors)")
            let directory = bench.state + "/jarvis-ops/tickets"
            let name = try #require(try Files.list(directory).first)
            let text = String(decoding: try Files.read(directory + "/" + name), as: UTF8.self)
            #expect(name.hasSuffix("-memory-leak.md") && text.hasPrefix("# [medium] Memory Leak\n") && text.contains("> `Ünïcode '@all'`"))
            let modes = try PythonServer.run(
                "import os, sys\nprint([oct(os.stat(p).st_mode & 0o777) for p in sys.argv[1:]])", in: bench.fixture,
                arguments: [directory, directory + "/" + name])
            #expect(modes.contains("['0o700', '0o600']"))
            #expect(try Files.list(bench.directory) == [".env", "data"])
        }
    }

    @Test("Tickets never lie in the Jarvis directory")
    func inside() throws {
        try EscalationBench.with { bench in
            try bench.fixture.makeDirectory("jarvis/state")
            let run = try bench.run(["memory-leak", "--yes", "--via", "ticket", "-n"], ["XDG_STATE_HOME": bench.directory + "/state"])
            #expect(run.code == 0 && run.output.contains("XDG_STATE_HOME cannot be used"))
            #expect(try Files.list(bench.directory + "/state").isEmpty)
        }
    }

    @Test(
        "Whatever a person writes arrives as text, and the services accept it",
        arguments: ["x\r\nX-Evil: 1\r\n\r\nbody", "<!channel> & <https://x|y>", "\u{1B}[2J\u{0}\u{7F}", "\"}],\"routing_key\":\"x", "🔥"])
    func injection(text: String) throws {
        // NUL ends an argument.
        let message = text.split(separator: "\u{0}").joined()
        try EscalationBench.with { bench in
            let run = try bench.run(["api-unresponsive", "--yes", "--message", message + String(repeating: "&🔥", count: 9000)])
            #expect(run.code == 0, "\(run.errors)")
            #expect(!run.output.contains("\u{1B}"))
            #expect(bench.asked.count == 2)
        }
    }
}
