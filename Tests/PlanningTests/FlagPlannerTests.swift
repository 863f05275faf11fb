import Mesh
import TestSupport
import Testing

@testable import Planning

/// A service with compose file, both flags off everywhere.
private func facts(_ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
    var facts = Facts()
    facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
    facts.service.composeService = "api"
    facts.service.engineAnswers = true
    adjust(&facts)
    return facts
}

extension Facts {
    fileprivate func with(_ adjust: (inout Facts) -> Void) -> Facts {
        var facts = self
        adjust(&facts)
        return facts
    }
}

private func pinned(_ plan: Plan) -> [MeshFlag]? {
    for case .recreate(_, let pinned, _)? in plan.steps.map(\.change?.operation) { return pinned }
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
            #expect(pinned(FlagPlanner.plan(FlagGoal([.attestation], isOn: false), sync)) == [.sync, .attestation])
            let attestation = facts {
                $0.flags.attestation = .all(true)
                $0.flags.attestation.running = running
            }
            #expect(pinned(FlagPlanner.plan(FlagGoal([.sync], isOn: true), attestation)) == [.attestation])
        }
    }

    private func first(_ adjust: (inout SmokeFacts) -> Void = { _ in }) -> Facts {
        facts {
            var smoke = SmokeFacts(passed: false, isFirstEnabling: true, ageMilliseconds: 1000, covered: [], isOfThisConfiguration: true)
            adjust(&smoke)
            $0.smoke = smoke
            $0.capturable = [.logs]
        }
    }

    @Test("The way back of a first enabling keeps the new log, writes off what was written on, recreates and looks, all as a remedy")
    func wayBack() {
        let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: true), first())
        let from = plan.steps.firstIndex { $0.probe == .listener } ?? 0
        let back = plan.steps.dropFirst(from + 1)
        #expect(
            back.map(\.id) == ["capture/logs.again", "mesh/enable.back.sync", "mesh/enable.back.recreate", "mesh/enable.back.verify"])
        #expect(back.allSatisfy { $0.standing == .remedy && $0.change?.confirmation == nil })
        let write = back.first { $0.id == "mesh/enable.back.sync" }?.change
        #expect(write?.before == "1" && write?.after == "0" && write?.isAlreadySo == false)
        #expect(back.last?.probe == .runningFlags(sync: false, attestation: nil))
        #expect(plan.steps.prefix(from).compactMap { $0.change?.confirmation } == [SmokeFacts.firstEnable, SmokeFacts.firstEnable])
    }

    @Test("No first enabling: off, the other flag, passed checks, and a result that counts no more")
    func noFirstEnabling() {
        let passed = first { ($0.passed, $0.isFirstEnabling, $0.covered) = (true, false, [.sync]) }
        for (goal, facts) in [
            (FlagGoal([.sync], isOn: false), first()), (FlagGoal([.attestation], isOn: true), first()),
            (FlagGoal([.sync], isOn: true), passed), (FlagGoal([.sync], isOn: true), first { $0.ageMilliseconds = 900_001 }),
        ] {
            let plan = FlagPlanner.plan(goal, facts)
            #expect(!plan.steps.contains { $0.probe == .listener || $0.standing == .remedy || $0.change?.confirmation != nil })
        }
    }

    @Test("What runs goes on running, and what turns attestation on leaves sync as it is")
    func unpinned() {
        let both = facts {
            $0.flags.sync = .all(true)
            $0.flags.attestation = .all(true)
        }
        #expect(pinned(FlagPlanner.plan(FlagGoal([.attestation], isOn: false), both)) == [.attestation])
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

    @Test("What goes off is kept off whatever docker-compose says of the new container")
    func keptOff() {
        let unknown = ContainerEnvironment.unknown("no such program")
        for given in [unknown, .asked(["api": [:]]), .asked(["api": [MeshFlag.sync.variable: "0", MeshFlag.attestation.variable: "0"]])] {
            let both = facts {
                $0.flags.sync.running = true
                $0.service.newContainer = given
            }
            #expect(pinned(FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), both)) == [.sync, .attestation])
        }
    }

    @Test("Where no engine answers the flags are written all the same, the recreation waits for a person, and the service is looked at")
    func noEngine() {
        let plan = FlagPlanner.plan(
            FlagGoal([.sync, .attestation], isOn: false),
            facts {
                $0.flags = MeshFlagFacts(sync: .all(true), attestation: .all(true))
                $0.service.engineAnswers = false
                $0.service.engineTrouble = "the Docker engine does not answer"
                $0.capturable = [.logs]
            })
        #expect(plan.steps.map(\.id) == ["mesh/disable.attest", "mesh/disable.sync", "mesh/disable.recreate", "mesh/disable.verify"])
        #expect(plan.steps[2].change == nil && plan.steps[2].isAsked)
        #expect(
            plan.steps[2].title.contains(
                "the Docker engine does not answer; once one answers, resume this run; by hand: docker-compose up -d --no-deps api"))
        // Looked at whatever became of the rest.
        #expect(plan.steps[3].standing == .always)
    }

    @Test("What docker-compose takes from elsewhere is mended by hand before anything is recreated by hand")
    func byHand() throws {
        let plan = FlagPlanner.plan(
            FlagGoal([.sync], isOn: false),
            facts {
                $0.flags.sync = .all(true)
                $0.flags.sync.place.obstacle = "the compose file itself sets it"
                $0.service.engineAnswers = false
            })
        let waiting = try #require(plan.steps.first { $0.isAsked })
        #expect(waiting.title.contains("by hand only after this: the compose file itself sets it"), "\(waiting.title)")
    }

    @Test("Only what goes off is compared with what docker-compose gives after the files were written", arguments: [true, false])
    func givenLook(isOn: Bool) {
        let facts = facts {
            $0.flags.sync = .all(!isOn)
            $0.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "0"]])
        }
        #expect(FlagPlanner.plan(FlagGoal([.sync], isOn: isOn), facts).steps.contains { $0.id.hasSuffix(".given") } == !isOn)
    }

    @Test("It is written where the service reads it, and the plan says in which line of which of several files")
    func place() {
        let plan = FlagPlanner.plan(
            FlagGoal([.sync], isOn: false),
            facts {
                $0.flags.sync = .all(true)
                $0.flags.sync.place.file = "prod.env"
                $0.flags.sync.place.files = [".env", "prod.env"]
                $0.flags.sync.place.line = 2
            })
        let step = plan.changes.first
        #expect(step?.title == "Set JARVIS_USE_MESH_SYNC=0 in prod.env:2 (of .env, prod.env the last counts)")
        #expect(step?.change?.operation == .setVariable(name: MeshFlag.sync.variable, value: "0", file: "prod.env"))
        #expect(step?.change?.undo == .setVariable(name: MeshFlag.sync.variable, value: "1", file: "prod.env"))
        #expect(step?.change?.precheck == .fileVariable(name: MeshFlag.sync.variable, value: "1", file: "prod.env"))
        let holds = Probe.fileVariable(name: MeshFlag.sync.variable, value: "0", file: "prod.env")
        #expect(step?.change?.postchecks.first == Verification(holds) && step?.change?.settledBy == holds)
        #expect(step?.change?.operation.words == "write JARVIS_USE_MESH_SYNC=0 to prod.env")
        // What the journal keeps leads back to the same file.
        #expect(step?.change.flatMap { Planning.Operation(undo: $0.operation.document) } == step?.change?.operation)
    }

    @Test("That a file says so already is not enough while docker-compose gives it otherwise: it is pinned, and nobody says that it is so")
    func givenOtherwise() {
        let facts = facts { $0.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "1", MeshFlag.attestation.variable: "0"]]) }
        let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts)
        #expect(pinned(plan) == [.sync])
        #expect(plan.changes.first?.change?.already.contains("docker-compose gives it otherwise") == true)
        #expect(plan.steps.contains { $0.probe == .givenFlags(sync: false, attestation: nil) })
        let reached = facts.with {
            $0.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "0", MeshFlag.attestation.variable: "0"]])
        }
        #expect(pinned(FlagPlanner.plan(FlagGoal([.sync], isOn: false), reached)) == nil)
    }

    @Test("Where readers of the file disagree it is written anew, whatever it may say, and counts as on until then")
    func unclear() {
        let facts = facts {
            $0.flags.sync.fileValue = nil
            $0.flags.sync.place.unclear = ".env: line 3 stands inside a quoted value"
        }
        #expect(facts.flags.sync.mayBeOn)
        let step = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts).changes.first
        #expect(step?.change?.isAlreadySo == false && step?.change?.precheck == nil)
        #expect(step?.title.contains("readers disagree about .env: line 3") == true)
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

