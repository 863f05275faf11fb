import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// `watch` against practice Jarvises, as a responder runs it.
@Suite(.ownThread) struct WatchTests {
    private func drill(_ scenario: [String], _ watch: [String], _ environment: [String: String] = [:]) throws -> Run {
        try Run(["drill"] + scenario + ["--", "jarvis-ops", "watch"] + watch, environment: environment)
    }

    /// Nothing of a Jarvis answers there.
    private static let nowhere = ["JARVIS_API_URL": "http://127.0.0.1:1", "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:1/0"]

    @Test("A fault that ends by itself ends the watch with 0, once it was clear as often as was asked")
    func ends() throws {
        try Fixture.with { fixture in
            let state = ["XDG_STATE_HOME": fixture.path("state")]
            let run = try drill(
                ["rate-limited", "--rate-limit-ttl", "3"],
                ["provider-failures", "--interval", "200ms", "--until-healthy", "2", "--for", "100s", "-o", "json"], state)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "watch")
            let document = try run.json()
            #expect(document["outcome"]?.text == "healthy")
            #expect(document["verdict"]?.text == "clear")
            #expect(document["verdicts"]?["clear"]?.int == 2)
            #expect(document["clear_in_a_row"]?.int == 2)
            #expect(document["turns"]?.array?.map { $0["verdict"]?.text } == ["confirmed", "clear"])
            let limit = try #require(document["measures"]?.array?.first { $0["id"]?.text == "rate-limit" })
            #expect((1...3000).contains(limit["max"]?.double ?? 0))
            #expect(limit["last"]?.double == 0)

            // One run in the journal, with the turns and the last look, however many looks there were.
            // The practice directory is gone by now: its runs go by their whole id.
            let id = document["run"]?.text ?? ""
            let shown = try Run(["runs", "show", id, "-o", "json"], environment: state)
            try Schema.check(shown.output, "run-record")
            let record = try shown.json()
            #expect(record["run"]?.text == document["run"]?.text)
            #expect(record["command"]?.text == "watch provider-failures")
            #expect(record["state"]?.text == "ended")
            #expect(record["verdicts"]?.array?.map { $0["verdict"]?.text } == ["clear"])
            #expect(record["other"]?.array?.map { $0["event"]?.text } == ["turned", "turned"])
            #expect(record["other"]?[1]?["body"]?["was"]?.text == "confirmed")
            #expect(record["probes"]?.array?.count == 4)
            #expect(document["audit"]?["rows"]?.int == 9)
            let text = try Run(["runs", "show", id], environment: state).output
            #expect(text.contains("Turns\n"))
            #expect(try Run(["audit", "verify"], environment: state).code == 0)
        }
    }

    @Test("Off a terminal each look is a line, the sum comes last, and 1 tells that the last look confirmed it")
    func timeOver() throws {
        let run = try drill(["api-5xx"], ["api-unresponsive", "--interval", "150ms", "--for", "1s"])
        #expect(run.code == 1, "\(run.errors)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.count >= 2)
        for line in lines.dropLast() {
            #expect(Timestamp(rfc3339: String(line.prefix(24))) != nil, "\(line)")
            #expect(line.dropFirst(24).hasPrefix("  confirmed  "), "\(line)")
        }
        #expect(lines.last?.hasPrefix("api-unresponsive is not healthy: confirmed at the last look, after ") == true)
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test("Clear, but not as often as was asked, is not known to be healthy: 2; so is what cannot be measured")
    func unknown() throws {
        let rare = try drill(
            ["healthy"], ["high-latency", "--interval", "100ms", "--for", "500ms", "--until-healthy", "1000", "-o", "json"])
        #expect(rare.code == 2)
        #expect(try rare.json()["verdict"]?.text == "clear")
        try Fixture.with { fixture in
            let blind = try Run(
                [
                    "watch", "memory-leak", "-C", fixture.directory, "--interval", "1ms", "--for", "300ms", "-o", "json", "--timeout",
                    "100ms",
                ],
                environment: Self.nowhere)
            #expect(blind.code == 2, "\(blind.output)")
            #expect(try blind.json()["outcome"]?.text == "time-over")
            #expect(try blind.json()["verdict"]?.text == "unknown")
        }
    }

    @Test("Looks begin an interval apart and never before the last one has ended", arguments: [("0", 300.0), ("0.4", 50.0)])
    func interval(delay: String, milliseconds: Double) throws {
        let run = try drill(
            ["slow", "--fault-size", delay],
            ["high-latency", "--interval", "\(Int(milliseconds))ms", "--until-healthy", "4", "-o", "jsonl"])
        #expect(run.code == 0, "\(run.output)")
        let events = try run.output.split(separator: "\n").map { try JSONReader().read(String($0)) }
        let looks = events.dropLast()
        #expect(looks.allSatisfy { $0["type"]?.text == "ops.jarvis.watch.look.v1" && $0["subject"]?.text == "high-latency" })
        #expect(looks.map { $0["data"]?["look"]?.int } == [1, 2, 3, 4])
        #expect(Set(events.map { $0["id"]?.text }).count == 5)
        #expect(events.last?["type"]?.text == "ops.jarvis.watch.v1")
        let times = try looks.map { event in
            (
                start: Double(try #require(Timestamp(rfc3339: event["data"]?["started_at"]?.text ?? "")).milliseconds),
                length: try #require(event["data"]?["duration_ms"]?.double)
            )
        }
        for (before, after) in zip(times, times.dropFirst()) {
            // Times are whole milliseconds, and a look's own begin a little after its turn came.
            #expect(after.start - before.start >= milliseconds * 0.8)
            #expect(after.start - before.start >= before.length - 2)
        }
    }

    @Test(
        "A signal ends it with a last word and the signal's code, also in JSON",
        arguments: [(SIGINT, "text"), (SIGTERM, "json"), (SIGHUP, "text")])
    func signals(number: Int32, output: String) throws {
        try Fixture.with { fixture in
            let file = fixture.path("m.prom")
            let child = try ChildProcess(
                [
                    Checkout.program, "watch", "api-unresponsive", "-C", fixture.directory, "--interval", "50ms", "-o", output, "--metrics",
                    file,
                ],
                output: fixture.path("out"), environment: Self.nowhere.merging(["XDG_STATE_HOME": fixture.path("state")]) { $1 })
            defer { child.stop() }
            try waitUntil("it has looked") {
                (try? Files.read(file)).map { String(decoding: $0, as: UTF8.self).contains("last_run") } == true || !child.isRunning
            }
            child.signal(number)
            #expect(try child.wait() == 128 + number)
            if output == "json" {
                try Schema.check(child.output, "watch")
                #expect(try JSONReader().read(child.output)["outcome"]?.text == "interrupted")
            } else {
                let last = child.output.split(separator: "\n").first { $0.hasPrefix("stopped: ") }
                #expect(last?.hasPrefix("stopped: api-unresponsive confirmed at the last look, after ") == true, "\(child.output)")
            }
            let runs = try Run(["runs", "-C", fixture.directory, "-o", "json"], environment: ["XDG_STATE_HOME": fixture.path("state")])
                .json()
            #expect(runs["runs"]?[0]?["exit_code"]?.int == Int(128 + number))
        }
    }

    @Test("A dry run looks, and leaves neither a metrics file nor a run")
    func dryRun() throws {
        try Fixture.with { fixture in
            let run = try drill(
                ["healthy"],
                ["high-latency", "-n", "--until-healthy", "1", "--metrics", fixture.path("m.prom"), "-o", "json"],
                ["XDG_STATE_HOME": fixture.path("state")])
            #expect(run.code == 0)
            try Schema.check(run.output, "watch")
            #expect(try run.json()["audit"] == .null)
            #expect(try run.json()["metrics"] == .null)
            #expect(try Files.list(fixture.directory).filter { $0 == "state" || $0.contains("prom") } == [])
        }
    }

    @Test("Without a journal it watches on, and says so once")
    func withoutJournal() throws {
        try Fixture.with { fixture in
            let run = try drill(
                ["healthy"], ["high-latency", "--interval", "50ms", "--until-healthy", "3"],
                ["XDG_STATE_HOME": try fixture.write("", to: "file") + "/x"])
            #expect(run.code == 0)
            #expect(run.errors.components(of: "not recorded") == 1, "\(run.errors)")
        }
    }

    @Test(
        "Misuse is refused before anything is looked at",
        arguments: [
            (["nothing"], 64), (["high-latency", "--until-healthy", "0"], 64), (["high-latency", "--interval", "soon"], 64),
            (["high-latency", "--for", "0"], 64), (["high-latency", "-o", "sarif"], 64), (["high-latency", "mesh"], 64), ([], 64),
            (["high-latency", "--runbook", "/nowhere.md"], 66),
        ] as [([String], Int32)])
    func misuse(arguments: [String], code: Int32) throws {
        #expect(try Run(["watch"] + arguments, environment: Self.nowhere).code == code)
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
