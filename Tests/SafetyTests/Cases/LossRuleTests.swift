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
}
