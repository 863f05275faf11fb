import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

/// A more dangerous fact never allows more, whatever the plan. Rules judge by themselves, and what one refuses is refused: so it is enough that
/// each rule is so over the facts that it reads, and reads no others.
@Suite(.ownThread) struct MonotoneTests {
    @Test("A rule never allows more where a fact that it reads is more dangerous", arguments: RuleDangers.all)
    func monotone(dangers: RuleDangers) {
        let rules = SafetyRule.all.filter { $0.id == dangers.rule }
        #expect(rules.count == 1)
        let found = Self.inversions(Policy(rules: rules), dangers)
        print("proof, \(dangers.testDescription): \(found.decisions) decisions")
        #expect(found.inversions.isEmpty, "\(found.inversions.prefix(3))")
    }

    @Test("Every rule has its order, and every kind of operation its plans")
    func complete() {
        #expect(Set(RuleDangers.all.map(\.rule)) == Set(SafetyRule.all.map(\.id)))
        #expect(PlansOfEveryKind.kinds.count == 14)
    }

    @Test("A rule does not read what another's order names")
    func independence() {
        let facts = [Examples.facts(), Examples.bothOn, Examples.facts(sync: true) { $0.smoke = Examples.smoke(minutesAgo: 3) }]
        var faults: [String] = []
        for rule in SafetyRule.all {
            let policy = Policy(rules: [rule])
            let own = Set(RuleDangers.all.filter { $0.rule == rule.id }.flatMap { $0.dangers.map(\.name) })
            let others = RuleDangers.all.flatMap(\.dangers).filter { !own.contains($0.name) }
            for danger in others where !Self.sharesSource(danger.name, own) {
                for (name, plan) in PlansOfEveryKind.all {
                    for facts in facts {
                        let said = Set(danger.values.map { Severity(policy, plan, facts.with($0.apply)) })
                        if said.count > 1 { faults.append("\(rule.id) reads \(danger.name): \(name)") }
                    }
                }
            }
        }
        #expect(faults.isEmpty, "\(faults.prefix(5))")
    }

    /// What the rule reads of the same source by another name.
    private static func sharesSource(_ name: String, _ own: Set<String>) -> Bool {
        guard let place = name.split(separator: " ").last, name.hasPrefix("sync") || name.hasPrefix("attest") else { return false }
        // The flags are judged together: of another service's container, by what the file says of it.
        return own.contains { $0.hasSuffix(place) || $0.hasSuffix("given") }
    }

    @Test("A step is never judged milder for being more dangerous itself")
    func effects() {
        for (name, plan) in PlansOfEveryKind.all {
            let severities = [Effect.change, .destroy, .unknown].map { effect in
                Severity(Policy(), plan.with(effect), Examples.facts { $0.smoke = Examples.smoke(minutesAgo: 3) })
            }
            #expect(severities[0] <= severities[1] && severities[0] <= severities[2], "\(name): \(severities)")
        }
    }

    @Test("A judge that takes what is worse for milder is found out", arguments: WrongJudge.all)
    func canFail(wrong: WrongJudge) throws {
        let rule = try #require(SafetyRule.all.first { $0.id == wrong.rule })
        let policy = Policy(rules: [rule.judging { rule.judge($0.with(wrong.misreading)) }])
        #expect(RuleDangers.all.contains { $0.rule == wrong.rule && !Self.inversions(policy, $0, stopsAtFirst: true).inversions.isEmpty })
    }

    private static func inversions(
        _ policy: Policy, _ dangers: RuleDangers, stopsAtFirst: Bool = false
    ) -> (decisions: Int, inversions: [String]) {
        let space = DangerSpace(dangers: dangers.dangers, base: Examples.facts { $0.capturable = [] })
        let facts = (0..<space.count).map(space.facts)
        var decisions = 0
        var inversions: [String] = []
        for (name, plan) in PlansOfEveryKind.all where !dangers.isExempt(plan) {
            let severities = facts.map { Severity(policy, plan, $0) }
            decisions += severities.count
            if let inversion = space.inversion(severities) { inversions.append("\(name): \(inversion)") }
            if stopsAtFirst, !inversions.isEmpty { break }
        }
        return (decisions, inversions)
    }
}

