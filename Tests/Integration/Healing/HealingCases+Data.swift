import Configuration
import JSONKit
import Testing

@testable import OpsCommands

extension HealingTests {
    static let databaseCases = [Scenario.databaseCorrupt, .databaseUnreadable].map { scenario in
        HealingCase(
            name: scenario.rawValue, settings: PracticeSettings(scenario: scenario), command: ["resolve", "database-corruption"],
            approvals: ["--yes", "--confirm", "database-corruption/resolution.1", "--confirm", "database-corruption/resolution.4"],
            declining: [.see("Type database-corruption/resolution.1"), .type("yes\n"), .see("[y/N]"), .type("n\n")],
            moment: .journal("database-corruption/resolution.1 done"), starts: 2)
    }

    static let meshCases = [degraded, backlog, poisoned, natsDown, stale]

    private static let degraded = HealingCase(
        name: "mesh-degraded", settings: PracticeSettings(scenario: .meshDegraded), command: ["rollback", "mesh", "--tag", "stable"],
        approvals: ["--confirm", "mesh"], declining: [.see("Type mesh"), .type("yes\n")], moment: .replacing(in: "", number: 3),
        again: ["--confirm", "mesh/rollback.1b"], alive: ["data/mesh"], starts: 2, diagnosis: 1,
        after: { drill, run in try expectMeshless(drill, run) })

    private static let backlog = HealingCase(
        name: "mesh-backlog", settings: PracticeSettings(scenario: .meshBacklog), command: ["resolve", "mesh"], approvals: ["--yes"],
        declining: [.see("[y/N]"), .type("n\n")], moment: .writing("data/mesh/outbox.jsonl", number: 3),
        after: { drill, _ in try expectReceived(20, drill) })

    private static let poisoned = HealingCase(
        name: "mesh-poisoned", settings: PracticeSettings(scenario: .meshPoisoned), command: ["resolve", "mesh"], approvals: ["--yes"],
        declining: [.see("[y/N]"), .type("\n")], moment: .writing("data/mesh/outbox.jsonl", number: 3), code: 1,
        after: { drill, run in try acknowledge(drill, run) })

    private static let natsDown = HealingCase(
        name: "mesh-nats-down", settings: PracticeSettings(scenario: .meshNATSDown), command: ["resolve", "mesh"],
        approvals: ["--yes", "--confirm", "mesh/disable"], declining: [.see("[y/N]"), .type("n\n")], named: ["--yes"],
        moment: .replacing(in: "", number: 3), again: ["--confirm", "mesh/disable.sync"], starts: 2, diagnosis: 1,
        last: ["rollback", "mesh", "--tag", "latest"],
        after: { drill, _ in try expectFlagsOff(drill) })

    private static let stale = HealingCase(
        name: "mesh-stale", settings: PracticeSettings(scenario: .meshStale), command: ["resolve", "mesh", "--reseal"],
        approvals: ["--confirm", "reseal"], declining: [.see("Type reseal"), .type("yes\n")],
        moment: .writing("data/mesh/outbox.jsonl", number: 3),
        after: { drill, _ in try expectReceived(10, drill, sealedAnew: true) })

    /// The service runs without the mesh, from the other image, and nothing was lost on the way.
    private static func expectMeshless(_ drill: HealingDrill, _ run: HealingCase.RunSeen) throws {
        try expectFlagsOff(drill)
        #expect(try drill.dotEnv()["JARVIS_IMAGE_TAG"] == "stable")
        let containers = try drill.containers()
        #expect(containers.contains(" running ") && containers.contains("jarvis-practice:stable"))
        let steps = try run.result.json()["steps"]?.array ?? []
        for id in ["flags", "writes", "report"] {
            #expect(steps.first { $0["id"]?.text == "mesh/rollback.4.\(id)" }?["state"]?.text == "done", "\(run.result.output)")
        }
    }

    /// - Parameter sealedAnew: one that was in flight when the sender was killed is sealed and sent once more then: another envelope, of
    ///   the same id, by which whoever receives it knows it.
    private static func expectReceived(_ count: Int, _ drill: HealingDrill, sealedAnew: Bool = false) throws {
        let received = try drill.received
        #expect(Set(received).count == count)
        if !sealedAnew { #expect(received.count == count) }
    }

    private static func expectFlagsOff(_ drill: HealingDrill) throws {
        let dotEnv = try drill.dotEnv()
        #expect(dotEnv["JARVIS_USE_MESH_SYNC"] == "0" && dotEnv["JARVIS_USE_MESH_ATTEST"] == "0")
    }

    /// What is invalid is a person's matter: it was not sent, it is looked at, and that is said.
    private static func acknowledge(_ drill: HealingDrill, _ run: HealingCase.RunSeen) throws {
        try expectReceived(6, drill)
        let status = try drill.run(["mesh", "status", "-o", "json"]).json()
        let invalid = (status["invalid_events"]?.array ?? []).compactMap { $0["event_id"]?.text ?? $0.text }
        #expect(invalid.count == 4, "\(status)")
        for event in invalid {
            let seen = try drill.run(["mesh", "acknowledge", event, "--reason", "a drill"])
            #expect(seen.code == 0, "\(seen.output) \(seen.errors)")
        }
    }
}
