import Glibc
import JSONKit
import Journal
import TestSupport
import Testing

@testable import OpsCommands

/// What a resolution does when nothing heals, when somebody sits at the terminal, and when somebody else is at work.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct ResolveTests {
    private static let command = ["resolve", "api-unresponsive", "--yes"]

    @Test("A restart that does not help is followed by a look at the database and by scaling, which is refused with its reason")
    func unhealed() throws {
        try HealingDrill.with(PracticeSettings(scenario: .apiErrors)) { drill in
            let before = try drill.snapshot()
            let dry = try drill.run(["resolve", "api-unresponsive", "-n", "-o", "json"])
            #expect(dry.code == 77, "\(dry.output) \(dry.errors)")
            try Schema.check(dry.output, "plan")
            let planned = try (dry.json()["steps"]?.array ?? []).filter { $0["id"]?.text?.hasPrefix("capture/") == false }
            #expect(planned.map { $0["verdict"]?.text } == ["needs-approval", "allowed", "refused"])
            let wrong = try drill.run(["resolve", "api-unresponsive", "--skip", "api-unresponsive/resolution.9", "-o", "json"])
            #expect(wrong.code == 64 && wrong.output.contains("unknown-step"), "\(wrong.output)")
            #expect(try drill.snapshot() == before)

            try expectLocked(drill)

            let run = try drill.run(Self.command + ["-o", "json"])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let document = try run.json()
            let steps = (document["steps"]?.array ?? []).filter { $0["id"]?.text?.hasPrefix("capture/") == false }
            #expect(steps.map { $0["id"]?.text } == (1...3).map { "api-unresponsive/resolution.\($0)" })
            #expect(steps.map { $0["state"]?.text } == ["done", "done", "not-run"], "\(run.output)")
            #expect(steps.last?["because"]?.text?.hasPrefix("refused by rule one-instance") == true, "\(run.output)")
            #expect(document["verdict"]?.text == "confirmed")
            #expect(document["healed_by"]?.isNull == true)
            #expect(try drill.starts == 3)
            try drill.expectWholeJournal()
        }
    }

    /// While one resolves, another is told so and changes nothing; the first gets to its end.
    private func expectLocked(_ drill: HealingDrill) throws {
        let first = try ChildProcess(
            [Checkout.program] + Self.command, output: drill.fixture.path("first"), environment: drill.environment)
        defer { first.stop() }
        try waitUntil("the first restarts the service", seconds: 120) {
            guard first.isRunning else { throw TestSupportError("it ended: \(first.output)") }
            return (try? drill.lastChange().map { try drill.steps(of: $0.id).contains("api-unresponsive/resolution.1 intended") }) == true
        }
        first.signal(SIGSTOP)
        let second = try drill.run(Self.command)
        #expect(second.code == 75, "\(second.output) \(second.errors)")
        first.signal(SIGCONT)
        #expect(try first.wait(seconds: 120) == 77, "\(first.output)")
        #expect(try drill.starts == 2)
    }

    @Test("When every provider fails there is no other one: that is said, and nothing is claimed")
    func noProvider() throws {
        try HealingDrill.with(PracticeSettings(scenario: .providersFailing)) { drill in
            let before = try drill.snapshot()
            let run = try drill.run(["resolve", "provider-failures", "--yes", "-o", "json"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            #expect(run.output.contains("every other provider is unwell"), "\(run.output)")
            #expect(try drill.snapshot() == before)
        }
    }

    @Test("At a terminal a restart is approved, and the deployment that the program cannot do is a person's word with its reason")
    func asked() throws {
        try HealingDrill.with(PracticeSettings(scenario: .leaking, healAfterStarts: 1)) { drill in
            let run = try drill.atTerminal(
                ["resolve", "memory-leak", "--skip", "memory-leak/resolution.1", "--reason", "no monitor here"],
                [
                    .see("[y/N]"), .type("y\n"), .see("is yours"), .type("yes\n"), .see("is yours"), .type("s\n"), .see("Why?"),
                    .type("the fix is in review\n"),
                ])
            #expect(run.code == 0, "\(run.shown)")
            let shown = try drill.run(["runs", "show", "last", "-o", "json"])
            try Schema.check(shown.output, "run-record")
            let steps = try shown.json()["steps"]?.array ?? []
            let deploy = try #require(steps.first { $0["id"]?.text == "memory-leak/resolution.3" })
            #expect(deploy["state"]?.text == "skipped" && deploy["because"]?.text?.contains("the fix is in review") == true, "\(deploy)")
            #expect(deploy["history"]?.array?.last?["body"]?["by"]?["person"]?.bool == true)
            let monitor = try #require(steps.first { $0["id"]?.text == "memory-leak/resolution.1" })
            #expect(monitor["because"]?.text == "left out: no monitor here")
        }
    }
}
