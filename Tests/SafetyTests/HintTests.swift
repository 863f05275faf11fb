import Planning
import TestSupport
import Testing

@testable import Safety

/// A refusal that does not say what to do leaves people at night with a closed door.
@Suite(.ownThread) struct HintTests {
    /// Commands, or what only people can do.
    private static let doing = [
        "jarvis-ops ", "docker-compose ", "docker stats", "redis-cli ", "sqlite3 ", "JARVIS_OPS_STATE=", "COMPOSE_PROJECT_NAME=",
        "Speak to",
        "Take away the load",
    ]

    @Test("Whatever any rule refuses, among all facts of the small worlds, it says what to do instead", arguments: SafetyRule.all.map(\.id))
    func hints(id: String) throws {
        let rule = try #require(SafetyRule.all.first { $0.id == id })
        var found: [Objection] = Self.objections(rule, rule.refused.plan, rule.refused.facts)
        for world in Self.worlds {
            for command in Command.flags + Command.others { found += Self.objections(rule, command.plan(world), world) }
        }
        #expect(!found.isEmpty)
        for objection in Set(found) where objection.demand == .refuses {
            let hint = objection.hint ?? ""
            #expect(Self.doing.contains(where: hint.contains), "\(objection.because) → \(hint)")
        }
    }

    private static func objections(_ rule: SafetyRule, _ plan: Plan, _ facts: Facts) -> [Objection] {
        Policy(rules: [rule]).decide(plan, facts).steps.flatMap(\.judgements).compactMap(\.objection)
    }

    /// Each world that the proof begins in, and what one move makes of it.
    private static let worlds: [Facts] = SmallWorlds.all.flatMap { worlds in
        worlds.first.flatMap { first in ([first] + worlds.moves.map { first.with($0.apply) }).map(\.seen.facts) }
    }
}