private func pinned(_ change: Change) -> [MeshFlag] { if case .recreate(_, let flags, _) = change.operation { flags } else { [] } }

/// Turning off goes as far as it can.
@Suite(.ownThread) struct TurningOffFarTests {
    @Test("Another service that is given the flag is made anew too, pinned off; one that is not stays")
    func others() {
        let name = MeshFlag.sync.variable
        let facts = facts {
            $0.service.others = ["jarvis-supervisor", "redis", "worker"]
            $0.service.newContainer = .asked([
                "api": [name: "1"], "jarvis-supervisor": [name: "1"], "redis": [:], "worker": [name: "${X}"],
            ])
        }
        let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts)
        let made = plan.steps.filter { $0.id.hasPrefix("mesh/disable.recreate") }
        let both = [MeshFlag.sync, .attestation]
        #expect(
            made.map(\.change?.operation)
                == [.recreate(service: "api", pinnedOff: pinned(plan) ?? [], others: ["jarvis-supervisor": both, "worker": both])])
        let on = FlagPlanner.plan(FlagGoal([.sync], isOn: true), facts).changes.compactMap(\.change?.operation)
        #expect(on.contains { if case .recreate(_, _, let others) = $0 { others.isEmpty } else { false } })
    }

    /// Both flags off everywhere, but for these containers.
    private func running(_ others: [OtherContainer], _ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
        facts {
            $0.service.others = ["redis", "worker"]
            $0.service.newContainer = .asked([
                "api": [MeshFlag.sync.variable: "0", MeshFlag.attestation.variable: "0"], "redis": [:],
                "worker": [MeshFlag.sync.variable: "0", MeshFlag.attestation.variable: "0"],
            ])
            $0.service.otherContainers = others
            $0.capturable = [.logs]
            adjust(&$0)
        }
    }

    @Test("A container that still runs with what the files say off already is made anew, and that of the service stays")
    func stillRunning() {
        let facts = running([OtherContainer(service: "worker", name: "jarvis_worker_1", mayRun: [.sync])])
        for goal in [FlagGoal([.sync], isOn: false), FlagGoal([.sync, .attestation], isOn: false)] {
            let plan = FlagPlanner.plan(goal, facts)
            #expect(plan.steps.filter { $0.id.contains("recreate") }.map(\.id) == ["mesh/disable.recreate"])
            // What does not run there does not go on by the way.
            #expect(plan.changes.compactMap(\.change).map { pinned($0) }.filter { !$0.isEmpty } == [[.sync, .attestation]])
            #expect(plan.steps.first?.id == "capture/logs")
            #expect(plan.steps.contains { $0.title == "Recreate service worker, which runs with it too" })
        }
        // Another flag than the one that goes off stays as it runs.
        let attest = FlagPlanner.plan(
            FlagGoal([.attestation], isOn: false),
            running([OtherContainer(service: "worker", name: "w", mayRun: [.sync, .attestation])]))
        #expect(attest.changes.compactMap(\.change).map { pinned($0) }.filter { !$0.isEmpty } == [[.attestation]])
        #expect(FlagPlanner.others(of: FlagGoal([.attestation], isOn: false), facts).isEmpty)
        #expect(FlagPlanner.others(of: FlagGoal([.sync], isOn: true), facts).isEmpty)
        #expect(FlagPlanner.others(of: FlagGoal([.sync], isOn: false), running([]) { $0.service.otherContainers = nil }).isEmpty)
    }

    @Test("A container that no service makes waits for a person, with the command; without an engine nothing is made")
    func orphan() throws {
        let orphans = [OtherContainer(service: "old", name: "jarvis_old_1", mayRun: [.sync])]
        let step = try #require(FlagPlanner.plan(FlagGoal([.sync], isOn: false), running(orphans)).steps.first { $0.id.contains(".stop.") })
        #expect(step.isAsked && step.change == nil && step.title.contains("docker stop jarvis_old_1"))
        #expect(!FlagPlanner.plan(FlagGoal([.attestation], isOn: false), running(orphans)).steps.contains { $0.id.contains(".stop.") })
        // A service that the compose files make is made anew instead.
        let made = running([OtherContainer(service: "worker", name: "w", mayRun: [.sync])])
        #expect(FlagPlanner.orphans(FlagGoal([.sync], isOn: false), made, id: "x").isEmpty)
        let dark = running([OtherContainer(service: "worker", name: "w", mayRun: [.sync])]) { $0.service.engineAnswers = false }
        #expect(!FlagPlanner.plan(FlagGoal([.sync], isOn: false), dark).steps.contains { $0.id.contains("recreate") })
    }

    @Test("What docker-compose cannot read is mended first, whether an engine answers or not")
    func composeFails() throws {
        let facts = facts {
            $0.flags.sync = .all(true)
            $0.service.engineAnswers = false
            $0.service.composeFails = true
            $0.service.engineTrouble = "docker-compose cannot use docker-compose.yml: Couldn't find env file: gone.env"
        }
        let waiting = try #require(FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts).steps.first { $0.isAsked })
        #expect(waiting.title.contains("gone.env; mend that, then resume this run)"), "\(waiting.title)")
        #expect(!waiting.title.contains("once one answers"))
    }

    @Test("A file that can be neither read nor written is a person's, and the new container is pinned off all the same")
    func unwritable() {
        let facts = facts {
            $0.flags.sync.fileValue = nil
            $0.flags.sync.place.unwritable = ".env is a link that leads to no file"
        }
        let steps = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts).steps
        #expect(steps.first { $0.id == "mesh/disable.sync" }?.change == nil)
        #expect(steps.first { $0.id == "mesh/disable.sync" }?.title.contains("by hand") == true)
        #expect(steps.first { $0.id == "mesh/disable.recreate" }?.change.map { pinned($0).contains(.sync) } == true)
    }
}

