import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let fixed = Examples.facts {
    $0.capturable = []
    $0.service.oneInstance = "its port is fixed"
}

private func scale(_ words: String) -> Plan {
    Examples.steps("api-unresponsive", [("api-unresponsive/x", .change, compose(words))])
}

@Suite(.ownThread) struct ScaleRuleTests {
    @Test(
        "one-instance",
        arguments: [
            RuleCase(
                "three where one can run", scale("docker-compose up -d --scale api=3"), fixed,
                "a second container cannot run: its port is fixed"),
            RuleCase(
                "written in one word", scale("docker-compose up -d --scale=api=3"), fixed,
                "a second container cannot run: its port is fixed"),
            RuleCase(
                "by the older command", scale("docker-compose scale api=2"), fixed, "a second container cannot run: its port is fixed"),
            RuleCase(
                "a number that nobody can read", scale("docker-compose scale api=many"), fixed,
                "a second container cannot run: its port is fixed"),
            RuleCase("one", scale("docker-compose up -d --scale api=1"), fixed),
            RuleCase("none is another rule's business", scale("docker-compose up -d --scale api=0"), fixed),
            RuleCase("a plain up", scale("docker-compose up -d"), fixed),
            RuleCase(
                "three where nothing is fixed", scale("docker-compose up -d --scale api=3"), Examples.facts { $0.capturable = [] },
                "several processes would write the same SQLite file"),
        ])
    func cases(_ one: RuleCase) { one.check(.oneInstance) }

    @Test("Where three could run, the step's name is wanted and a yes is not enough")
    func confirmation() {
        let plan = scale("docker-compose up -d --scale api=3")
        let decision = Policy(rules: [.oneInstance]).decide(plan, Examples.facts { $0.capturable = [] })
        #expect(decision.demands == [.confirmation("api-unresponsive/x")])
        #expect(!decision.isRefused)
    }

    @Test("A restore is let through by what an earlier part of the run has saved, and by nothing else")
    func kept() {
        let plan = Examples.steps("database-corruption", [("x", .destroy, .restoreDatabase(from: "a.db", sha256: "b"))])
        let rule = Policy(rules: [.backupBeforeRestore])
        #expect(rule.decide(plan, Examples.facts { $0.kept = [.memory, .rateLimits] }).isRefused)
        #expect(!rule.decide(plan, Examples.facts { $0.kept = [.database] }).isRefused)
    }
}
