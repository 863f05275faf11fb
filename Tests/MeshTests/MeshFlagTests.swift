import Mesh
import TestSupport
import Testing

@Suite(.ownThread) struct MeshFlagTests {
    @Test(
        "A value is true or false as Jarvis reads it",
        arguments: [
            ("1", true), ("true", true), ("TRUE", true), (" Yes\n", true), ("y", true), ("on", true), ("\u{A0}oN\u{2003}", true),
            ("", false), ("0", false), ("false", false), ("t", false), ("enabled", false), ("1.0", false), ("yes please", false),
            ("2", false),
        ])
    func truth(value: String, isTrue: Bool) { #expect(MeshFlags.isTrue(value) == isTrue) }

    @Test(
        "A plain word means the same to every reader, and what is none may mean what it does not say",
        arguments: [
            ("1", true), (" on ", true), ("0", false), ("", false), ("off", false), ("OFF", false), ("2", false), ("1x", false),
            ("\"1\"", nil), ("${X:-1}", nil), ("1 # on", nil), ("0 ", nil), ("t-1", nil),
        ] as [(String, Bool?)])
    func reads(value: String, isOn: Bool?) { #expect(MeshFlags.reads(value) == isOn) }

    @Test("The primary variable decides when it is set, also when empty; else the legacy one; else off", arguments: MeshFlag.allCases)
    func precedence(flag: MeshFlag) {
        func reading(_ primary: String?, _ legacy: String?) -> MeshFlagReading {
            var environment: [String: String] = ["OTHER": "1"]
            environment[flag.variable] = primary
            environment[flag.legacyVariable] = legacy
            return MeshFlags(environment: environment)[flag]
        }
        #expect(!reading(nil, nil).isOn)
        #expect(reading(nil, nil).variable == nil)
        #expect(reading("1", "0").isOn)
        #expect(!reading("0", "1").isOn)
        #expect(!reading("", "1").isOn)
        #expect(reading("", "1").variable == flag.variable)
        #expect(reading(nil, " on ").isOn)
        #expect(reading(nil, " on ").variable == flag.legacyVariable)
        #expect(reading(nil, " on ").value == " on ")
    }

    @Test("The variables have the names of the facts, and do not cross over")
    func names() {
        let flags = MeshFlags(environment: ["JARVIS_USE_MESH_SYNC": "1", "JARVIS_MESH_ATTESTATION_ENABLED": "1"])
        #expect(flags.sync.isOn && flags.attestation.isOn)
        let legacy = MeshFlags(environment: ["JARVIS_MESH_SYNC_ENABLED": "1", "JARVIS_USE_MESH_ATTEST": "0"])
        #expect(legacy.sync.isOn && !legacy.attestation.isOn)
    }
}
