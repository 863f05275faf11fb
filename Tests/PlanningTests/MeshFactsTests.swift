import Mesh
import Planning
import TestSupport
import Testing

/// What one flag is taken for, out of everything that says something of it.
@Suite(.ownThread) struct MeshFactsTests {
    /// `.env` and the environment, each by the present and the older name, and the running service.
    struct Places: Sendable, CustomTestStringConvertible {
        var file: String?
        var legacyFile: String?
        var environment: String?
        var legacyEnvironment: String?
        var running: Bool?

        var fact: MeshFlagFact {
            var fact = MeshFlagFact()
            fact.fileValue = file
            fact.legacyFileValue = legacyFile
            fact.environmentValue = environment
            fact.legacyEnvironmentValue = legacyEnvironment
            fact.running = running
            return fact
        }

        var testDescription: String { "\(self)" }
    }

    @Test(
        "In `.env` the present name decides before the older one, and what stands nowhere is off",
        arguments: [
            (Places(), false), (Places(file: "1"), true), (Places(file: "0", legacyFile: "1"), false), (Places(legacyFile: "1"), true),
            (Places(file: "", legacyFile: "1"), false), (Places(environment: "1", running: true), false),
        ])
    func configured(places: Places, isOn: Bool) { #expect(places.fact.configured == isOn) }

    @Test(
        "A program started here sees the present name before the older one, and each in its environment before `.env`",
        arguments: [
            (Places(), false), (Places(file: "0", environment: "1"), true), (Places(file: "1", environment: "0"), false),
            (Places(file: "0", legacyEnvironment: "1"), false), (Places(file: "1", legacyEnvironment: "0"), true),
            (Places(legacyFile: "0", legacyEnvironment: "1"), true), (Places(legacyFile: "1", legacyEnvironment: "0"), false),
            (Places(legacyFile: "1"), true), (Places(environment: "0", legacyEnvironment: "1"), false), (Places(running: true), false),
        ])
    func effective(places: Places, isOn: Bool) { #expect(places.fact.effective == isOn) }

    @Test(
        "One answer is the running service's, and without one what a program started here would see",
        arguments: [
            (Places(file: "1", running: false), false), (Places(file: "0", running: true), true), (Places(file: "1"), true),
            (Places(file: "1", environment: "0"), false),
        ])
    func best(places: Places, isOn: Bool) { #expect(places.fact.best == isOn) }

    @Test(
        "Where it would be dangerous one place that says on is enough",
        arguments: [
            (Places(), false), (Places(file: "0", environment: "0", running: false), false), (Places(file: "1", environment: "0"), true),
            (Places(file: "1", environment: "0", running: false), true), (Places(file: "0", environment: "1", running: false), true),
            (Places(file: "0", running: true), true), (Places(legacyFile: "1", running: false), true),
        ])
    func mayBeOn(places: Places, isOn: Bool) { #expect(places.fact.mayBeOn == isOn) }

    @Test("A service whose report contradicts its environment is off where one answer is wanted, and may be on", arguments: [true, false])
    func contradictory(given: Bool) {
        var fact = MeshFlagFact.all(false)
        fact.container = given
        #expect(!fact.isContradictory && !fact.mayBeOn)
        fact.reported = given
        #expect(!fact.isContradictory && !fact.mayBeOn)
        fact.reported = !given
        fact.running = nil
        #expect(fact.isContradictory && fact.mayBeOn && !fact.best)
        fact.environmentValue = "1"
        #expect(!fact.best)
    }

    // MARK: - Smoke checks

    private static func smoke(_ adjust: (inout SmokeFacts) -> Void = { _ in }) -> SmokeFacts {
        var smoke = SmokeFacts(passed: true, ageMilliseconds: 1000, covered: [.sync, .attestation], isOfThisConfiguration: true)
        adjust(&smoke)
        return smoke
    }

    @Test(
        "Smoke checks count that passed, of which the journal is sound, within 15 minutes, for this configuration and this flag",
        arguments: [
            (smoke(), nil), (smoke { $0.passed = false }, "the smoke checks failed"),
            (
                smoke { $0.distrust = .init("edited") },
                "edited"
            ),
            (smoke { $0.ageMilliseconds = .nan }, "the smoke checks have no age"),
            (smoke { $0.ageMilliseconds = -1 }, "the smoke checks are dated in the future"), (smoke { $0.ageMilliseconds = 0 }, nil),
            (smoke { $0.ageMilliseconds = 900_000 }, nil),
            (smoke { $0.ageMilliseconds = 900_001 }, "the smoke checks are older than 15 minutes"),
            (smoke { $0.isOfThisConfiguration = false }, "the configuration changed since the smoke checks"),
            (smoke { $0.outboxFault = "e1 is invalid" }, "the outbox would not pass them any more (e1 is invalid)"),
            (smoke { $0.covered = [.attestation] }, "the smoke checks did not cover sync"),
            // What passed is no first enabling, whatever is said beside it.
            (smoke { ($0.covered, $0.isFirstEnabling) = ([], true) }, "the smoke checks did not cover sync"),
        ] as [(SmokeFacts, String?)])
    func smokeChecks(smoke: SmokeFacts, objection: String?) { #expect(smoke.objection(for: .sync) == objection) }

    @Test("What makes them count: new ones, and before those what mends the journal")
    func remedy() {
        #expect(Self.smoke().remedy(for: .attestation) == "Run: jarvis-ops mesh smoke attest")
        #expect(Self.smoke { $0.distrust = .init("edited") }.remedy(for: .sync) == "Run: jarvis-ops mesh smoke sync")
        let mended = Self.smoke { $0.distrust = .init("open", mend: "Close it: chmod go-w x") }
        #expect(mended.remedy(for: .sync) == "Close it: chmod go-w x\n  Then: jarvis-ops mesh smoke sync")
    }

    @Test("A variable is a flag's by its present and by its older name")
    func variables() {
        for flag in MeshFlag.allCases {
            #expect(MeshFlag(variable: flag.variable) == flag)
            #expect(MeshFlag(variable: flag.legacyVariable) == flag)
        }
        #expect(MeshFlag(variable: "JARVIS_USE_MESH") == nil)
    }
}
