import JSONKit
import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct RollbackPlannerTests {
    private func plan(_ adjust: (inout Facts) -> Void = { _ in }) throws -> Plan {
        RollbackPlanner.plan(try OwnRunbook.incident("mesh").rollback, OwnRunbook.facts(adjust))
    }

    private func tagged(_ facts: inout Facts) {
        facts.rollback.image.configured = "2.0"
        facts.rollback.image.wanted = "1.9"
        facts.rollback.image.source = "healthy in run x"
        facts.rollback.image.place = .variable(name: "JARVIS_IMAGE_TAG", value: "2.0")
    }

    @Test("Flags first, attestation before sync; configuration; tag; services; then what must be true")
    func order() throws {
        let plan = try plan { facts in
            tagged(&facts)
            facts.rollback.configuration = RollbackFacts.Revert(
                path: "lifeos/config/jarvis.json", sha256: "new", content: .kept(sha256: "old"), source: "git 1", diff: "-a\n+b\n")
        }
        #expect(
            plan.steps.map(\.id) == [
                "capture/logs", "capture/memory", "mesh/rollback.1a", "mesh/rollback.1b", "mesh/rollback.2", "mesh/rollback.3",
                "mesh/rollback.4", "mesh/rollback.4.flags", "mesh/rollback.4.writes", "mesh/rollback.4.report",
            ])
        #expect(plan.steps[2].change?.operation == .setVariable(name: MeshFlag.attestation.variable, value: "0"))
        #expect(plan.changes.allSatisfy { $0.change?.confirmation == "mesh" })
        #expect(plan.changes.dropLast().allSatisfy { $0.change?.undo != nil })
    }

    @Test("Without a tag, an image or an engine the flags go off all the same, and what is left waits for a person")
    func waiting() throws {
        let plan = try plan { $0.service.engineAnswers = false }
        #expect(plan.changes.map(\.id) == ["mesh/rollback.1a", "mesh/rollback.1b"])
        let open = plan.steps.filter(\.isAsked)
        #expect(open.map(\.id) == ["mesh/rollback.3", "mesh/rollback.4"])
        #expect(open[0].title.contains("no tag is known to be stable"))
        #expect(open[1].title.contains("no Docker engine answers"))
        let unclear = try self.plan { facts in
            tagged(&facts)
            facts.rollback.image.place = nil
            facts.rollback.image.obstacle = "the compose file names a digest"
        }
        #expect(unclear.steps.first { $0.id == "mesh/rollback.3" }?.title.contains("names a digest") == true)
    }

    @Test("Flags in a file that nobody here may write wait for a person, and the services come up with both pinned off")
    func unwritable() throws {
        let plan = try plan { facts in
            for flag in MeshFlag.allCases { facts.flags[flag].place.unwritable = ".env cannot be read" }
        }
        let left = plan.steps.filter { ["mesh/rollback.1a", "mesh/rollback.1b"].contains($0.id) }
        // What the runbook's step would do is not what this one does.
        #expect(left.count == 2 && left.allSatisfy { $0.isAsked && $0.step == nil && $0.effect == .none })
        #expect(plan.changes.last?.change?.operation == .bringUp(service: "api", pinnedOff: [.sync, .attestation]))
    }

    @Test("A second time there is nothing to do but to look")
    func again() throws {
        let plan = try plan { facts in
            facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
            tagged(&facts)
            facts.rollback.image.configured = "1.9"
            facts.rollback.image.running = "1.9"
        }
        #expect(plan.changes.allSatisfy { $0.change?.isAlreadySo == true })
        #expect(!plan.steps.contains { $0.id == "mesh/rollback.4" })
        #expect(plan.steps.suffix(3).allSatisfy { $0.probe != nil })
    }

    @Test("A container that was made from another tag is made anew, also when the file says the right one already")
    func running() throws {
        let plan = try plan { facts in
            facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
            tagged(&facts)
            facts.rollback.image.configured = "1.9"
            facts.rollback.image.running = "2.0"
        }
        #expect(plan.changes.contains { $0.change?.operation == .bringUp(service: "api", pinnedOff: [.sync, .attestation]) })
    }

    @Test("Another service that runs with a flag is brought up pinned off too; a container that no service makes waits for a person")
    func others() throws {
        let others = [
            OtherContainer(service: "worker", name: "w", mayRun: [.sync]),
            OtherContainer(service: "old", name: "o", mayRun: [.attestation]),
        ]
        let plan = try plan { facts in
            facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
            facts.service.others = ["redis", "worker"]
            facts.service.otherContainers = others
        }
        let up = plan.changes.last?.change?.operation
        #expect(up == .bringUp(service: "api", pinnedOff: [.sync, .attestation], others: ["worker"]))
        #expect(up?.document["others"] == ["worker"])
        #expect(plan.steps.contains { $0.id == "mesh/rollback.4.stop.o" && $0.isAsked })
    }

    @Test("A file that was changed, or a service of which nobody knows, is brought up anew although the other says off")
    func unknown() throws {
        for (file, running) in [("1", false), ("0", nil), ("0", true)] as [(String, Bool?)] {
            let plan = try plan { facts in
                facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
                facts.flags.sync.fileValue = file
                facts.flags.sync.running = running
            }
            #expect(plan.changes.contains { $0.id == "mesh/rollback.4" })
        }
    }

    @Test("While docker-compose would give a new container a flag, the services are brought up anew, and what it gives is looked at before")
    func given() throws {
        for (value, isMadeAnew) in [("1", true), ("${X:-1}", true), ("0", false)] {
            let plan = try plan { facts in
                facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
                facts.service.newContainer = .asked(["api": [MeshFlag.sync.variable: value]])
            }
            #expect(plan.changes.contains { $0.id == "mesh/rollback.4" } == isMadeAnew, "\(value)")
            #expect(plan.steps.contains { $0.probe == .givenFlags(sync: false, attestation: false) } == isMadeAnew)
        }
    }

    @Test("An image that is nowhere to be had is a person's, and no tag is written for it")
    func missing() throws {
        let plan = try plan { facts in
            tagged(&facts)
            facts.rollback.image.availability = .missing("its registry does not have it")
        }
        let step = try #require(plan.steps.first { $0.id == "mesh/rollback.3" })
        #expect(step.isAsked && step.change == nil && step.title.contains("its registry does not have it"))
    }

    @Test("A tag that nobody could look for waits for a person, and the flags go off; one that ran here once does not wait")
    func unchecked() throws {
        let unknown = try plan { facts in
            tagged(&facts)
            facts.rollback.image.name = "jarvis"
            facts.rollback.image.availability = .unknown("no Docker engine answers")
        }
        let step = try #require(unknown.steps.first { $0.id == "mesh/rollback.3" })
        #expect(step.isAsked && step.change == nil && step.title.contains("cannot be seen: no Docker engine answers"), "\(step.title)")
        #expect(unknown.changes.prefix(2).allSatisfy { $0.change?.operation.flagChange?.isOn == false })
        let ran = try plan { facts in
            tagged(&facts)
            facts.rollback.image.availability = .ran
        }
        #expect(ran.steps.first { $0.id == "mesh/rollback.3" }?.change != nil)
    }

    @Test("Where something is in the way of writing the tag it is a person's, also when its place is known")
    func obstacle() throws {
        let plan = try plan { facts in
            tagged(&facts)
            facts.rollback.image.obstacle = "two lines set it"
        }
        let step = try #require(plan.steps.first { $0.id == "mesh/rollback.3" })
        #expect(step.isAsked && step.change == nil && step.title.contains("two lines set it"))
    }

    @Test("A file goes back only while it is as it was when the plan was made")
    func configuration() throws {
        let plan = try plan { facts in
            facts.rollback.configuration = RollbackFacts.Revert(
                path: "lifeos/config/jarvis.json", sha256: "new", content: .kept(sha256: "old"), source: "git 1", diff: "-a\n+b\n")
        }
        let change = try #require(plan.steps.first { $0.id == "mesh/rollback.2" }?.change)
        #expect(change.precheck == .fileIs(path: "lifeos/config/jarvis.json", sha256: "new"))
        #expect(change.settledBy == .fileIs(path: "lifeos/config/jarvis.json", sha256: "old"))
        #expect(change.undo == .writeFile(path: "lifeos/config/jarvis.json", .kept(sha256: "new")))
    }
}