@Suite(.ownThread) struct NewContainerTests {
    private static let own = MeshFlag.sync.variable
    private static let legacy = MeshFlag.sync.legacyVariable

    @Test(
        "What is given decides; what nobody gives, or another reader may read otherwise, is not known",
        arguments: [
            ([own: "1"], true), ([own: "TRUE"], true), ([own: "0"], false), ([own: "off"], false), ([own: ""], false),
            ([own: "0", legacy: "1"], false), ([legacy: "1"], nil), ([legacy: "0"], nil), ([:], nil), ([own: "${X:-1}"], nil),
            ([own: "\"1\""], nil), ([own: "0 # no"], nil),
        ] as [([String: String], Bool?)])
    func given(values: [String: String], runs: Bool?) {
        let facts = facts { $0.service.newContainer = .asked(["api": values]) }
        #expect(facts.newContainerRuns(.sync) == runs)
        #expect(facts.leftOpen.contains(.sync) == (values[Self.own] == nil && values[Self.legacy] != "1"))
    }

    @Test("Where docker-compose could not be asked nothing is known, and nothing is pinned by the way")
    func notAsked() {
        let facts = facts { $0.service.newContainer = .unknown("it is missing") }
        #expect(facts.newContainerRuns(.sync) == nil && facts.leftOpen.isEmpty)
        #expect(facts.newContainerRuns(.sync, other: "redis") == nil)
    }

