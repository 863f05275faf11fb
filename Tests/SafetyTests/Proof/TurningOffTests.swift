import Mesh
import Planning
import TestSupport
import Testing

@testable import Safety

/// Turning something off is never refused because something is unknown: it goes on, with the flag pinned off in the new container.
@Suite(.ownThread) struct TurningOffTests {
    /// What may be unknown, each by itself and all of them together.
    private static let unknowns: [@Sendable (inout Facts) -> Void] = [
        { $0.service.newContainer = .unknown("docker-compose is not installed") },
        {
            $0.flags.sync.running = nil
            $0.flags.attestation.running = nil
        },
        {
            for flag in MeshFlag.allCases { $0.flags[flag].fileValue = "${X:-1}" }
        },
        {
            for flag in MeshFlag.allCases { $0.flags[flag].fileValue = nil }
        },
        { $0.memoryWrites = .unknown("nobody looked") },
        { $0.capturable = [] },
        { $0.outbox.unreadable = "permission denied" },
        { $0.containers = .unknown("docker ps failed") },
        { $0.service.engineAnswers = false },
        { $0.service.composeService = nil },
        { $0.service.meshDiffers = true },
    ]

    /// A Jarvis whose flags are known but for what one of the above takes away.
    private static let known: [(name: String, facts: Facts, commands: [Goal])] = [
        ("both on", Examples.bothOn, [.attest, .all, .rollback]),
        ("sync on", Examples.facts(sync: true), Goal.allCases),
        ("both off", Examples.facts(), Goal.allCases),
        ("both on, memory writes fail", Examples.bothOn.with { $0.memoryWrites = .failing("no row for a minute") }, [.all, .rollback]),
    ]

    private enum Goal: String, CaseIterable {
        case sync = "mesh disable sync"
        case attest = "mesh disable attest"
        case all = "mesh disable all"
        case rollback = "rollback mesh"

        var flags: Set<MeshFlag> {
            switch self {
            case .sync: [.sync]
            case .attest: [.attestation]
            case .all, .rollback: [.sync, .attestation]
            }
        }

        func plan(_ facts: Facts) -> Plan {
            self == .rollback ? RollbackPlanner.plan([], facts) : FlagPlanner.plan(FlagGoal(flags, isOn: false), facts)
        }
    }

    @Test("Whatever is unknown, turning off goes on: written, pinned, and in no container attestation without sync")
    func everyUnknown() {
        var decided = 0
        var faults: [String] = []
        for (name, facts, goals) in Self.known {
            for set in 0..<(1 << Self.unknowns.count) {
                let facts = Self.unknowns.enumerated().reduce(into: facts) { if set >> $1.offset & 1 == 1 { $1.element(&$0) } }
                for goal in goals {
                    // Attestation that is known to be on goes off before sync.
                    if goal == .sync, facts.flags.attestation.mayBeOn { continue }
                    let plan = goal.plan(facts)
                    let decision = Policy().decide(plan, facts)
                    decided += 1
                    let what = "\(goal.rawValue), \(name), unknown: \(String(set, radix: 2))"
                    if decision.isRefused { faults.append("\(what): \(decision.refusals)") }
                    if let fault = Self.fault(plan, goal, facts) { faults.append("\(what): \(fault)") }
                }
            }
        }
        #expect(decided > 10_000)
        #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(5))")
    }

    /// What is missing for the flags to be off afterwards; nil when nothing is.
    private static func fault(_ plan: Plan, _ goal: Goal, _ facts: Facts) -> String? {
        for flag in goal.flags {
            guard let written = plan.changes.compactMap({ $0.change?.operation.flagChange }).last(where: { $0.flag == flag }) else {
                return "\(flag.variable) is not written"
            }
            if written.isOn { return "\(flag.variable) is written on" }
        }
        for operation in plan.changes.compactMap({ $0.change?.operation }) {
            switch operation {
            case .recreate(_, let pinned, _), .bringUp(_, let pinned, _):
                if !goal.flags.isSubset(of: pinned) { return "the new container is not kept from them" }
                if pinned.contains(.sync), !pinned.contains(.attestation), facts.newContainerRuns(.attestation) != false {
                    return "attestation may run without sync"
                }
            default: break
            }
        }
        return nil
    }

    @Test("Only the lock, a journal that does not work, and containers that are another's stop it: by their own rules, and no other's")
    func known() {
        let facts = [
            ("one-responder", Examples.bothOn.with { $0.lock = .unknown("the lock file cannot be read") }),
            ("one-responder", Examples.bothOn.with { $0.lock = .held(by: "ada on web-1") }),
            ("no-journal-no-change", Examples.bothOn.with { $0.journal = .failing("no space left on device") }),
            ("own-containers", Examples.bothOn.with { $0.containers = .another(theirs: "/srv/copy/jarvis", ours: "/srv/jarvis") }),
        ]
        for (rule, facts) in facts {
            for goal in [Goal.attest, .all, .rollback] {
                #expect(Policy().decide(goal.plan(facts), facts).refusals.map(\.rule) == [rule])
            }
        }
    }

    @Test("A rule that took what is unknown for dangerous would be caught", arguments: ["new container", "memory writes", "owner"])
    func canFail(what: String) {
        let strict = SafetyRule.all.map { rule in
            rule.judging { judged in
                let isUnknown =
                    switch what {
                    case "new container": if case .unknown = judged.facts.service.newContainer { true } else { false }
                    case "memory writes": if case .unknown = judged.facts.memoryWrites { true } else { false }
                    default: if case .unknown = judged.facts.containers { true } else { false }
                    }
                return isUnknown ? Objection("unknown") : rule.judge(judged)
            }
        }
        let caught = Self.unknowns.contains { unknown in
            let facts = Examples.bothOn.with(unknown)
            return Policy(rules: strict).decide(Goal.all.plan(facts), facts).isRefused
        }
        #expect(caught)
    }
}

extension SafetyRule {
    /// The same rule with another judge.
    func judging(_ judge: @escaping @Sendable (Judged) -> Objection?) -> SafetyRule {
        SafetyRule(
            id: id, sentence: sentence, source: source, reads: reads, refuses: refuses, concerns: concerns, words: words, judge: judge,
            accepted: accepted, refused: refused)
    }
}
