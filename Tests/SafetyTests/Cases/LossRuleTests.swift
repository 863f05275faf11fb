import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let nothingKept = Examples.facts { $0.capturable = [] }

private func shell(_ line: String, _ effect: Effect) -> Plan {
    Examples.steps("memory-leak", [("memory-leak/x", effect, .runbook(.shell(ShellAction(line: line, argv: nil))))])
}

/// Only what a step would really lose is asked for.
@Suite(.ownThread) struct LossRuleTests {
    @Test(
        "evidence-before-loss",
        arguments: [
            RuleCase("a directory goes", shell("rm -rf old", .destroy), nothingKept),
            RuleCase("code that nobody understood, where nothing can be kept", shell("./mend.sh", .unknown), nothingKept),
            RuleCase(
                "a container goes", shell("docker rm -f jarvis-api", .destroy), nothingKept,
                "it loses the container's log, which cannot be captured now"),
            RuleCase(
                "rate-limit keys go", shell("redis-cli -n 1 FLUSHDB; true", .destroy), nothingKept,
                "it loses the rate-limit keys, which cannot be captured now"),
            RuleCase(
                "a process goes", shell("pkill -9 -f jarvis", .destroy), nothingKept,
                "it loses the process's memory figures, which cannot be captured now"),
            RuleCase(
                "what can be kept is kept before code that nobody understood", shell("./mend.sh", .unknown),
                Examples.facts { $0.capturable = [.memory] }, "it loses the process's memory figures, which no earlier step keeps"),
        ])
    func cases(_ one: RuleCase) { one.check(.evidenceBeforeLoss) }

    @Test(
        "evidence-before-loss: commands of docker, by what they are and what they name",
        arguments: [
            ("docker exec jarvis-api sh -c true", Effect.unknown, Set(Loss.allCases), "log, which no earlier step keeps"),
            ("docker-compose run --rm api true", .unknown, Set(Loss.allCases), "log, which no earlier step keeps"),
            ("docker run --rm -v jarvis_redis:/data alpine true", .destroy, [], "log, which cannot be captured now"),
            ("docker volume inspect jarvis_redis", .destroy, [], "log, which cannot be captured now"),
            ("docker system prune -f", .destroy, [], "log, which cannot be captured now"),
            ("docker-compose down -v", .destroy, [.logs, .memory], "log, which no earlier step keeps"),
            ("docker-compose stop -t 5", .destroy, [.memory], "memory figures, which no earlier step keeps"),
            ("docker update --memory 6m jarvis-api", .destroy, [.memory], "memory figures, which no earlier step keeps"),
            ("docker-compose pull", .change, Set(Loss.allCases), nil), ("docker-compose start", .change, Set(Loss.allCases), nil),
            // A service may be called anything.
            ("docker-compose pull restart", .change, Set(Loss.allCases), nil),
        ] as [(String, Effect, Set<Loss>, String?)])
    func docker(line: String, effect: Effect, capturable: Set<Loss>, objection: String?) {
        let facts = Examples.facts { $0.capturable = capturable }
        let decision = Policy(rules: [.evidenceBeforeLoss]).decide(
            Examples.steps("memory-leak", [("memory-leak/x", effect, compose(line))]), facts)
        let said = decision.refusals.first?.objection?.because
        #expect(said == nil ? objection == nil : objection.map { said?.hasSuffix($0) == true } == true, "\(said ?? "nothing")")
    }

    @Test(
        "What stands in a volume goes with it",
        arguments: ["docker-compose down -v", "docker-compose down --volumes", "docker volume prune"]
    )
    func volumes(line: String) { #expect(compose(line).loses == Set(Loss.allCases)) }
}
