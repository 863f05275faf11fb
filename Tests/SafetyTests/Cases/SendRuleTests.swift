import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private func said(_ why: String) -> String { "sync is off, and in production nothing is sent then: \(why)" }

private func smoke(_ covered: Set<MeshFlag>, passed: Bool = true) -> SmokeFacts {
    SmokeFacts(passed: passed, ageMilliseconds: 1000, covered: covered, isOfThisConfiguration: true)
}

private func sending(_ title: String, _ facts: Facts, _ objection: String? = nil) -> RuleCase {
    RuleCase(title, "mesh", [(.change, .send(event: "e1"))], facts, objection)
}

/// In production an event is sent with sync on, or after smoke checks that would let it go on.
@Suite(.ownThread) struct SendRuleTests {
    @Test(
        "flags-off-unless-smoke: sending",
        arguments: [
            sending("sync runs", Examples.facts(sync: true)),
            sending(
                "nobody knows what runs, and `.env` says on", Examples.facts(sync: true) { $0.flags.sync.running = nil },
                "whether the service runs with sync cannot be seen, and in production nothing is sent then: there are no smoke checks"),
            sending(
                "… and sync was checked",
                Examples.facts(sync: true) {
                    $0.flags.sync.running = nil
                    $0.smoke = smoke([.sync])
                }),
            sending("sync is off", Examples.facts(), said("there are no smoke checks")),
            sending(
                "`.env` says on, and the service runs without it", Examples.facts(sync: true) { $0.flags.sync.running = false },
                said("there are no smoke checks")),
            sending("sync was checked", Examples.facts { $0.smoke = smoke([.sync]) }),
            sending(
                "only attestation was checked", Examples.facts { $0.smoke = smoke([.attestation]) },
                said("the smoke checks did not cover sync")),
            sending(
                "the checks failed", Examples.facts { $0.smoke = smoke([.sync], passed: false) }, said("the smoke checks failed")),
            sending("staging", Examples.facts { $0.deployment = .staging }),
            sending("development", Examples.facts { $0.deployment = .development }),
        ])
    func rule(_ entry: RuleCase) { entry.check(.flagsOffUnlessSmoke) }

    @Test("A record that an event is invalid is written whatever the flags say")
    func quarantine() {
        RuleCase("quarantine", "mesh", [(.change, .quarantine(event: "e1", reason: "hash_mismatch"))]).check(.flagsOffUnlessSmoke)
    }
}
