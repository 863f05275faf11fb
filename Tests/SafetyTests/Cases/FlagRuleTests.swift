import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private func smoke(
    _ milliseconds: Double, passed: Bool = true, _ covered: Set<MeshFlag> = [.sync, .attestation], same: Bool = true
) -> @Sendable (inout Facts) -> Void {
    { $0.smoke = SmokeFacts(passed: passed, ageMilliseconds: milliseconds, covered: covered, isOfThisConfiguration: same) }
}

private let noSmoke = "in production JARVIS_USE_MESH_SYNC goes on only after passing smoke checks, and there are none"

private func stale(_ why: String, _ flag: MeshFlag = .sync) -> String {
    "in production \(flag.variable) goes on only after fresh passing smoke checks: \(why)"
}

/// The file says on, the service runs with nothing.
private func onlyInFile(_ running: Bool?) -> Facts {
    Examples.facts {
        $0.flags.sync.fileValue = "1"
        $0.flags.sync.running = running
    }
}

/// Sync runs, and a container that is made now would have other variables of the mesh, or may.
private func differing(smoke: SmokeFacts?, differs: Bool = true) -> Facts {
    Examples.facts(sync: true) {
        $0.smoke = smoke
        $0.service.meshDiffers = differs
    }
}

private let recreation = Operation.recreate(service: "api", pinnedOff: [])

/// Jarvis's own service is given nothing, another one is given sync.
private func worker(running flags: Set<MeshFlag>) -> Facts {
    Examples.facts {
        $0.service.newContainer = .asked([
            "api": [MeshFlag.sync.variable: "0", MeshFlag.attestation.variable: "0"], "worker": [MeshFlag.sync.variable: "1"],
        ])
        $0.service.others = ["worker"]
        $0.service.otherContainers = flags.isEmpty ? [] : [OtherContainer(service: "worker", name: "w", mayRun: flags)]
    }
}

