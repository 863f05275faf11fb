import MarkdownKit
import Planning
import TestSupport
import Testing

@testable import Runbook

private let span = SourceSpan(line: 1, column: 1, endLine: 1)

private func step(_ id: String, _ action: Action, _ effect: Effect = .read, expect: String? = nil) -> Step {
    var step = Step(id: id, number: 1, title: id, text: id, action: action, effect: effect, span: span)
    step.attributes.expect = expect
    return step
}

private func incident(_ id: String, _ diagnosis: [Step] = [], checks: [SymptomCheck] = []) -> Incident {
    var incident = Incident(id: id, title: id, span: span)
    incident.diagnosis = diagnosis
    incident.symptoms = checks.map { Symptom(id: $0.name, text: $0.name, check: $0, span: span) }
    return incident
}

@Suite(.ownThread) struct DiagnosisPlannerTests {
    @Test("What two incidents ask for is planned once, under the first id")
    func once() {
        let sql = Action.sqlite(database: "data/jarvis.db", sql: "PRAGMA integrity_check")
        let plan = DiagnosisPlanner.plan(for: [
            incident("a", [step("a/1", sql)], checks: [.serverErrors(share: 0.05)]),
            incident("b", [step("b/1", sql)], checks: [.latency(percentile: 95, aboveMilliseconds: 2000), .timeouts(share: 0.05)]),
        ])
        #expect(plan.steps.map(\.id) == ["a/1", "check/api"])
    }

    @Test("A step with a placeholder has no probe: nothing is run until it has a value")
    func placeholder() {
        var open = step("a/1", .shell(ShellAction(line: "ls <name>", argv: nil)))
        #expect(DiagnosisPlanner.probe(for: open) != nil)
        open.needs = ["name"]
        #expect(DiagnosisPlanner.probe(for: open) == nil)
    }

    @Test("A step that expects something of its own is kept")
    func expectation() {
        let file = Action.file(path: "x")
        let steps = [step("a/1", file), step("a/2", file, expect: "on"), step("a/3", file, expect: "on")]
        #expect(DiagnosisPlanner.plan(for: [incident("a", steps)]).steps.map(\.id) == ["a/1", "a/2"])
    }

    @Test(
        "Keys asked for by a pattern become one look at those keys",
        arguments: [["GET", "r:*"], ["keys", "r:*"], ["SCAN", "0", "match", "r:*"]])
    func globs(arguments: [String]) {
        #expect(DiagnosisPlanner.probe(for: step("a/1", .redis(arguments: arguments, options: []))) == .rateLimits(pattern: "r:*"))
    }

    @Test(
        "A plain key, or a command for another server, stays what it is",
        arguments: [(["GET", "r:a"], []), (["GET", "r:*"], ["-h", "other"])])
    func plainRedis(arguments: [String], options: [String]) {
        let redis = Action.redis(arguments: arguments, options: options)
        #expect(DiagnosisPlanner.probe(for: step("a/1", redis)) == .redis(arguments: arguments, options: options))
    }

    @Test("The step's pattern and the symptom's are one probe when they are equal, and two with two ids when not")
    func patterns() {
        let check = SymptomCheck.rateLimited(pattern: "r:*")
        let same = DiagnosisPlanner.plan(for: [
            incident("a", [step("a/1", .redis(arguments: ["GET", "r:*"], options: []))], checks: [check])
        ])
        #expect(same.steps.map(\.id) == ["a/1", "check/api"])
        let two = DiagnosisPlanner.plan(for: [incident("a", checks: [check, .rateLimited(pattern: "s:*")])])
        #expect(two.steps.count == 3)
        #expect(Set(two.steps.map(\.id)).count == 3)
    }

    @Test("Only reading steps get a probe", arguments: [Effect.change, .destroy, .none, .unknown])
    func onlyReading(effect: Effect) {
        #expect(DiagnosisPlanner.probe(for: step("a/1", .compose(argv: ["docker-compose", "ps"]), effect)) == nil)
        let plan = DiagnosisPlanner.plan(for: [incident("a", [step("a/1", .manual, effect), step("a/2", .manual, effect)])])
        #expect(plan.steps.map(\.id) == ["a/1", "a/2"])
    }

    @Test("Every check has a probe that decides it, and the plan holds it")
    func everyCheck() {
        let checks: [SymptomCheck] = [
            .healthFailing, .serverErrors(share: 0.05), .timeouts(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 1),
            .dashboard(aboveMilliseconds: 1), .providersFailing, .aiResponses, .rateLimited(pattern: "*"),
            .memoryGrowth(aboveMebibytesPerMinute: 1), .outOfMemoryKills, .garbageCollection(aboveMilliseconds: 1), .databaseErrors,
            .databaseInconsistent, .readFailures, .pendingEvents(statuses: []), .capability(components: [], status: ""), .backlogGrowth,
        ]
        let plan = DiagnosisPlanner.plan(for: [incident("a", checks: checks)])
        for check in checks {
            #expect(!DiagnosisPlanner.probes(for: check).isEmpty)
            for probe in DiagnosisPlanner.probes(for: check) { #expect(plan.steps.count { $0.probe == probe } == 1) }
        }
        #expect(plan.steps.allSatisfy { $0.effect == .read })
    }
}
