import Mesh
import Planning
import TestSupport
import Testing

/// The runbook's recovery of the mesh as one plan.
@Suite(.ownThread) struct RecoveryPlannerTests {
    private static func plan(_ held: [String: Int] = [:], withFlags: Bool = false, _ adjust: (inout Facts) -> Void = { _ in }) -> Plan {
        var facts = Facts()
        facts.flags = MeshFlagFacts(sync: .all(true), attestation: .all(false))
        adjust(&facts)
        return RecoveryPlanner.plan(sending: [], held: held, facts, withFlags: withFlags)
    }

    private static func needed(_ plan: Plan) -> Set<RecoveryVariable> {
        Set(
            plan.steps.compactMap {
                if case .recoveryVariable(let variable, true)? = $0.probe { variable } else { nil }
            })
    }

    @Test("The flags are turned off only in the plan that is asked for once sending keeps failing")
    func flags() {
        #expect(Self.plan().changes.isEmpty)
        #expect(Self.plan(withFlags: true).changes.map { $0.change?.operation.flagChange?.flag } == [.attestation, .sync])
        #expect(Self.plan(withFlags: true).changes.allSatisfy { $0.title.hasPrefix("Only if retries keep failing") })
    }

    @Test("What attestation needs is needed where any place says that it is on, also when the service says off")
    func variables() {
        let always: Set<RecoveryVariable> = [.sharedKey, .nodeKey, .natsAddress]
        #expect(Self.needed(Self.plan()) == always)
        for adjust in [
            { (facts: inout Facts) in facts.flags.attestation = .all(true) },
            { (facts: inout Facts) in facts.flags.attestation = .all(true, running: false) },
            { (facts: inout Facts) in facts.flags.attestation.running = true },
        ] {
            #expect(Self.needed(Self.plan([:], withFlags: false, adjust)) == always.union([.programID, .keypair]))
        }
    }

    @Test(
        "What is held is told with its reasons, and how it can be sealed anew where it can",
        arguments: [
            (["stale_commitment": 2], "held: 2 stale_commitment; --reseal --confirm reseal seals them anew"),
            (["missing_envelope": 1], "held: 1 missing_envelope; --reseal --confirm reseal seals them anew"),
            (["clock_skew": 1, "attestation_disabled": 3], "held: 3 attestation_disabled, 1 clock_skew"),
        ])
    func held(held: [String: Int], title: String) {
        #expect(Self.plan(held).steps.first { $0.id == "mesh/resolve.held" }?.title == title)
    }

    @Test("Where nothing is held nothing is said of it")
    func nothingHeld() { #expect(!Self.plan().steps.contains { $0.id == "mesh/resolve.held" }) }
}
