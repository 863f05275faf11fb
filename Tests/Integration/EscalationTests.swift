import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// `escalate` against services that check what they get.
@Suite(.ownThread) struct EscalationTests {
    @Test("A critical incident is paged, its contact is told, and the journal has the intents before and the results after")
    func critical() throws {
        try EscalationBench.with { bench in
            _ = try Run(["diagnose", "api-unresponsive"], environment: bench.merged(["JARVIS_API_URL": "http://127.0.0.1:1"]))
            let head = try bench.journal().head()
            let run = try bench.run(["api-unresponsive", "--yes", "--message", "Looking <now>", "-o", "json"])
            #expect(run.code == 0, "\(run.output)\(run.errors)")
            try Schema.check(run.output, "escalation")
            let page = try #require(try bench.pages.first)
            #expect(page["event_action"]?.text == "trigger" && page["routing_key"]?.text == EscalationBench.routingKey)
            #expect(page["payload"]?["severity"]?.text == "critical")
            let details = page["payload"]?["custom_details"]
            #expect(details?["Diagnosis"]?.text?.hasPrefix("confirmed") == true && details?["Message"]?.text == "Looking <now>")
            #expect(details?["Symptoms"]?.array?.isEmpty == false)
            #expect(details?["Journal"]?.text == "\(head.rows) rows, head \(head.hash)")
            let message = try #require(try bench.got("/services/T000/B000/backend-secret-path").first)
            #expect(JSONWriter.compact.text(message).contains("Looking &lt;now&gt;"))
            #expect(
                try bench.steps() == [
                    "escalate/page intended", "escalate/slack.backend intended", "escalate/page done", "escalate/slack.backend done",
                ])
            let recorded = try #require(try bench.journal().runs().first)
            #expect(recorded.command == "escalate api-unresponsive" && recorded.kind == .read && recorded.outcome == "done")
            #expect(try Journal.verify(directory: bench.state + "/jarvis-ops").findings.isEmpty)
            #expect(try Files.list(bench.directory) == [".env", "data"])
        }
    }

    @Test("The first trigger's key is kept and used again until the resolution, and then there is a new one")
    func keys() throws {
        try EscalationBench.with { bench in
            for arguments in [[], [], ["--acknowledge"], [], ["--resolve"], []] {
                let run = try bench.run(["database-corruption", "--yes", "--via", "page"] + arguments)
                #expect(run.code == 0, "\(run.errors)")
            }
            let pages = try bench.pages
            #expect(pages.map { $0["event_action"]?.text } == ["trigger", "trigger", "acknowledge", "trigger", "resolve", "trigger"])
            let keys = pages.map { $0["dedup_key"]?.text ?? "" }
            #expect(Set(keys.prefix(5)).count == 1 && keys[5] != keys[0])
            #expect(keys[0].hasPrefix("jarvis-ops-database-corruption-"))
            // Another incident, and another Jarvis, have keys of their own.
            _ = try bench.run(["api-unresponsive", "--yes", "--via", "page"])
            try bench.fixture.makeDirectory("other")
            _ = try bench.run(["database-corruption", "--yes", "--via", "page", "-C", bench.fixture.path("other")])
            #expect(Set(try bench.pages.map { $0["dedup_key"]?.text ?? "" }).count == 4)
        }
    }

    @Test("A page that is open stays the one page when the journal was damaged and adopted")
    func adopted() throws {
        try EscalationBench.with { (bench) throws in
            #expect(try bench.run(["database-corruption", "--yes", "--via", "page"]).code == 0)
            try bench.fixture.sql("update runs set at = at + 1", bench.state)
            let adopt = ["audit", "adopt", "--reason", "edited", "--confirm", "adopt"]
            #expect(try Run(adopt, environment: ["XDG_STATE_HOME": bench.state]).code == 0)
            for arguments in [[], ["--resolve"], []] {
                #expect(try bench.run(["database-corruption", "--yes", "--via", "page"] + arguments).code == 0)
            }
            let keys = try bench.pages.map { $0["dedup_key"]?.text ?? "" }
            #expect(Set(keys.prefix(3)).count == 1 && keys.last != keys.first, "\(keys)")
        }
    }

    @Test("Two processes that page at the same moment open one page")
    func race() throws {
        try EscalationBench.with { bench in
            let arguments = ["escalate", "database-corruption", "--yes", "--via", "page"]
            let children = try (0..<4).map { number in
                try ChildProcess(
                    [Checkout.program] + arguments, output: bench.fixture.path("out-\(number)"), environment: bench.environment)
            }
            for child in children { #expect(try child.wait() == 0, "\(child.output)") }
            let keys = try bench.pages.map { $0["dedup_key"]?.text ?? "" }
            #expect(keys.count == 4 && Set(keys).count == 1)
        }
    }

    @Test("Nothing that is open can be neither acknowledged nor resolved", arguments: ["--acknowledge", "--resolve"])
    func nothingOpen(option: String) throws {
        try EscalationBench.with { bench in
            let run = try bench.run(["database-corruption", "--yes", "--via", "page", option])
            #expect(run.code == 1 && run.errors.contains("no page of this incident is open"), "\(run.errors)")
            #expect(bench.asked.isEmpty)
        }
    }

    @Test("A dry run shows every request with its secrets masked, sends nothing and keeps nothing")
    func dryRun() throws {
        try EscalationBench.with { bench in
            let run = try bench.run(["api-unresponsive", "--dry-run"])
            #expect(
                run.code == 0 && run.output.contains("POST \(bench.address)/v2/enqueue") && run.output.contains("\"routing_key\": \"***\""))
            #expect(run.output.contains("POST \(bench.address)/***"))
            let document = try bench.run(["api-unresponsive", "-n", "-o", "json"])
            try Schema.check(document.output, "escalation")
            #expect(try document.json()["targets"]?.array?.first?["request"]?["body"]?["routing_key"]?.text == "***")
            #expect(bench.asked.isEmpty)
            #expect(try Files.list(bench.state).isEmpty)
        }
    }

    @Test("What passes is tried again: 500, 503, 429 with Retry-After, a broken connection")
    func retries() throws {
        try EscalationBench.with { bench in
            try bench.plan("500", "429 2", "reset")
            let run = try bench.run(["database-corruption", "--yes", "--via", "page", "-o", "json"])
            #expect(run.code == 0, "\(run.errors)")
            #expect(try run.json()["targets"]?.array?.first?["attempts"]?.int == 4)
            let times = bench.asked.map(\.at)
            #expect(times.count == 4)
            #expect(times.count < 4 || times[2] - times[1] >= 2)
            #expect(try bench.pages.count == 1)
        }
    }

    @Test("Slack's Retry-After is kept to")
    func slackLimit() throws {
        try EscalationBench.with { bench in
            try bench.plan("429 1")
            let run = try bench.run(["mesh", "--yes"])
            #expect(run.code == 0 && run.errors.contains("it answered 429"), "\(run.errors)")
            let times = bench.asked.map(\.at)
            #expect(times.count == 2 && (times.last ?? 0) - (times.first ?? 0) >= 1)
        }
    }

    @Test("A page that was cut off in the middle leaves its intent, and its key is used again")
    func killed() throws {
        try EscalationBench.with { bench in
            try bench.plan("hang")
            let arguments = ["escalate", "database-corruption", "--yes", "--via", "page"]
            let child = try ChildProcess([Checkout.program] + arguments, output: bench.fixture.path("out"), environment: bench.environment)
            defer { child.stop() }
            try waitUntil("it was asked") { !bench.asked.isEmpty }
            child.signal(SIGKILL)
            #expect(try child.wait() == 137)
            #expect(try bench.steps() == ["escalate/page intended"])
            let journal = try bench.journal()
            let key = try journal.latest(table: .steps, event: "intended")?.body["dedup_key"]?.text
            let again = try bench.run(["database-corruption", "--yes", "--via", "page"])
            #expect(again.code == 0, "\(again.errors)")
            #expect(try bench.pages.map { $0["dedup_key"]?.text } == [key])
            // Nothing waits to be resumed.
            #expect(!(try Run(["runs"], environment: bench.environment).output.contains("runs resume")))
        }
    }

    @Test("400 is not tried again; a page that was not sent is loud even with -q, journalled, and ends with 69")
    func refused() throws {
        try EscalationBench.with { bench in
            try bench.plan("400")
            let run = try bench.run(["database-corruption", "--yes", "--via", "page", "-q"])
            #expect(run.code == 69 && run.errors.contains("THE PAGE WAS NOT SENT") && run.errors.contains("it answered 400: planned"))
            #expect(bench.asked.count == 1)
            #expect(try bench.steps() == ["escalate/page intended", "escalate/page failed"])
            let recorded = try #require(try bench.journal().runs().first)
            #expect(recorded.outcome == "failed" && recorded.exitCode == 69)
        }
    }

    @Test("A longer wait than there is time for is not begun")
    func longWait() throws {
        try EscalationBench.with { bench in
            try bench.plan("429 3600")
            let run = try bench.run(["database-corruption", "--yes", "--via", "page"])
            #expect(run.code == 69 && run.errors.contains("it asks to wait 3600 s"), "\(run.errors)")
            #expect(bench.asked.count == 1)
        }
    }

    @Test("Nobody listening, and a service that hangs, end at the deadline with 69", arguments: ["refuse", "hang"])
    func gone(kind: String) throws {
        try EscalationBench.with { bench in
            try bench.plan("hang", "hang", "hang", "hang")
            let url = kind == "hang" ? bench.address : "http://127.0.0.1:\(try FreePort.find())"
            let run = try bench.run(
                ["database-corruption", "--yes", "--via", "page", "--timeout", "2s"], ["JARVIS_OPS_PAGERDUTY_URL": url + "/v2/enqueue"])
            let words = kind == "hang" ? "THE PAGE MAY NOT HAVE ARRIVED" : "THE PAGE WAS NOT SENT"
            #expect(run.code == 69 && run.errors.contains(words), "\(run.errors)")
            #expect(try bench.steps().last == (kind == "hang" ? "escalate/page unknown" : "escalate/page failed"))
        }
    }

    @Test("The page is sent though Slack fails, and the failure is said", arguments: ["400", "404"])
    func partly(status: String) throws {
        try EscalationBench.with { bench in
            let gone = bench.address + "/services/T000/B000/revoked"
            let run = try bench.run(["api-unresponsive", "--yes"], ["JARVIS_OPS_SLACK_WEBHOOK_BACKEND": gone])
            #expect(run.code == 69 && run.errors.contains("NOT SENT: escalate/slack.backend") && run.errors.contains("Told: escalate/page"))
            #expect(try bench.pages.count == 1)
        }
    }

    @Test("High goes to Slack, to everybody and to the role; the same webhook is used once")
    func slack() throws {
        try EscalationBench.with { bench in
            let both = try bench.run(["high-latency", "--yes"])
            #expect(both.code == 0, "\(both.errors)")
            #expect(bench.asked.map { $0.path.split(separator: "/").last ?? "" } == ["general-secret-path", "backend-secret-path"])
            #expect(try bench.run(["high-latency", "--yes"], ["JARVIS_OPS_SLACK_WEBHOOK_BACKEND": nil]).code == 0)
            #expect(bench.asked.count == 3)
        }
    }

    @Test("The mesh has no severity: its contact is told, or whom --via names; without either it says what to set")
    func mesh() throws {
        try EscalationBench.with { bench in
            #expect(try bench.run(["mesh", "--yes"]).code == 0)
            #expect(bench.asked.map(\.path) == ["/services/T000/B000/devops-secret-path"])
            #expect(try bench.run(["mesh", "--yes", "--via", "page"]).code == 0)
            #expect(try bench.pages.first?["payload"]?["severity"]?.text == "warning")
            let none: [String: String?] = ["JARVIS_OPS_SLACK_WEBHOOK_DEVOPS": nil, "JARVIS_OPS_SLACK_WEBHOOK": nil]
            let missing = try bench.run(["mesh", "--yes"], none)
            #expect(missing.code == 78 && missing.errors.contains("JARVIS_OPS_SLACK_WEBHOOK_DEVOPS"))
        }
    }

    @Test(
        "A setting that is missing or cannot be used ends with 78 and its name; what could be sent was sent",
        arguments: [
            ("JARVIS_OPS_PAGERDUTY_KEY", nil), ("JARVIS_OPS_PAGERDUTY_KEY", ""),
            ("JARVIS_OPS_PAGERDUTY_KEY", "0123456789abcdefABCDEF987654321"),
            ("JARVIS_OPS_PAGERDUTY_KEY", "0123456789abcdefABCDEF98765432100"),
            ("JARVIS_OPS_PAGERDUTY_URL", "http://events.example.org/v2/enqueue"),
            ("JARVIS_OPS_PAGERDUTY_URL", "nonsense"),
        ] as [(String, String?)])
    func settings(name: String, value: String?) throws {
        try EscalationBench.with { bench in
            let run = try bench.run(["api-unresponsive", "--yes"], [name: value])
            #expect(run.code == 78 && run.errors.contains(name) && run.errors.contains("Told: escalate/slack.backend"), "\(run.errors)")
            #expect(try bench.pages.isEmpty)
            #expect(bench.asked.count == 1)
            #expect(try bench.steps().contains("escalate/page failed"))
        }
    }

    @Test("A contact beside the severity's channel is told if it is configured, and nothing fails where it is not")
    func contact() throws {
        try EscalationBench.with { bench in
            let run = try bench.run(
                ["api-unresponsive", "--yes"], ["JARVIS_OPS_SLACK_WEBHOOK_BACKEND": nil, "JARVIS_OPS_SLACK_WEBHOOK": nil])
            #expect(run.code == 0 && run.errors.contains("not told: Backend Lead"), "\(run.errors)")
            #expect(try bench.steps().contains("escalate/slack.backend skipped"))
        }
    }

    @Test("Settings stand in .env too")
    func dotEnv() throws {
        try EscalationBench.with { bench in
            try bench.fixture.write("JARVIS_OPS_PAGERDUTY_KEY=\(EscalationBench.routingKey)\n", to: "jarvis/.env")
            let run = try Run(
                ["escalate", "database-corruption", "--yes", "--via", "page", "-o", "json"],
                environment: bench.merged(["JARVIS_OPS_PAGERDUTY_KEY": nil]))
            #expect(run.code == 0 && !(run.output + run.errors).contains(EscalationBench.routingKey))
            #expect(try bench.pages.count == 1)
        }
    }

    @Test("Off a terminal nothing is sent without --yes: 77, and the journal says so", arguments: [[], ["-o", "json"], ["--no-input"]])
    func approval(options: [String]) throws {
        try EscalationBench.with { bench in
            let run = try bench.run(["api-unresponsive"] + options)
            #expect(run.code == 77 && (run.output + run.errors).contains("--yes"))
            #expect(bench.asked.isEmpty)
            #expect(try bench.journal().runs().first?.outcome == "refused")
        }
    }

    @Test(
        "At a terminal every request is shown first, and only a yes sends it",
        arguments: [("y\n", 0, 2), ("n\n", 77, 0), ("\u{3}", 130, 0)] as [(String, Int32, Int)])
    func terminal(keys: String, code: Int32, count: Int) throws {
        try EscalationBench.with { bench in
            let run = try TerminalRun(
                ["escalate", "api-unresponsive"], in: bench.fixture, environment: bench.environment,
                [.see("/v2/enqueue"), .see("\"routing_key\": \"***\""), .see("/***"), .see("Send this? [y/N]"), .type(keys)])
            #expect(run.code == code, "\(run.shown)")
            #expect(bench.asked.count == count)
            try bench.expectNoSecret(in: [run.shown])
        }
    }

    @Test("Ctrl-C while a service hangs, and while another attempt is waited for, ends at once with 130", arguments: ["hang", "503"])
    func interrupted(word: String) throws {
        try EscalationBench.with { bench in
            try bench.plan(word, word, word, word, word)
            let child = try ChildProcess(
                [Checkout.program, "escalate", "api-unresponsive", "--yes", "--timeout", "100s"], output: bench.fixture.path("out"),
                environment: bench.environment)
            defer { child.stop() }
            try waitUntil("it was asked") { word == "hang" ? !bench.asked.isEmpty : child.output.contains("again in") }
            child.signal(SIGINT)
            #expect(try child.wait() == 130)
            let steps = try bench.steps()
            #expect(steps.contains(word == "hang" ? "escalate/page unknown" : "escalate/page failed"), "\(steps)")
            #expect(steps.contains("escalate/slack.backend not-run"))
            #expect(try bench.journal().runs().first?.exitCode == 130)
        }
    }

    @Test("Without a journal it is sent all the same, with a warning, under a key that does not change")
    func noJournal() throws {
        try EscalationBench.with { bench in
            try bench.fixture.write("in the way", to: "state/jarvis-ops")
            for option in [[], [], ["--resolve"]] {
                let run = try bench.run(["database-corruption", "--yes", "--via", "page", "-o", "json"] + option)
                #expect(run.code == 0 && run.errors.contains("NOT RECORDED"), "\(run.errors)")
                try Schema.check(run.output, "escalation")
            }
            let keys = try bench.pages.map { $0["dedup_key"]?.text ?? "" }
            #expect(keys.count == 3 && Set(keys).count == 1)
        }
    }

    @Test("A full disk stops no page, and the key that was kept before is used")
    func fullDisk() throws {
        guard SmallDisk.isPossible else { return }
        try EscalationBench.with { bench in
            try SmallDisk.with(bench.state) { disk in
                let first = try bench.run(["database-corruption", "--yes", "--via", "page"])
                #expect(first.code == 0, "\(first.errors)")
                try disk.fill()
                let run = try bench.run(["database-corruption", "--yes", "--via", "page"])
                #expect(run.code == 0 && run.errors.contains("NOT RECORDED"), "\(run.errors)")
            }
            let keys = try bench.pages.map { $0["dedup_key"]?.text ?? "" }
            #expect(keys.count == 2 && Set(keys).count == 1)
        }
    }

    @Test("A service that says back what it got tells no secret")
    func echo() throws {
        try EscalationBench.with { bench in
            try bench.plan("echo", "echo")
            let run = try bench.run(["api-unresponsive", "--yes", "-o", "json"])
            #expect(run.code == 69 && run.output.contains("it answered 400: no: xxx"), "\(run.output)")
            #expect(!(run.output + run.errors).contains(EscalationBench.routingKey.prefix(6)))
        }
    }

    @Test("The run that is told of can be chosen; one that diagnosed something else is refused")
    func chosenRun() throws {
        try EscalationBench.with { bench in
            let broken = bench.merged(["JARVIS_API_URL": "http://127.0.0.1:1"])
            _ = try Run(["diagnose", "api-unresponsive"], environment: broken)
            let first = try #require(try bench.journal().runs().first?.id)
            _ = try Run(["diagnose", "database-corruption"], environment: broken)
            let run = try bench.run(["api-unresponsive", "--yes", "--run", first])
            #expect(run.code == 0, "\(run.errors)")
            #expect(try bench.pages.first?["payload"]?["custom_details"]?["Diagnosed"]?.text?.hasSuffix("run \(first)") == true)
            #expect(try bench.run(["high-latency", "--yes", "--run", first]).code == 66)
            #expect(try bench.run(["high-latency", "--yes", "--run", "nothing"]).code == 66)
        }
    }

    @Test(
        "Options that contradict each other are refused",
        arguments: [
            ["--acknowledge", "--resolve"], ["--resolve", "--via", "ticket"], ["--message", " "], ["--via", "pigeon"],
        ])
    func usage(options: [String]) throws {
        #expect(try Run(["escalate", "api-unresponsive"] + options).code == 64)
    }
}
