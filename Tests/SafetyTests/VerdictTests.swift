internal import SystemKit

import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let write = Operation.setVariable(name: "LOG_LEVEL", value: "debug")

private func changing(_ id: String, _ effect: Effect, own: Effect? = nil, confirmation: String? = nil) -> PlannedStep {
    PlannedStep(
        id: id, title: "", step: own.map { makeStep(.manual, $0) }, kind: .flag, effect: effect, probe: nil,
        change: Change(write, confirmation: confirmation))
}

private func verdicts(_ steps: PlannedStep...) -> [StepDecision.Verdict] {
    Policy().decide(Plan(subject: "x", steps: steps), Examples.facts()).steps.map(\.verdict)
}

/// What the policy says of each step of a plan.
@Suite(.ownThread) struct VerdictTests {
    @Test("A change needs a yes, what destroys or is not understood its name, what has a name of its own that name")
    func changes() {
        #expect(verdicts(changing("a", .change)) == [.needsApproval])
        #expect(verdicts(changing("a", .destroy)) == [.needsConfirmation("a")])
        #expect(verdicts(changing("a", .unknown)) == [.needsConfirmation("a")])
        #expect(verdicts(changing("a", .change, own: .destroy)) == [.needsConfirmation("a")])
        #expect(verdicts(changing("a", .change, own: .unknown)) == [.needsConfirmation("a")])
        #expect(verdicts(changing("a", .change, confirmation: "mesh")) == [.needsConfirmation("mesh")])
    }

    @Test("Each demand is made once for all of a plan's steps, in their order")
    func demands() {
        let steps = [
            changing("a", .change), changing("b", .change), changing("c", .destroy), changing("d", .change, confirmation: "reseal"),
            changing("e", .change, confirmation: "reseal"),
        ]
        let decision = Policy().decide(Plan(subject: "x", steps: steps), Examples.facts())
        #expect(decision.demands == [.changes, .confirmation("c"), .confirmation("reseal")])
    }

    @Test("What is decided about events as a whole leaves out whether one is valid, keeps every other rule, and approves nothing")
    func asAWhole() {
        let events = Examples.steps("mesh", [("mesh/retry.e1", .change, .send(event: "e1"))])
        let facts = Examples.facts(sync: true) { $0.outbox.invalid = ["e1"] }
        #expect(Policy().decide(events, facts).isRefused)
        let whole = Policy().decideAsAWhole(events, facts)
        #expect(whole.steps.map(\.verdict) == [.needsApproval])
        #expect(Policy().decideAsAWhole(events, Examples.facts(sync: false)).isRefused)
        let word = Approval(
            id: "1", planHash: whole.planHash, answers: .changes, means: .option, by: Approver(user: "u", host: "h", tty: nil), at: .now())
        #expect(throws: PolicyRefusal.self) { _ = try Policy().approve(whole, [word]) }
    }

    @Test("What only looks is allowed where both the plan and the runbook's step read, or both do nothing; all else is refused")
    func looks() {
        for effect in Effect.allCases {
            for own in Effect.allCases.map(Optional.some) + [nil] {
                let step = PlannedStep(
                    id: "a", title: "", step: own.map { makeStep(.manual, $0) }, kind: .manual, effect: effect,
                    probe: effect == .read ? .meshStatus : nil)
                let isHarmless = [.read, .none].contains(effect) && (own == nil || own == effect)
                #expect(verdicts(step) == [isHarmless ? .allowed : .refused], "\(effect) \(String(describing: own))")
            }
        }
    }

    @Test("A look whose command has a place to fill in is refused until it has a value")
    func open() {
        var own = makeStep(.manual, .read)
        own.needs = ["tenant"]
        let step = PlannedStep(id: "a", title: "", step: own, kind: .shell, effect: .read, probe: .meshStatus)
        let decided = Policy().decide(Plan(subject: "x", steps: [step]), Examples.facts()).steps
        #expect(decided.map(\.verdict) == [.refused] && decided.map(\.because) == ["it needs a value for tenant: --set tenant=VALUE"])
    }

    @Test("A diagnosis does not run what changes something, though it is called reading and looks too")
    func disguised() {
        let step = PlannedStep(id: "a", title: "", step: nil, kind: .flag, effect: .read, probe: .meshStatus, change: Change(write))
        #expect(Policy.approveReading(Plan(steps: [step])).allowed.isEmpty)
    }
}
