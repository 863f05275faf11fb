import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// Every drill from its fault to health, in containers of a real Docker engine: declined, killed in the middle, resumed.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct HealingTests {
    @Test("A restart heals it", arguments: apiCases)
    func api(_ test: HealingCase) throws { try heal(test) }

    @Test("Another provider, a wait or a restart heals it", arguments: serviceCases)
    func service(_ test: HealingCase) throws { try heal(test) }

    @Test("A sound backup heals it", arguments: databaseCases)
    func database(_ test: HealingCase) throws { try heal(test) }

    @Test("What waits is sent, or the mesh is left alone", arguments: meshCases)
    func mesh(_ test: HealingCase) throws { try heal(test) }

    /// Declined it changes nothing; killed in the middle it is resumed and does nothing twice; then all is well.
    private func heal(_ test: HealingCase) throws {
        try HealingDrill.with(test.settings) { drill in
            try decline(test, drill)
            try test.before(drill)
            let run = try drill.kill(test.command + test.approvals, at: test.moment)
            try resume(run, test, drill)
            try expectHealth(test, drill)
        }
    }

    @Test("Every scenario with a fault is among them")
    func complete() {
        #expect(Set(Self.cases.map(\.settings.scenario)) == Set(Scenario.allCases).subtracting([.healthy]))
    }

    static let cases = apiCases + serviceCases + databaseCases + meshCases

    /// Off a terminal nobody says yes, and at one somebody says no to everything.
    private func decline(_ test: HealingCase, _ drill: HealingDrill) throws {
        let before = try drill.snapshot(without: test.alive)
        let alone = try drill.run(test.command + test.declinedOptions)
        #expect(alone.code == test.declinedCode, "\(alone.output) \(alone.errors)")
        for option in pairs(test.named ?? test.approvals) { #expect(alone.errors.contains(option), "\(option): \(alone.errors)") }
        let declined = try drill.atTerminal(test.command + test.declinedOptions, test.declining)
        #expect(declined.code == test.declinedCode, "\(declined.shown)")
        let after = try drill.snapshot(without: test.alive)
        for (name, value) in before where after[name] != value { Issue.record("\(name) changed: \(value) → \(after[name] ?? "gone")") }
        #expect(Set(after.keys) == Set(before.keys))
        #expect(try drill.lastChange()?.steps.contains { $0.state == "done" } != true)
    }

    private func resume(_ run: String, _ test: HealingCase, _ drill: HealingDrill) throws {
        #expect(try drill.lastChange()?.id == run)
        let resumed = try drill.run(["runs", "resume", "last", "-o", "json"] + test.approvals + test.again)
        #expect(resumed.code == test.code, "\(resumed.output) \(resumed.errors)")
        try Schema.check(resumed.output, "run")
        #expect(try resumed.json()["run"]?.text == run)
        let steps = try drill.steps(of: run)
        for done in Set(steps.filter { $0.hasSuffix(" done") }) {
            #expect(steps.count { $0 == done } == 1, "\(done) twice: \(steps)")
        }
        try test.after(drill, HealingCase.RunSeen(id: run, result: resumed, steps: steps))
    }

    private func expectHealth(_ test: HealingCase, _ drill: HealingDrill) throws {
        let diagnosis = try drill.run(["diagnose", test.incident])
        #expect(diagnosis.code == test.diagnosis, "\(diagnosis.output) \(diagnosis.errors)")
        try drill.expectWholeJournal()
        let steps = try drill.lastChange().map { try drill.steps(of: $0.id) } ?? []
        let again = try drill.run(test.last ?? test.command)
        #expect(again.code == 0, "\(again.output) \(again.errors)")
        let later = try drill.lastChange().map { try drill.steps(of: $0.id) } ?? []
        #expect(later == steps || !later.contains { $0.hasSuffix("intended") }, "\(later)")
        if let starts = test.starts { #expect(try drill.starts == starts) }
    }

    /// Options with their values: `--confirm mesh`.
    private func pairs(_ options: [String]) -> [String] {
        options.indices.filter { options[$0].hasPrefix("--") }.map { index in
            let rest = options[(index + 1)...].prefix { !$0.hasPrefix("--") }
            return ([options[index]] + rest).joined(separator: " ")
        }
    }
}
