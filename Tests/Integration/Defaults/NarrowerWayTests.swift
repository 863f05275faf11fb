import JSONKit
import TestSupport
import Testing

@testable import OpsCommands

/// Emptying Redis: nothing that is typed by accident takes all keys, and a pattern takes what it was seen to match.
@Suite(.ownThread) struct NarrowerWayTests {
    private static let options = ["resolve", "high-latency", "--skip", "high-latency/resolution.1"]
    private static let question = "A pattern, or FLUSHDB for all keys; Enter leaves the step out:"

    private func with(_ body: (LocalDrill) throws -> Void) throws {
        try LocalDrill.with(PracticeSettings(scenario: .slow), body)
    }

    @Test(
        "Enter, end of input, a yes and a slip of the finger leave every key where it is",
        arguments: [["\n"], ["\u{4}"], ["y\n", "yes\n", "flushdb\n"], ["*\n", "ratelimit:*\n", "cach:*\n"]])
    func nothing(answers: [String]) throws {
        try with { drill in
            let before = try drill.keys()
            let run = try drill.atTerminal(Self.options, answers.flatMap { [.see(Self.question), .type($0)] })
            #expect(run.code == 77, "\(run.shown)")
            #expect(run.shown.contains("FLUSHDB removes all \(before.count) keys at redis://127.0.0.1:"), "\(run.shown)")
            #expect(run.shown.contains("cache:"), "no example: \(run.shown)")
            #expect(try drill.keys() == before)
            if answers.count > 1 { #expect(run.shown.contains("Refused: "), "\(run.shown)") }
            if answers.contains("cach:*\n") { #expect(run.shown.contains("none of \(before.count) keys"), "\(run.shown)") }
        }
    }

    @Test("A pattern is shown with its count and examples before its name is wanted, and takes only what matches")
    func pattern() throws {
        try with { drill in
            let before = try drill.keys()
            let cached = before.filter { $0.hasPrefix("cache:") }
            let run = try drill.atTerminal(
                Self.options,
                [
                    .see(Self.question), .type("cache:*\n"), .see("\(cached.count) of \(before.count) keys"),
                    .see("Type high-latency/resolution.2 to go on:"), .type("high-latency/resolution.2\n"),
                ])
            #expect(
                run.shown.contains("\(cached.count) of \(before.count) keys: \(cached[0]), \(cached[1]), \(cached[2]), …"), "\(run.shown)")
            #expect(run.shown.contains("--scan --pattern 'cache:*'"), "\(run.shown)")
            #expect(try drill.keys() == before.filter { !$0.hasPrefix("cache:") })
        }
    }

    @Test("FLUSHDB itself is typed in full, and then the step's name")
    func all() throws {
        try with { drill in
            let before = try drill.keys()
            let declined = try drill.atTerminal(
                Self.options, [.see(Self.question), .type("FLUSHDB\n"), .see("Type high-latency/resolution.2"), .type("\n")])
            #expect(declined.code == 77, "\(declined.shown)")
            #expect(declined.shown.contains("all \(before.count) keys"))
            #expect(try drill.keys() == before)
            let run = try drill.atTerminal(
                Self.options,
                [
                    .see(Self.question), .type("FLUSHDB\n"), .see("Type high-latency/resolution.2"),
                    .type("high-latency/resolution.2\n"),
                ])
            #expect(try drill.keys() == [], "\(run.shown)")
        }
    }

    @Test(
        "An option that matches no key, or too much, is refused before anybody is asked, and what is there can be seen",
        arguments: ["cach:*", "*", "ratelimit:*"])
    func option(pattern: String) throws {
        try with { drill in
            let before = try drill.keys()
            for more in [[], ["-n"]] {
                let run = try drill.run(Self.options + ["--unlink", pattern, "--confirm", "high-latency/resolution.2"] + more)
                #expect(run.code == 77, "\(run.output) \(run.errors)")
                if pattern == "cach:*" {
                    #expect(run.errors.contains("none of \(before.count) keys") && run.errors.contains("redis-cli -u"), "\(run.errors)")
                }
            }
            #expect(try drill.keys() == before)
        }
    }

    @Test("A dry run tells how many keys would go, and of which server; a key's name that looks like a secret is masked")
    func dry() throws {
        try with { drill in
            try drill.redis(["SET", "aaa:sk-ant-REDACTED", "1"])
            let count = try drill.keys().count
            let run = try drill.run(Self.options + ["-n", "-o", "json"])
            try Schema.check(run.output, "plan")
            let document = try run.json()
            #expect(document["jarvis"]?["directory"]?.text == drill.home && document["jarvis"]?["environment"]?.text == "production")
            let steps = document["steps"]?.array ?? []
            let step = try #require(steps.first { $0["id"]?.text == "high-latency/resolution.2" })
            #expect(step["title"]?.text?.contains("FLUSHDB removes all \(count) keys") == true, "\(step)")
            let runs = (step["runs"]?.array ?? []).compactMap(\.text)
            #expect(
                runs.first?.hasPrefix("$ redis-cli -u redis://127.0.0.1:") == true && runs.first?.hasSuffix(" FLUSHDB") == true, "\(runs)")
            #expect(!run.output.contains("sk-ant-api03-AAAA"), "\(run.output)")
        }
    }
}
