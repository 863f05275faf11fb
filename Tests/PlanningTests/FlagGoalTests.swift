import Mesh
import Planning
import TestSupport
import Testing

private func facts(sync: MeshFlagFact = .all(false), attestation: MeshFlagFact = .all(false), service: String? = "api") -> Facts {
    var facts = Facts()
    facts.flags = MeshFlagFacts(sync: sync, attestation: attestation)
    facts.service.composeService = service
    facts.service.engineAnswers = service != nil
    facts.capturable = service == nil ? [] : [.logs, .memory]
    return facts
}

private func ids(_ plan: Plan) -> [String] { plan.steps.map(\.id) }

@Suite(.ownThread) struct FlagGoalTests {
    @Test(
        "Words of the command line are goals, and both flags never go on at once",
        arguments: [
            ("enable", "sync", [MeshFlag.sync]), ("enable", "attest", [.attestation]), ("disable", "all", [.attestation, .sync]),
            ("enable", "all", nil), ("toggle", "sync", nil), ("disable", "both", nil),
        ] as [(String, String, [MeshFlag]?)])
    func goals(verb: String, word: String, flags: [MeshFlag]?) {
        let goal = FlagGoal(verb: verb, word: word)
        #expect(goal?.flags == flags)
        if flags != nil {
            #expect(goal?.verb == verb)
            #expect(goal?.word == word)
        }
    }

    @Test("Off goes attestation first; what the recreation loses is kept before anything is written")
    func order() {
        let plan = FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), facts(sync: .all(true), attestation: .all(true)))
        #expect(
            ids(plan) == [
                "capture/logs", "capture/memory", "mesh/disable.attest", "mesh/disable.sync", "mesh/disable.recreate",
                "mesh/disable.verify",
            ])
        #expect(plan.subject == "mesh")
    }

    @Test("Without a compose file the file is written and the service looked at")
    func withoutCompose() {
        let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts(sync: .all(true), service: nil))
        #expect(ids(plan) == ["mesh/disable.sync", "mesh/disable.verify"])
    }

    @Test("A goal that is reached already leaves nothing to do but to look", arguments: [true, false])
    func reached(isOn: Bool) {
        let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: isOn), facts(sync: .all(isOn)))
        #expect(plan.changes.allSatisfy { $0.change?.isAlreadySo == true })
        #expect(!ids(plan).contains { $0.hasSuffix(".recreate") })
    }

    @Test("A value that means the same stays as it is written", arguments: ["yes", "On", " true "])
    func sameMeaning(value: String) {
        var fact = MeshFlagFact.all(true)
        fact.fileValue = value
        let change = FlagPlanner.plan(FlagGoal([.sync], isOn: true), facts(sync: fact)).changes.first?.change
        #expect(change?.after == value)
        #expect(change?.isAlreadySo == true)
    }

    @Test("The undo of a write is the value that was found, and of a new line that there is none")
    func undo() {
        var unset = MeshFlagFact()
        unset.running = true
        let added = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts(sync: unset)).changes.first?.change
        #expect(added?.undo == .setVariable(name: "JARVIS_USE_MESH_SYNC", value: nil))
        let changed = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts(sync: .all(true))).changes.first?.change
        #expect(changed?.undo == .setVariable(name: "JARVIS_USE_MESH_SYNC", value: "1"))
        #expect(changed?.before == "1")
    }

    @Test("A flag that stands in the file and does not run is kept off when the service is recreated for another reason")
    func pinned() {
        let plan = FlagPlanner.plan(
            FlagGoal([.attestation], isOn: false), facts(sync: .all(true, running: false), attestation: .all(true)))
        let recreate = plan.steps.first { $0.id == "mesh/disable.recreate" }?.change?.operation
        #expect(recreate == .recreate(service: "api", pinnedOff: [.sync, .attestation]))
    }
}

@Suite(.ownThread) struct PlanHashSensitivityTests {
    private let goal = FlagGoal([.sync], isOn: false)

    @Test("The hash is the plan's: another value found, another flag or another order is another plan")
    func hash() {
        let plan = FlagPlanner.plan(goal, facts(sync: .all(true)))
        #expect(plan.sha256 == FlagPlanner.plan(goal, facts(sync: .all(true))).sha256)
        #expect(plan.sha256.utf8.count == 64)
        var other = MeshFlagFact.all(true)
        other.fileValue = "yes"
        #expect(plan.sha256 != FlagPlanner.plan(goal, facts(sync: other)).sha256)
        #expect(plan.sha256 != FlagPlanner.plan(FlagGoal([.attestation], isOn: false), facts(attestation: .all(true))).sha256)
        #expect(plan.sha256 != Plan(subject: plan.subject, steps: plan.steps.reversed()).sha256)
        var resumed = plan.steps
        resumed[0].history = .uncertain
        #expect(plan.sha256 != Plan(subject: plan.subject, steps: resumed).sha256)
    }
}