/// A rule that misreads one fact.
struct WrongJudge: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    let misreading: @Sendable (inout Facts) -> Void

    init(_ name: String, _ rule: String, _ misreading: @escaping @Sendable (inout Facts) -> Void) {
        testDescription = name
        self.rule = rule
        self.misreading = misreading
    }

    static let all: [WrongJudge] = [
        WrongJudge("a container of which nothing is known is taken for one without flags", "flags-off-unless-smoke", containerTakenForOff),
        WrongJudge("… while memory writes fail", "writes-never-blocked", containerTakenForOff),
        WrongJudge("… and attestation", "attest-before-sync") {
            if case .unknown = $0.service.newContainer {
                $0.service.newContainer = .asked(["api": [MeshFlag.attestation.variable: "0", MeshFlag.sync.variable: "1"]])
            }
        },
        WrongJudge("a silent service is taken for one that runs the flag", "flags-off-unless-smoke") {
            for flag in MeshFlag.allCases where $0.flags[flag].running == nil { $0.flags[flag].running = true }
        },
        WrongJudge("staging is taken for production, and production for staging", "flags-off-unless-smoke") {
            $0.deployment = $0.deployment == .production ? .staging : $0.deployment == .staging ? .production : .development
        },
        WrongJudge("edited smoke results are taken for sound ones", "flags-off-unless-smoke") { $0.smoke?.distrust = nil },
        WrongJudge("smoke results of no age are taken for new ones", "flags-off-unless-smoke") {
            if $0.smoke?.ageMilliseconds.isNaN == true { $0.smoke?.ageMilliseconds = 0 }
        },
        WrongJudge("an unseen lock is taken for a free one", "one-responder") { if case .unknown = $0.lock { $0.lock = .free } },
        WrongJudge("a journal that cannot be made is taken for one", "no-journal-no-change") {
            if case .cannotCreate = $0.journal { $0.journal = .ready }
        },
        WrongJudge("another's containers are taken for ours", "own-containers") {
            if case .another = $0.containers { $0.containers = .ours }
        },
        WrongJudge("an invalid event is taken for a valid one", "invalid-envelope-is-integrity") {
            if !$0.outbox.invalid.isEmpty {
                $0.outbox.valid.formUnion($0.outbox.invalid)
                $0.outbox.invalid = []
            }
        },
        WrongJudge("nothing kept is taken for everything", "evidence-before-loss") { if $0.kept.isEmpty { $0.kept = Set(Loss.allCases) } },
        WrongJudge("nothing saved is taken for everything", "backup-before-restore") {
            if $0.kept.isEmpty { $0.kept = Set(Loss.allCases) }
        },
        WrongJudge("failing memory writes are taken for unknown ones, unknown ones for failing", "writes-never-blocked") {
            switch $0.memoryWrites {
            case .failing: $0.memoryWrites = .unknown("x")
            case .unknown: $0.memoryWrites = .failing("x")
            case .succeeding: break
            }
        },
    ]

    private static let containerTakenForOff: @Sendable (inout Facts) -> Void = {
        if case .unknown = $0.service.newContainer {
            $0.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "0", MeshFlag.attestation.variable: "0"]])
        }
    }
}

extension Judged {
    fileprivate func with(_ adjust: (inout Facts) -> Void) -> Judged {
        Judged(plan: plan, index: index, step: step, change: change, facts: facts.with(adjust))
    }
}

extension Plan {
    /// The same plan with another effect of everything that it changes.
    fileprivate func with(_ effect: Effect) -> Plan {
        Plan(
            subject: subject,
            steps: steps.map { step in
                guard let change = step.change else { return step }
                return PlannedStep(
                    id: step.id, title: step.title, step: nil, kind: step.kind, effect: effect, probe: nil, change: change)
            })
    }
}
