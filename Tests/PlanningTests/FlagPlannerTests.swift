import Mesh
import Planning
import TestSupport
import Testing

private let legacyOnly = Set(MeshFlag.allCases.map(\.legacyVariable))

/// A service with compose file, both flags off everywhere.
private func facts(_ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
    var facts = Facts()
    facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
    facts.service.composeService = "api"
    adjust(&facts)
    return facts
}

private func pinned(_ plan: Plan) -> [MeshFlag]? {
    for case .recreate(_, let pinned)? in plan.steps.map(\.change?.operation) { return pinned }
    return nil
}

@Suite(.ownThread) struct FlagPlannerTests {
    @Test("A recreation keeps off what nobody asked for: the file says on, the service runs without it, or nobody knows")
    func pins() {
        for running in [false, nil] {
            let sync = facts {
                $0.flags.sync = .all(true)
                $0.flags.sync.running = running
                $0.flags.attestation.running = true
            }
            #expect(pinned(FlagPlanner.plan(FlagGoal([.attestation], isOn: false), sync)) == [.sync])
            let attestation = facts {
                $0.flags.attestation = .all(true)
                $0.flags.attestation.running = running
            }
            #expect(pinned(FlagPlanner.plan(FlagGoal([.sync], isOn: true), attestation)) == [.attestation])
        }
    }

    @Test("What runs goes on running, and what turns attestation on leaves sync as it is")
    func unpinned() {
        let both = facts {
            $0.flags.sync = .all(true)
            $0.flags.attestation = .all(true)
        }
        #expect(pinned(FlagPlanner.plan(FlagGoal([.attestation], isOn: false), both)) == [])
        let unseen = facts {
            $0.flags.sync = .all(true)
            $0.flags.sync.running = nil
        }
        #expect(pinned(FlagPlanner.plan(FlagGoal([.attestation], isOn: true), unseen)) == [])
    }

    @Test(
        "A value that is no plain word for off is written anew, and so never in the way of turning off",
        arguments: ["n/a", "0 # off", "'0'"])
    func unclear(value: String) {
        let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts { $0.flags.sync.fileValue = value })
        #expect(plan.changes.first?.change?.operation == .setVariable(name: MeshFlag.sync.variable, value: "0"))
        #expect(plan.changes.first?.change?.operation.flagChange?.isOn == false)
    }

    @Test("Where the compose file passes the older names alone, a flag that is turned off is kept off too")
    func legacy() {
        let both = facts {
            $0.flags.sync.legacyFileValue = "1"
            $0.flags.attestation.legacyFileValue = "1"
            $0.flags.sync.running = true
            $0.service.passedVariables = legacyOnly
        }
        #expect(pinned(FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), both)) == [.sync, .attestation])
    }

    @Test(
        "What can be kept is kept, one without the other too",
        arguments: [
            ([], []), ([.logs], ["capture/logs"]), ([.memory], ["capture/memory"]),
            ([.logs, .memory], ["capture/logs", "capture/memory"]),
        ]
            as [(Set<Loss>, [String])])
    func captures(capturable: Set<Loss>, ids: [String]) {
        let plan = FlagPlanner.plan(
            FlagGoal([.sync], isOn: true),
            facts { $0.capturable = capturable })
        #expect(plan.steps.map(\.id).filter { $0.hasPrefix("capture/") } == ids)
    }
}

@Suite(.ownThread) struct NewContainerTests {
    @Test(
        "A new container runs with what the compose file passes to it",
        arguments: [
            // own, older, environment; passed by name (nil: all of .env); whether the environment is seen; what follows.
            ("1", nil, nil, nil, false, true), ("0", "1", nil, nil, false, false), (nil, "1", nil, nil, false, true),
            ("", "1", nil, nil, false, false), (nil, nil, nil, nil, true, false), ("0", nil, "1", nil, false, false),
            ("0", nil, "1", nil, true, nil), ("1", nil, "1", nil, true, true), ("0", nil, "1", [MeshFlag.sync.variable], true, true),
            ("0", nil, "1", [MeshFlag.sync.variable], false, false), ("0", "1", nil, legacyOnly, false, true),
            ("1", "0", nil, legacyOnly, false, false), ("1", nil, nil, legacyOnly, false, false), ("1", "1", "1", [], true, false),
            (nil, "1", nil, [MeshFlag.sync.variable, MeshFlag.sync.legacyVariable], false, true),
        ] as [(String?, String?, String?, Set<String>?, Bool, Bool?)])
    func containers(own: String?, legacy: String?, environment: String?, passed: Set<String>?, sees: Bool, runs: Bool?) {
        let facts = facts {
            $0.flags.sync.fileValue = own
            $0.flags.sync.legacyFileValue = legacy
            $0.flags.sync.environmentValue = environment
            $0.service.passedVariables = passed
        }
        #expect(facts.newContainerRuns(.sync, seesEnvironment: sees) == runs)
    }

    @Test("What is written is what stands there; other variables are no flag's")
    func writing() {
        #expect(facts().writing(MeshFlag.sync.variable, "on").flags.sync.configured)
        #expect(!facts().writing(MeshFlag.sync.legacyVariable, "on").flags.sync.configured)
        #expect(facts().writing(MeshFlag.sync.variable, nil).writing(MeshFlag.sync.legacyVariable, "on").flags.sync.configured)
        #expect(facts().writing("LOG_LEVEL", "1") == facts())
    }

    @Test("What the compose file writes out beats `.env`, and is kept off all the same")
    func literals() {
        let written = facts {
            $0.flags.sync = .all(true)
            $0.service.literalFlags = [MeshFlag.sync.variable: "1"]
        }
        #expect(written.newContainerRuns(.sync, seesEnvironment: false) == true)
        #expect(pinned(FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), written)) == [.sync])
        let off = facts {
            $0.flags.sync = .all(true)
            $0.service.literalFlags = [MeshFlag.sync.variable: "0"]
        }
        #expect(off.newContainerRuns(.sync, seesEnvironment: true) == false)
        // The older name counts only where the present one does not come through.
        let older = facts {
            $0.flags.sync.fileValue = nil
            $0.service.literalFlags = [MeshFlag.sync.legacyVariable: "1"]
        }
        #expect(older.newContainerRuns(.sync, seesEnvironment: false) == true)
        #expect(
            facts { $0.service.literalFlags = [MeshFlag.sync.legacyVariable: "1"] }.newContainerRuns(.sync, seesEnvironment: false) == false
        )
    }
}
