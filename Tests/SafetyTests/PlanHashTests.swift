import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let write = Change(.setVariable(name: "LOG_LEVEL", value: "debug"), before: "info", after: "debug")
private let restore = Change(.runbook(.named(.restoreDatabase)))

private func step(_ id: String, _ effect: Effect, _ change: Change, history: PlannedStep.History = .fresh) -> PlannedStep {
    PlannedStep(id: id, title: "t", step: nil, kind: change.operation.kind, effect: effect, probe: nil, change: change, history: history)
}

@Suite(.ownThread) struct PlanHashTests {
    private static let base = Plan(subject: "x", steps: [step("x/1", .change, write), step("x/2", .destroy, restore)])

    private static func first(
        _ change: Change, _ effect: Effect = .change, id: String = "x/1", history: PlannedStep.History = .fresh
    ) -> Plan {
        Plan(subject: "x", steps: [step(id, effect, change, history: history), step("x/2", .destroy, restore)])
    }

    @Test(
        "Whatever is to be done, and every value found, is in a plan's hash",
        arguments: [
            ("subject", Plan(subject: "y", steps: base.steps)), ("order", Plan(subject: "x", steps: base.steps.reversed())),
            ("a step less", Plan(subject: "x", steps: [base.steps[0]])),
            ("a step twice", Plan(subject: "x", steps: base.steps + [base.steps[1]])),
            ("id", first(write, id: "x/3")), ("effect", first(write, .destroy)),
            ("before", first(Change(write.operation, before: "warn", after: "debug"))),
            ("nothing before", first(Change(write.operation, after: "debug"))),
            ("after", first(Change(write.operation, before: "info", after: "trace"))),
            ("value", first(Change(.setVariable(name: "LOG_LEVEL", value: "trace"), before: "info", after: "debug"))),
            ("no value", first(Change(.setVariable(name: "LOG_LEVEL", value: nil), before: "info", after: "debug"))),
            ("name", first(Change(.setVariable(name: "LOG", value: "debug"), before: "info", after: "debug"))),
            ("undo", first(Change(write.operation, before: "info", after: "debug", undo: .setVariable(name: "LOG_LEVEL", value: "info")))),
            ("precheck", first(Change(write.operation, before: "info", after: "debug", precheck: .meshStatus))),
            ("postcheck", first(Change(write.operation, before: "info", after: "debug", postchecks: [Verification(.apiReady)]))),
            (
                "postcheck that may fail",
                first(Change(write.operation, before: "info", after: "debug", postchecks: [Verification(.apiReady, mayBeUnknown: true)]))
            ),
            ("confirmation", first(Change(write.operation, before: "info", after: "debug", confirmation: "x"))),
            ("history", first(write, history: .uncertain)),
            ("a look before it", Plan(subject: "x", steps: [Examples.look("capture/logs", .meshStatus)] + base.steps)),
            ("service", first(Change(.recreate(service: "api", pinnedOff: []), before: "info", after: "debug"))),
            ("pinned flag", first(Change(.recreate(service: "api", pinnedOff: [.sync]), before: "info", after: "debug"))),
            ("event", first(Change(.send(event: "a"), before: "info", after: "debug"))),
            ("runbook step", first(Change(.runbook(.compose(argv: ["docker-compose", "up -d"])), before: "info", after: "debug"))),
            (
                "runbook step in other words",
                first(Change(.runbook(.compose(argv: ["docker-compose", "up", "-d"])), before: "info", after: "debug"))
            ),
        ])
    func covered(what: String, plan: Plan) {
        #expect(plan.sha256 != Self.base.sha256)
        #expect(plan.sha256.utf8.count == 64)
    }

    @Test("Plans that differ have hashes that differ, each from each")
    func distinct() {
        let operations: [Operation] = [
            .recreate(service: "api", pinnedOff: []), .recreate(service: "api", pinnedOff: [.sync]),
            .recreate(service: "api", pinnedOff: [.attestation]),
            .recreate(service: "web", pinnedOff: []), .send(event: "a"), .send(event: "b"), .setVariable(name: "A", value: "null"),
            .setVariable(name: "A", value: nil), .setVariable(name: "A", value: ""), .runbook(.redis(arguments: ["A", "B"], options: [])),
            .runbook(.redis(arguments: ["A"], options: ["B"])), .runbook(.redis(arguments: ["A\", \"B"], options: [])),
        ]
        #expect(Set(operations.map { Self.first(Change($0)).sha256 }).count == operations.count)
    }

    @Test("Wording is not in it: titles, and the time limit of a step")
    func wording() {
        let reworded = Plan(
            subject: "x",
            steps: Self.base.steps.map {
                PlannedStep(
                    id: $0.id, title: "other words", step: $0.step, kind: $0.kind, effect: $0.effect, probe: $0.probe, change: $0.change,
                    timeoutMilliseconds: 1)
            })
        #expect(reworded.sha256 == Self.base.sha256)
    }
}
