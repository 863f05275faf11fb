import Mesh
import Planning
import Runbook
import TestSupport
import Testing

/// Which plans the runbook's rules for the mesh's faults hold for.
@Suite(.ownThread) struct MeshPlansTests {
    private static func plan(_ subject: String, _ operations: [Planning.Operation] = []) -> Plan {
        Plan(
            subject: subject,
            steps: operations.map {
                PlannedStep(id: "x", title: "", step: nil, kind: $0.kind, effect: .change, probe: nil, change: Change($0))
            })
    }

    @Test(
        "A section is about the mesh by a word of its title, in any case",
        arguments: [
            ("mesh", true), ("mesh-sync-and-attestation-degraded-mode", true), ("Mesh", true), ("NATS-unreachable", true),
            ("outbox-grows", true), ("invalid-envelopes", true), ("api-unresponsive", false), ("meshing-gears", false), ("", false),
        ])
    func subjects(subject: String, isAboutMesh: Bool) { #expect(Self.plan(subject).isAboutMesh == isAboutMesh) }

    @Test(
        "A plan is about the mesh by what it does, whatever it is called",
        arguments: [
            (.setVariable(name: MeshFlag.sync.variable, value: "0"), true),
            (.setVariable(name: MeshFlag.attestation.legacyVariable, value: "1"), true),
            (.runbook(.flag(name: MeshFlag.sync.variable, value: "0")), true), (.send(event: "e1"), true),
            (.quarantine(event: "e1", reason: "hash_mismatch"), true), (.setVariable(name: "LOG_LEVEL", value: "debug"), false),
            (.recreate(service: "api", pinnedOff: []), false), (.backupDatabase(to: "b"), false),
        ] as [(Planning.Operation, Bool)])
    func operations(operation: Planning.Operation, isAboutMesh: Bool) {
        #expect(Self.plan("memory-leak", [.startServices, operation]).isAboutMesh == isAboutMesh)
    }
}
