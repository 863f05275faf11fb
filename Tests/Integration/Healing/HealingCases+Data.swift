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
        approvals: ["--confirm", "mesh"], declining: [.see("Type mesh"), .type("yes\n")], moment: .replacing(".env", number: 2),
        again: ["--confirm", "mesh/rollback.1b"], alive: ["data/mesh"], starts: nil)

    private static let backlog = HealingCase(
        name: "mesh-backlog", settings: PracticeSettings(scenario: .meshBacklog), command: ["resolve", "mesh"], approvals: ["--yes"],
        declining: [.see("[y/N]"), .type("n\n")], moment: .writing("data/mesh/outbox.jsonl", number: 3))

    private static let poisoned = HealingCase(
        name: "mesh-poisoned", settings: PracticeSettings(scenario: .meshPoisoned), command: ["resolve", "mesh"], approvals: ["--yes"],
        declining: [.see("[y/N]"), .type("\n")], moment: .writing("data/mesh/outbox.jsonl", number: 3), code: 1)

    private static let natsDown = HealingCase(
        name: "mesh-nats-down", settings: PracticeSettings(scenario: .meshNATSDown), command: ["resolve", "mesh"],
        approvals: ["--yes"], declining: [.see("[y/N]"), .type("n\n")], moment: .diagnosed)

    private static let stale = HealingCase(
        name: "mesh-stale", settings: PracticeSettings(scenario: .meshStale), command: ["resolve", "mesh", "--reseal"],
        approvals: ["--yes", "--confirm", "reseal"], declining: [.see("[y/N]"), .type("n\n")],
        moment: .writing("data/mesh/outbox.jsonl", number: 3))
}
