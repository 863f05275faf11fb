import Mesh
import Planning
import Runbook
import SystemKit
import TestSupport
import Testing

@testable import Safety

private func approval(_ hash: String, _ answers: ApprovalDemand, means: Approval.Means = .prompt) -> Approval {
    Approval(
        id: "\(answers)", planHash: hash, answers: answers, means: means, by: Approver(user: "ada", host: "web-1", tty: "pts/0"),
        at: Timestamp(milliseconds: 0))
}

private func step(
    _ id: String, _ effect: Effect, _ change: Change, title: String = "t", history: PlannedStep.History = .fresh
) -> PlannedStep {
    PlannedStep(id: id, title: title, step: nil, kind: change.operation.kind, effect: effect, probe: nil, change: change, history: history)
}

private let write = Change(.setVariable(name: "LOG_LEVEL", value: "debug"), before: "info", after: "debug")
private let restore = Change(.runbook(.named(.restoreDatabase)))
private let backup = Change(.runbook(.named(.backupDatabase)))

/// One change, one restore that wants its name.
private let mixed = Plan(subject: "x", steps: [step("x/1", .change, backup), step("x/2", .destroy, restore)])

private func decide(_ plan: Plan, _ facts: Facts = Examples.facts()) -> Decision { Policy().decide(plan, facts) }

/// What became of it: `approved`, `other plan`, `refused`, or what is missing.
private func outcome(_ decision: Decision, _ approvals: [Approval]) -> String {
    do throws(PolicyRefusal) {
        let plan = try Policy().approve(decision, approvals)
        return "approved with \(plan.approvals.count)"
    } catch {
        switch error {
        case .rules(let judgements): return "refused by \(judgements.map(\.rule).joined(separator: ", "))"
        case .missing(let demands): return "missing \(demands.map { "\($0)" }.joined(separator: ", "))"
        case .otherPlan: return "other plan"
        }
    }
}

@Suite(.ownThread) struct ApprovalTests {
    @Test("Each demand needs its own answer: a yes is no name, a name is no yes, and another name is none")
    func answers() {
        let decision = decide(mixed)
        let hash = decision.planHash
        #expect(decision.demands == [.changes, .confirmation("x/2")])
        let yes = approval(hash, .changes)
        let name = approval(hash, .confirmation("x/2"))
        #expect(outcome(decision, []) == "missing changes, confirmation(\"x/2\")")
        #expect(outcome(decision, [yes]) == "missing confirmation(\"x/2\")")
        #expect(outcome(decision, [name]) == "missing changes")
        #expect(outcome(decision, [yes, yes]) == "missing confirmation(\"x/2\")")
        #expect(outcome(decision, [yes, approval(hash, .confirmation("x/1"))]) == "missing confirmation(\"x/2\")")
        #expect(outcome(decision, [yes, approval(hash, .confirmation(""))]) == "missing confirmation(\"x/2\")")
        #expect(outcome(decision, [yes, approval(hash, .confirmation("X/2"))]) == "missing confirmation(\"x/2\")")
        #expect(outcome(decision, [name, yes]) == "approved with 2")
        #expect(outcome(decision, [yes, name, approval(hash, .confirmation("x/1"), means: .option)]) == "approved with 2")
    }

    @Test("A word for another plan is none, and spoils those that are for this one")
    func otherPlan() {
        let decision = decide(mixed)
        let other = Plan(subject: "y", steps: mixed.steps).sha256
        #expect(outcome(decision, decision.demands.map { approval(other, $0) }) == "other plan")
        #expect(outcome(decision, decision.demands.map { approval(decision.planHash, $0) } + [approval(other, .changes)]) == "other plan")
        #expect(outcome(decision, [approval("", .changes)]) == "other plan")
    }

    @Test("No word helps against a rule")
    func refused() {
        let decision = decide(mixed, Examples.facts { $0.lock = .held(by: "ada") })
        #expect(outcome(decision, decision.demands.map { approval(decision.planHash, $0) }) == "refused by one-responder")
    }

    @Test("What only reads needs nobody's word")
    func reading() {
        #expect(outcome(decide(Plan(steps: [Examples.look("x", .meshStatus)])), []) == "approved with 0")
        #expect(outcome(decide(Plan(steps: [])), []) == "approved with 0")
    }

    @Test("What seems to read and is not proved to is refused, whatever is said")
    func seeming() {
        let probe = PlannedStep(id: "x", title: "", step: nil, kind: .shell, effect: .unknown, probe: .meshStatus)
        let decision = decide(Plan(steps: [probe]))
        #expect(outcome(decision, [approval(decision.planHash, .confirmation("x"))]) == "refused by unknown-effect-asks")
    }

    @Test(
        "Whose word each kind of step takes",
        arguments: [
            (step("x", .change, write), ApprovalDemand.changes), (step("x", .destroy, write), .confirmation("x")),
            (step("x", .unknown, write), .confirmation("x")), (step("x", .change, write, history: .uncertain), .confirmation("x")),
            (step("x", .change, write, history: .done), nil),
            (step("x", .change, Change(write.operation, confirmation: "reseal")), .confirmation("reseal")),
            (step("x", .destroy, Change(write.operation, confirmation: "mesh")), .confirmation("mesh")),
            (step("x", .destroy, Change(write.operation, before: "debug", after: "debug")), nil),
            (step("x", .read, write), .changes),
        ])
    func demands(step: PlannedStep, demand: ApprovalDemand?) {
        #expect(decide(Plan(steps: [step])).demands == (demand.map { [$0] } ?? []))
    }

    @Test("The runbook's step behind it counts too: what it calls destroying wants its name")
    func own() {
        let own = makeStep(.named(.restoreDatabase), .destroy)
        let planned = PlannedStep(id: "x", title: "", step: own, kind: .sqlite, effect: .change, probe: nil, change: write)
        #expect(decide(Plan(steps: [planned])).demands == [.confirmation("x")])
    }

    @Test("What is so already, or was done before, needs no word, and is judged by every rule all the same")
    func alreadySo() {
        let on = Examples.facts(sync: true)
        let plan = Examples.flags([.sync], isOn: true, on)
        #expect(plan.steps.first?.change?.isAlreadySo == true)
        #expect(decide(plan, on).steps.first?.verdict == .refused)
        #expect(decide(plan, on).steps.first?.judgements.map(\.rule) == SafetyRule.all.map(\.id))
        var done = plan.steps
        done[0].history = .done
        #expect(decide(Plan(subject: "mesh", steps: done), on).steps.first?.verdict == .refused)
        let tested = on.with { $0.smoke = Examples.smoke(minutesAgo: 1) }
        #expect(decide(plan, tested).steps.first?.verdict == .allowed)
        #expect(outcome(decide(plan, tested), []) == "approved with 0")
    }

    @Test("A step that was begun keeps its name as the demand, also after it was refused for the lock")
    func uncertain() {
        let plan = Plan(steps: [step("x", .change, write, history: .uncertain)])
        let held = decide(plan, Examples.facts { $0.lock = .held(by: "ada") })
        #expect(held.isRefused)
        #expect(held.demands == [.confirmation("x")])
        #expect(outcome(decide(plan), [approval(plan.sha256, .changes)]) == "missing confirmation(\"x\")")
    }
}
