import Mesh
import Planning
import TestSupport
import Testing

/// What a change of a flag writes, what must hold around it, and when the service is made anew for it.
@Suite(.ownThread) struct FlagWriteTests {
    private static func facts(_ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
        var facts = Facts()
        facts.flags = MeshFlagFacts(sync: .all(false), attestation: .all(false))
        facts.service.composeService = "api"
        facts.service.engineAnswers = true
        adjust(&facts)
        return facts
    }

    private static func plan(isOn: Bool, _ facts: Facts) -> [PlannedStep] { FlagPlanner.plan(FlagGoal([.sync], isOn: isOn), facts).steps }

    private static func write(isOn: Bool, _ facts: Facts) throws -> Change { try #require(plan(isOn: isOn, facts).first?.change) }

    @Test("Only a file and a service that both say so are left alone: what is not known is made so")
    func recreation() {
        for (file, running, isMadeAnew) in [
            ("0", false, false), ("0", nil, true), ("0", true, true), ("1", false, true), (nil, false, true),
        ] as [(String?, Bool?, Bool)] {
            let facts = Self.facts {
                $0.flags.sync.fileValue = file
                $0.flags.sync.running = running
            }
            #expect(Self.plan(isOn: false, facts).contains { $0.id == "mesh/disable.recreate" } == isMadeAnew)
        }
    }

    @Test(
        "What is not set, or is no plain word for what is wanted, is written",
        arguments: [
            (nil, true, "1"), (nil, false, "0"), ("n/a", true, "1"), ("n/a", false, "0"), ("", true, "1"), ("", false, ""),
            ("off", false, "off"), ("off", true, "1"), ("Yes", true, "Yes"), ("Yes", false, "0"),
        ] as [(String?, Bool, String)])
    func value(old: String?, isOn: Bool, new: String) throws {
        let change = try Self.write(isOn: isOn, Self.facts { $0.flags.sync.fileValue = old })
        #expect(change.operation == .setVariable(name: MeshFlag.sync.variable, value: new))
        #expect(change.before == old && change.after == new)
        #expect(change.isAlreadySo == (old == new))
    }

    @Test("The value found must still stand there, and the new one afterwards: that also tells whether it was done")
    func checks() throws {
        let name = MeshFlag.sync.variable
        let change = try Self.write(isOn: true, Self.facts())
        #expect(change.precheck == .fileVariable(name: name, value: "0"))
        #expect(change.postchecks.first == Verification(.fileVariable(name: name, value: "1")))
        #expect(change.settledBy == .fileVariable(name: name, value: "1"))
        let recreate = try #require(Self.plan(isOn: true, Self.facts()).first { $0.id == "mesh/enable.recreate" }?.change)
        #expect(recreate.settledBy == .runningFlags(sync: true, attestation: nil))
        #expect(recreate.postchecks.first == Verification(.apiReady))
    }

    @Test("Memory writes that failed before do not stop the flags from going off; of others it need not be known")
    func memoryWrites() throws {
        for (writes, wasUnhealthy) in [(.succeeding("now"), false), (.unknown("?"), false), (.failing("read-only"), true)]
            as [(MemoryWriteFacts, Bool)]
        {
            let facts = Self.facts {
                $0.flags.sync = .all(true)
                $0.memoryWrites = writes
            }
            for change in Self.plan(isOn: false, facts).compactMap(\.change) {
                #expect(change.postchecks.last == Verification(.memoryWrites, mayBeUnknown: true, wasUnhealthy: wasUnhealthy))
            }
        }
    }
}