    @Test("Another service is off where nobody gives it the flag, and `.env` does not say on")
    func otherService() {
        let given = ContainerEnvironment.asked(["api": [Self.own: "1"], "redis": [:]])
        #expect(facts { $0.service.newContainer = given }.newContainerRuns(.sync, other: "redis") == false)
        let on = facts {
            $0.service.newContainer = given
            $0.flags.sync.fileValue = "1"
        }
        #expect(on.newContainerRuns(.sync, other: "redis") == nil)
        #expect(on.newContainerRuns(.sync, other: "nobody") == nil)
    }

    @Test("What runs and nobody gives goes on running where smoke checks cover it, and is kept off else")
    func running() {
        let fresh = SmokeFacts(passed: true, ageMilliseconds: 1000, covered: [.sync], isOfThisConfiguration: true)
        for (smoke, isKeptOff) in [(fresh, false), (nil, true)] {
            let facts = facts {
                $0.service.newContainer = .asked(["api": [:]])
                $0.flags.sync.running = true
                $0.smoke = smoke
            }
            #expect(facts.leftOpen.contains(.sync) == isKeptOff)
        }
    }

    @Test(
        "`up -d` of a runbook, of all services or of Jarvis's own, carries what is left open as off",
        arguments: [
            (["docker-compose", "up", "-d"], .bringUp(service: "api", pinnedOff: [.sync, .attestation])),
            (["docker", "compose", "up", "-d"], .bringUp(service: "api", pinnedOff: [.sync, .attestation])),
            (["docker-compose", "up", "--detach", "api"], .recreate(service: "api", pinnedOff: [.sync, .attestation])),
            (["docker-compose", "up", "-d", "redis"], nil), (["docker-compose", "up", "-d", "--scale", "api=3"], nil),
            (["docker-compose", "up"], nil), (["docker-compose", "-f", "x.yml", "up", "-d"], nil), (["docker", "up", "-d"], nil), ([], nil),
        ] as [([String], Planning.Operation?)])
    func runbook(argv: [String], operation: Planning.Operation?) {
        let facts = facts { $0.service.newContainer = .asked(["api": [:]]) }
        #expect(ComposeUp.operation(argv, facts) == operation)
    }

