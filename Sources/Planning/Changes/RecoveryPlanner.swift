internal import Mesh
internal import Runbook

/// The variables that the runbook's first recovery step of the mesh names, and the address that its second one needs.
public enum RecoveryVariable: String, Sendable, Hashable, CaseIterable {
    case sync = "sync-flag"
    case attestation = "attest-flag"
    case sharedKey = "shared-key"
    case nodeKey = "node-key"
    case natsAddress = "nats-address"
    case programID = "program-id"
    case keypair

    /// Its names; which of them counts when several are set is the variable's own matter.
    public var names: [String] {
        switch self {
        case .sync: [MeshFlag.sync.variable, MeshFlag.sync.legacyVariable]
        case .attestation: [MeshFlag.attestation.variable, MeshFlag.attestation.legacyVariable]
        case .sharedKey: ["JARVIS_MESH_SHARED_KEY", "JARVIS_MESH_SYNC_KEY"]
        case .nodeKey: ["JARVIS_MESH_NODE_PUBKEY"]
        case .natsAddress: ["JARVIS_NATS_URL", "NATS_URL"]
        case .programID: ["JARVIS_MESH_PROGRAM_ID"]
        case .keypair: ["JARVIS_MESH_KEYPAIR_PATH", "TREASURY_WALLET_PATH"]
        }
    }
}

/// The runbook's recovery of the mesh as one plan: look at the configuration, send what waits, turn the flags off if that keeps failing,
/// see what is left and that memory writes go on.
public enum RecoveryPlanner {
    /// The look at what still waits in the end.
    public static let backlog = "mesh/resolve.backlog"
    /// The looks at the configuration begin so.
    public static let configuration = "mesh/resolve.configuration."

    /// - Parameters:
    ///   - sending: the steps of the retry.
    ///   - held: how many waiting events are not sent, by reason.
    ///   - withFlags: with the third step. It is only right once the second keeps failing, and wants an approval of its own, so that a plan to
    ///     be carried out is made without it.
    public static func plan(sending: [PlannedStep], held: [String: Int], _ facts: Facts, withFlags: Bool) -> Plan {
        let flags = withFlags ? conditional(FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), facts)) : []
        return Plan(subject: "mesh", steps: variables(facts) + sending + person(held) + flags + closing)
    }

    private static func variables(_ facts: Facts) -> [PlannedStep] {
        let isAttesting = facts.flags.attestation.mayBeOn
        return RecoveryVariable.allCases.map { variable in
            let isNeeded =
                switch variable {
                case .sync, .attestation: false
                case .sharedKey, .nodeKey, .natsAddress: true
                case .programID, .keypair: isAttesting
                }
            let probe = Probe.recoveryVariable(variable, isNeeded: isNeeded)
            return PlannedStep.check(
                configuration + variable.rawValue, "See that \(variable.names.joined(separator: " or ")) is right", probe,
                standing: .always)
        }
    }

    /// What only a person decides about.
    private static func person(_ held: [String: Int]) -> [PlannedStep] {
        guard !held.isEmpty else { return [] }
        let words = held.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let canSeal = held.keys.contains { ["stale_commitment", "missing_envelope"].contains($0) }
        return [
            PlannedStep.manual(
                "mesh/resolve.held", "held: \(words)" + (canSeal ? "; --reseal --confirm reseal seals them anew" : ""), standing: .closing)
        ]
    }

    private static func conditional(_ plan: Plan) -> [PlannedStep] {
        plan.steps.map { step in
            step.with {
                $0.title = "Only if retries keep failing, and asked for then: \(step.title)"
                ($0.standing, $0.isAsked) = (.usual, false)
            }
        }
    }

    private static let closing = [
        PlannedStep.check("mesh/resolve.faults", "See whether the transport or the RPC node is at fault", .meshFaults, standing: .closing),
        PlannedStep.check("mesh/resolve.writes", "See that memory writes go on", .memoryWrites, standing: .closing),
        PlannedStep.check(backlog, "See what still waits", .backlog, standing: .closing),
    ]
}