@Suite(.ownThread) struct FlagRuleTests {
    @Test("A first enabling goes by its own name, with the look and the way back in the plan; nothing else goes on after such a result")
    func firstEnabling() throws {
        func facts(_ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
            Examples.facts {
                $0.smoke = SmokeFacts(
                    passed: false, isFirstEnabling: true, ageMilliseconds: 1000, covered: [], isOfThisConfiguration: true)
                adjust(&$0)
            }
        }
        let plan = Examples.flags([.sync], isOn: true, facts())
        let decision = Policy().decide(plan, facts())
        #expect(!decision.isRefused && decision.demands == [.confirmation("first-enable"), .changes], "\(decision.refusals)")
        #expect(plan.steps.contains { $0.probe == .listener })
        let back = plan.steps.filter { $0.standing == .remedy }
        #expect(back.contains { $0.change?.operation == .setVariable(name: MeshFlag.sync.variable, value: "0") })
        #expect(back.contains { if case .recreate(_, let off, _)? = $0.change?.operation { off.contains(.sync) } else { false } })
        #expect(back.allSatisfy { $0.change?.confirmation == nil })

        let only = "the mesh was never on, and the smoke checks allow a first enabling alone"
        for part in [plan.steps.filter { $0.probe != .listener }, plan.steps.filter { $0.standing != .remedy }] {
            RuleCase("", Plan(subject: "mesh", steps: part), facts(), stale(only)).check(.flagsOffUnlessSmoke)
        }
        RuleCase("", "mesh", [(.change, set(.sync, "1"))], facts(), stale(only)).check(.flagsOffUnlessSmoke)
        RuleCase("", "mesh", [(.change, compose("docker-compose up -d"))], facts { $0.flags.sync.fileValue = "1" }, stale(only))
            .check(.flagsOffUnlessSmoke)
        RuleCase("", [.attestation], isOn: true, facts { $0.flags.sync = .all(true) }, stale("the smoke checks failed", .attestation))
            .check(.flagsOffUnlessSmoke)
        RuleCase("", "mesh", [(.change, .send(event: "e"))], facts(), "sync is off, and in production nothing is sent then: \(only)")
            .check(.flagsOffUnlessSmoke)
        for (adjust, why) in [
            ({ $0.smoke?.ageMilliseconds = 900_001 }, "the smoke checks are older than 15 minutes"),
            ({ $0.smoke?.isOfThisConfiguration = false }, "the configuration changed since the smoke checks"),
            ({ $0.service.meshDoubt = "docker-compose cannot be asked" }, "docker-compose cannot be asked"),
            ({ $0.smoke?.distrust = .init("it does not verify") }, "it does not verify"),
        ] as [((inout Facts) -> Void, String)] {
            RuleCase("", [.sync], isOn: true, facts(adjust), stale(why)).check(.flagsOffUnlessSmoke)
        }
        #expect(hint(Examples.steps("mesh", [("mesh/1", .change, set(.sync, "1"))]), facts()) == "Use: jarvis-ops mesh enable sync")
        #expect(
            hint(
                Examples.flags([.sync], isOn: true, facts { $0.smoke?.ageMilliseconds = 900_001 }),
                facts { $0.smoke?.ageMilliseconds = 900_001 })
                == "Run: jarvis-ops mesh smoke sync")
    }

    private func hint(_ plan: Plan, _ facts: Facts) -> String? {
        Policy(rules: [.flagsOffUnlessSmoke]).decide(plan, facts).steps.flatMap(\.judgements).compactMap(\.objection).first?.hint
    }

    /// The write, the look for the listener and the way back, each as it is or as it should not be.
    struct WayBack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var name: String? = SmokeFacts.firstEnable
        var order = [0, 1, 2]
        var look = PlannedStep.Standing.usual
        var back = PlannedStep.Standing.remedy
        var flag = MeshFlag.sync
        var value = "0"
        var isFirst = false

        var plan: Plan {
            func step(_ id: String, _ change: Change, _ standing: PlannedStep.Standing) -> PlannedStep {
                PlannedStep(id: id, title: id, step: nil, kind: .flag, effect: .change, probe: nil, change: change, standing: standing)
            }
            let steps = [
                step("on", Change(.setVariable(name: MeshFlag.sync.variable, value: "1"), confirmation: name), .usual),
                PlannedStep(id: "look", title: "", step: nil, kind: .outbox, effect: .read, probe: .listener, standing: look),
                step("back", Change(.setVariable(name: flag.variable, value: value)), back),
            ]
            return Plan(subject: "mesh", steps: order.map { steps[$0] })
        }
    }

    @Test(
        "A first enabling is one by its name, a look for the listener behind it, and sync off again behind that",
        arguments: [
            WayBack(testDescription: "as it should be", isFirst: true), WayBack(testDescription: "without its name", name: nil),
            WayBack(testDescription: "by another name", name: "sync"), WayBack(testDescription: "the look first", order: [1, 0, 2]),
            WayBack(testDescription: "the way back before the look", order: [0, 2, 1]),
            WayBack(testDescription: "no way back", order: [0, 1]), WayBack(testDescription: "no look", order: [0, 2]),
            WayBack(testDescription: "a look that is taken whatever happened", look: .closing),
            WayBack(testDescription: "off at once", back: .usual), WayBack(testDescription: "the other flag off", flag: .attestation),
            WayBack(testDescription: "on again", value: "1"),
        ])
    func wayBack(_ way: WayBack) {
        let facts = Examples.facts {
            $0.smoke = SmokeFacts(passed: false, isFirstEnabling: true, ageMilliseconds: 1000, covered: [], isOfThisConfiguration: true)
        }
        let decided = Policy(rules: [.flagsOffUnlessSmoke]).decide(way.plan, facts).steps.first { $0.step.id == "on" }
        #expect(decided?.judgements.allSatisfy { $0.objection == nil } == way.isFirst)
    }

    @Test("How a change that writes no flag would turn it on stands before the condition")
    func howItGoesOn() {
        func said(_ operation: Operation, _ facts: Facts = onlyInFile(false)) -> String? {
            let plan = Examples.steps("mesh", [("mesh/1", .change, operation)])
            return Policy(rules: [.flagsOffUnlessSmoke]).decide(plan, facts).steps.flatMap(\.judgements).compactMap(\.objection).first?
                .because
        }
        let given = Examples.facts { $0.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "1"]]) }
        let unknown = Examples.facts { $0.service.newContainer = .unknown("no program") }
        #expect(said(set(.sync, "1")) == noSmoke)
        #expect(said(.runbook(.python(code: "use('.env')"))) == "it is not understood and may turn the mesh on: \(noSmoke)")
        #expect(said(.recreate(service: "api", pinnedOff: []), given) == "its container would run with the mesh: \(noSmoke)")
        #expect(
            said(.recreate(service: "api", pinnedOff: []), unknown)
                == "its container may run with the mesh, for what it is given is not known: \(noSmoke)")
    }

    @Test(
        "Turning off is not refused for another service that runs with a flag, or is given it", arguments: [[.sync], []] as [Set<MeshFlag>])
    func otherService(running flags: Set<MeshFlag>) {
        let facts = worker(running: flags)
        for goal in [FlagGoal([.sync, .attestation], isOn: false), FlagGoal([.sync], isOn: false)] {
            let decision = Policy().decide(FlagPlanner.plan(goal, facts), facts)
            #expect(!decision.isRefused, "\(decision.refusals)")
            #expect(decision.plan.changes.contains { $0.title.contains("worker, which") })
        }
    }

    @Test(
        "flags-off-unless-smoke",
        arguments: [
            RuleCase("no smoke", [.sync], isOn: true, Examples.facts(), noSmoke),
            RuleCase("smoke of this moment", [.sync], isOn: true, Examples.facts(smoke(0))),
            RuleCase("smoke of exactly a quarter of an hour ago", [.sync], isOn: true, Examples.facts(smoke(900_000))),
            RuleCase(
                "a millisecond more", [.sync], isOn: true, Examples.facts(smoke(900_001)),
                stale("the smoke checks are older than 15 minutes")),
            RuleCase(
                "smoke of the future: the clock was moved", [.sync], isOn: true, Examples.facts(smoke(-1)),
                stale("the smoke checks are dated in the future")),
            RuleCase("an age that is no number", [.sync], isOn: true, Examples.facts(smoke(.nan)), stale("the smoke checks have no age")),
            RuleCase("failed smoke", [.sync], isOn: true, Examples.facts(smoke(1, passed: false)), stale("the smoke checks failed")),
            RuleCase(
                "smoke of another configuration", [.sync], isOn: true, Examples.facts(smoke(1, same: false)),
                stale("the configuration changed since the smoke checks")),
            RuleCase(
                "smoke of attestation alone", [.sync], isOn: true, Examples.facts(smoke(1, [.attestation])),
                stale("the smoke checks did not cover sync")),
            RuleCase(
                "smoke of sync alone, for attestation", [.attestation], isOn: true, Examples.facts(sync: true, smoke(1, [.sync])),
                stale("the smoke checks did not cover attest", .attestation)),
            RuleCase("a flag that the file says is on already", [.sync], isOn: true, Examples.facts(sync: true), noSmoke),
            RuleCase("staging", [.sync], isOn: true, Examples.facts { $0.deployment = .staging }),
            RuleCase("development", [.sync], isOn: true, Examples.facts { $0.deployment = .development }),
            RuleCase("turning off", [.sync, .attestation], isOn: false, Examples.facts(sync: true, attestation: true)),
            RuleCase(
                "a recreation that would turn on what does not run", "x", [(.change, compose("docker-compose up -d"))], onlyInFile(false),
                noSmoke),
            RuleCase(
                "a recreation where nobody knows what runs", "x", [(.change, compose("docker-compose up -d"))], onlyInFile(nil), noSmoke),
            RuleCase("a recreation of what runs with it", "x", [(.change, compose("docker-compose up -d"))], onlyInFile(true)),
            RuleCase("a restart keeps the environment", "x", [(.change, compose("docker-compose restart api"))], onlyInFile(false)),
            RuleCase(
                "more containers are new containers", "x", [(.change, compose("docker-compose scale api=2"))], onlyInFile(false), noSmoke),
            RuleCase(
                "a recreation with the flag pinned off", "mesh", [(.change, .recreate(service: "api", pinnedOff: [.sync]))],
                onlyInFile(false)),
            RuleCase(
                "a recreation with the other pinned off", "mesh", [(.change, .recreate(service: "api", pinnedOff: [.attestation]))],
                onlyInFile(false), noSmoke),
            RuleCase(
                "a recreation after the flag was written off", "mesh",
                [(.change, set(.sync, "0")), (.change, compose("docker-compose up -d"))], onlyInFile(false), noSmoke),
            RuleCase(
                "… which keeps it off", "mesh",
                [(.change, set(.sync, "0")), (.change, .bringUp(service: "api", pinnedOff: [.sync]))], onlyInFile(false)),
            RuleCase(
                "everything brought up with the other pinned off", "mesh",
                [(.change, .bringUp(service: "api", pinnedOff: [.attestation]))], onlyInFile(false), noSmoke),
            RuleCase(
                "docker-compose could not be asked", "x", [(.change, compose("docker-compose up -d"))],
                Examples.facts {
                    $0.flags.sync.running = nil
                    $0.service.newContainer = .unknown("it is not installed")
                }, noSmoke),
            RuleCase("a running mesh anew", "mesh", [(.change, recreation)], differing(smoke: nil, differs: false)),
            RuleCase("… with another NATS, or what may be one", "mesh", [(.change, recreation)], differing(smoke: nil), noSmoke),
            RuleCase("… which smoke checks looked at", "mesh", [(.change, recreation)], differing(smoke: Examples.smoke(minutesAgo: 3))),
            RuleCase("… typed by hand", "mesh", [(.change, compose("docker-compose up -d"))], differing(smoke: nil), noSmoke),
            RuleCase(
                "… started again, which keeps what it was made with", "mesh", [(.change, compose("docker-compose restart api"))],
                differing(smoke: nil)),
            RuleCase(
                "… a unit, which reads its files", "mesh", [(.change, compose("docker-compose restart api"))],
                differing(smoke: nil).with { $0.service.isUnit = true }, noSmoke),
            RuleCase(
                "… a unit, while the other is turned off", "mesh", [(.change, set(.attestation, "0")), (.change, recreation)],
                differing(smoke: nil).with { $0.service.isUnit = true }),
            RuleCase(
                "… another service anew", "mesh", [(.change, .recreate(service: "worker", pinnedOff: []))],
                worker(running: [.sync]).with { $0.service.meshDiffers = true }),
            RuleCase(
                "another service, which nobody gives a flag", "x", [(.change, compose("docker-compose up -d redis"))],
                Examples.facts { $0.service.newContainer = .asked(["api": [:], "redis": [:]]) }),
            RuleCase(
                "another service anew, which is given the flag and does not run with it", "mesh",
                [(.change, .recreate(service: "worker", pinnedOff: [.attestation]))], worker(running: []), noSmoke),
            RuleCase(
                "… which runs with it already", "mesh", [(.change, .recreate(service: "worker", pinnedOff: [.attestation]))],
                worker(running: [.sync])),
            RuleCase(
                "… which runs with the other one alone", "mesh", [(.change, .recreate(service: "worker", pinnedOff: [.attestation]))],
                worker(running: [.attestation]), noSmoke),
            RuleCase(
                "… beside a third one that runs with it", "mesh", [(.change, .recreate(service: "worker", pinnedOff: [.attestation]))],
                worker(running: []).with { $0.service.otherContainers = [OtherContainer(service: "redis", name: "r", mayRun: [.sync])] },
                noSmoke),
            RuleCase(
                "… where nobody could look", "mesh", [(.change, .recreate(service: "worker", pinnedOff: [.attestation]))],
                worker(running: []).with { $0.service.otherContainers = nil }, noSmoke),
            RuleCase(
                "… beside Jarvis's own, which is pinned", "mesh",
                [(.change, .recreate(service: "api", pinnedOff: [.sync, .attestation], others: ["worker": [.attestation]]))],
                worker(running: []), noSmoke),
            RuleCase(
                "… which is pinned", "mesh", [(.change, .recreate(service: "worker", pinnedOff: [.sync, .attestation]))],
                worker(running: [])),
            RuleCase(
                "code that names the flag", "x", [(.unknown, shell("sed -i s/JARVIS_USE_MESH_SYNC=0/JARVIS_USE_MESH_SYNC=1/ .env"))],
                Examples.facts(), noSmoke),
            RuleCase("code that names the file", "x", [(.unknown, shell("cp new .env"))], Examples.facts(), noSmoke),
            RuleCase(
                "code that makes containers", "x", [(.unknown, shell("sh -c \"docker-compose up -d api\""))], Examples.facts(), noSmoke),
            RuleCase(
                "code that runs an image", "x", [(.unknown, shell("docker run -e JARVIS_USE_MESH_SYNC=1 jarvis"))], Examples.facts(),
                noSmoke),
            RuleCase("code that names the service", "x", [(.unknown, shell("./deploy api"))], Examples.facts(), noSmoke),
            RuleCase("code that names neither", "x", [(.unknown, shell("rm -rf rapids old.envelope"))], Examples.facts()),
            RuleCase(
                "smoke checks in a journal that does not verify", [.sync], isOn: true,
                Examples.facts {
                    $0.smoke = SmokeFacts(
                        passed: true, distrust: .init("the journal that holds the smoke checks does not verify (jarvis-ops audit verify)"),
                        ageMilliseconds: 1, covered: [.sync], isOfThisConfiguration: true)
                }, stale("the journal that holds the smoke checks does not verify (jarvis-ops audit verify)")),
            RuleCase(
                "a recreation after the older name was written off, which decides nothing", "mesh",
                [(.change, setLegacy(.sync, "0")), (.change, compose("docker-compose up -d"))], onlyInFile(false), noSmoke),
            RuleCase(
                "a recreation with variables from elsewhere", "x", [(.change, compose("docker-compose --env-file=other up -d"))],
                Examples.facts(), nil
            ).running(nil, noSmoke),
            RuleCase("disabling attestation keeps sync off that does not run", [.attestation], isOn: false, onlyInFile(false)),
            RuleCase("the older name", "x", [(.change, setLegacy(.sync, "on"))], Examples.facts(), noSmoke),
            RuleCase("a value in quotes", "x", [(.change, set(.sync, "\"1\""))], Examples.facts(), noSmoke),
            RuleCase("a value with a second line", "x", [(.change, set(.sync, "0\nJARVIS_USE_MESH_SYNC=1"))], Examples.facts(), noSmoke),
            RuleCase("a value with a comment", "x", [(.change, set(.sync, "1 # on"))], Examples.facts(), noSmoke),
            RuleCase("a line taken out", "x", [(.change, set(.sync, nil))], Examples.facts(), noSmoke),
            RuleCase(
                "words for off", "x", [(.change, set(.sync, "")), (.change, set(.sync, "false")), (.change, set(.sync, "No"))],
                Examples.facts()),
            RuleCase("another variable", "x", [(.change, .setVariable(name: "LOG_LEVEL", value: "1"))], Examples.facts()),
        ])
    func smokeRule(_ entry: RuleCase) { entry.check(.flagsOffUnlessSmoke) }

    @Test(
        "attest-before-sync",
        arguments: [
            RuleCase("both off", [.sync, .attestation], isOn: false, Examples.facts(sync: true, attestation: true)),
            RuleCase("sync off, attestation off everywhere", [.sync], isOn: false, Examples.facts(sync: true)),
            RuleCase("sync off, attestation on in the file alone", [.sync], isOn: false, attesting { $0.fileValue = "1" }, order),
            RuleCase(
                "sync off, attestation on by its older name", [.sync], isOn: false,
                attesting {
                    $0.fileValue = nil
                    $0.legacyFileValue = "yes"
                }, order),
            RuleCase(
                "sync off, attestation on by an older name that decides nothing", [.sync], isOn: false,
                attesting { $0.legacyFileValue = "yes" }),
            RuleCase("sync off, attestation on in this environment", [.sync], isOn: false, attesting { $0.environmentValue = "1" }, order),
            RuleCase("sync off, attestation runs", [.sync], isOn: false, attesting { $0.running = true }, order),
            RuleCase("sync off, nobody knows whether attestation runs", [.sync], isOn: false, attesting { $0.running = nil }),
            RuleCase("both off in the wrong order", "mesh", [(.change, set(.sync, "0")), (.change, set(.attestation, "0"))], both, order),
            RuleCase("both off in the right order", "mesh", [(.change, set(.attestation, "0")), (.change, set(.sync, "0"))], both),
            RuleCase(
                "attestation off by the older name, which decides nothing", "mesh",
                [(.change, setLegacy(.attestation, "0")), (.change, set(.sync, "0"))], both, order),
            RuleCase("sync's line taken out", "mesh", [(.change, set(.sync, nil))], both, order),
            RuleCase("disabling attestation", [.attestation], isOn: false, both),
            RuleCase("attestation on, sync on and running", [.attestation], isOn: true, Examples.facts(sync: true)),
            RuleCase(
                "attestation on, sync off", [.attestation], isOn: true, Examples.facts(), "sync is off, and goes on before attestation"),
            RuleCase(
                "attestation on, sync on in the file and not running", [.attestation], isOn: true, onlyInFile(false),
                "sync is on in .env, but the service runs without it"),
            RuleCase(
                "attestation on in production, nobody knows whether sync runs", [.attestation], isOn: true, onlyInFile(nil),
                "whether the service runs with sync cannot be seen: it gives no capability report"),
            RuleCase("… in development", "x", [(.change, set(.attestation, "1"))], onlyInFile(nil).with { $0.deployment = .development }),
            RuleCase(
                "both on in one plan, sync first", "x", [(.change, set(.sync, "1")), (.change, set(.attestation, "1"))],
                Examples.facts {
                    $0.flags.sync.running = nil
                    $0.deployment = .staging
                }),
            RuleCase(
                "a recreation into attestation alone", "x", [(.change, compose("docker-compose up -d"))], Examples.facts(attestation: true),
                alone),
            RuleCase(
                "… with attestation pinned off", "x", [(.change, .recreate(service: "api", pinnedOff: [.attestation]))],
                Examples.facts(attestation: true)),
            RuleCase("… with sync pinned off", "x", [(.change, .recreate(service: "api", pinnedOff: [.sync]))], both, alone),
            RuleCase("a recreation into both", "x", [(.change, compose("docker-compose up -d"))], both),
            RuleCase("sync on", [.sync], isOn: true, Examples.facts()),
        ])
    func orderRule(_ entry: RuleCase) { entry.check(.attestBeforeSync) }
}

private func shell(_ line: String) -> Planning.Operation { .runbook(.shell(ShellAction(line: line, argv: nil))) }

private let order = "attestation is on, and goes off before sync"
private let alone = "the new container would run attestation without sync"
private let both = Examples.facts(sync: true, attestation: true)

private func attesting(_ adjust: (inout MeshFlagFact) -> Void) -> Facts {
    var facts = Examples.facts(sync: true)
    adjust(&facts.flags.attestation)
    return facts
}

extension RuleCase {
    /// The same case where the service says something else of sync.
    fileprivate func running(_ sync: Bool?, _ objection: String?) -> RuleCase {
        RuleCase(title, plan, facts.with { $0.flags.sync.running = sync }, objection)
    }
}