    @Test("What is written is what stands there; other variables are no flag's")
    func writing() {
        #expect(facts().writing(MeshFlag.sync.variable, "on").flags.sync.configured)
        #expect(!facts().writing(MeshFlag.sync.legacyVariable, "on").flags.sync.configured)
        #expect(facts().writing(MeshFlag.sync.variable, nil).writing(MeshFlag.sync.legacyVariable, "on").flags.sync.configured)
        #expect(facts().writing("LOG_LEVEL", "1") == facts())
    }
}

@Suite(.ownThread) struct MeshFlagFactTests {
    @Test(
        "Where container and report disagree the dangerous one holds: it may be on, and is no evidence for sending",
        arguments: [(true, false), (false, true)])
    func contradiction(container: Bool, reported: Bool) {
        var fact = MeshFlagFact.all(false)
        fact.running = nil
        fact.container = container
        fact.reported = reported
        #expect(fact.isContradictory && fact.mayBeOn && !fact.best)
        fact.reported = container
        fact.running = container
        #expect(!fact.isContradictory && fact.mayBeOn == container && fact.best == container)
        fact.reported = nil
        #expect(!fact.isContradictory)
        // What its processes have is a witness like the others.
        fact.process = !container
        #expect(fact.isContradictory && fact.witnessed == nil)
        fact.process = container
        #expect(!fact.isContradictory && fact.witnessed == container)
    }
}
