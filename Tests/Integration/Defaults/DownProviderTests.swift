import JSONKit
import TestSupport
import Testing

@testable import OpsCommands

/// A provider that the service calls down is made the routed one only by somebody who means it by name.
@Suite(.ownThread) struct DownProviderTests {
    private static let path = "lifeos/config/jarvis.json"
    private static let command = ["resolve", "provider-failures", "--provider", "openrouter", "--skip", "provider-failures/resolution.1"]

    @Test("A yes is not enough for one that is down; its name is, typed or given")
    func down() throws {
        try LocalDrill.with(PracticeSettings(scenario: .providersFailing)) { drill in
            let before = try drill.file(Self.path)
            let yes = try drill.run(Self.command + ["--yes"])
            #expect(yes.code == 77, "\(yes.output) \(yes.errors)")
            #expect(yes.errors.contains("--confirm openrouter"), "\(yes.errors)")
            let typo = try drill.atTerminal(Self.command, [.see("WHICH IS DOWN"), .see("Type openrouter to go on:"), .type("y\n")])
            #expect(typo.code == 77, "\(typo.shown)")
            #expect(try drill.file(Self.path) == before)
            let dry = try drill.run(Self.command + ["-n", "-o", "json"])
            let step = try #require(try dry.json()["steps"]?.array?.first { $0["id"]?.text == "provider-failures/resolution.2" })
            #expect(step["verdict"]?.text == "needs-confirmation" && step["confirm"]?.text == "openrouter", "\(step)")
            let named = try drill.run(Self.command + ["--yes", "--confirm", "openrouter"])
            #expect(try drill.file(Self.path) != before, "\(named.output) \(named.errors)")
        }
    }

    @Test("One that answers needs no more than a yes")
    func well() throws {
        try LocalDrill.with(PracticeSettings(scenario: .providersFailing, faultSize: 2)) { drill in
            let before = try drill.file(Self.path)
            let run = try drill.run([
                "resolve", "provider-failures", "--provider", "ollama", "--skip", "provider-failures/resolution.1", "--yes",
            ])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try drill.file(Self.path) != before)
        }
    }
}
