public import Mesh
internal import Runbook

/// What smoke checks are asked for, and what decides which of them there are.
public struct SmokeRequest: Sendable, Hashable {
    /// The flags whose checks must pass.
    public var asked: Set<MeshFlag>
    /// Whether anything of the attestation is configured: then it is checked too, also while its flag is off.
    public var hasAttestation: Bool
    /// Whether Jarvis publishes through JetStream.
    public var usesJetStream: Bool
    /// Nothing is sent, not even to a subject of our own.
    public var isDry: Bool
    /// The run that the canary is named after.
    public var run: String
    public var acknowledged: [Acknowledgement]
    /// Why nobody can tell with what the service works; nil where that is known.
    public var doubt: String?

    public init(
        asked: Set<MeshFlag>, hasAttestation: Bool, usesJetStream: Bool, isDry: Bool = false, run: String,
        acknowledged: [Acknowledgement] = [], doubt: String? = nil
    ) {
        self.asked = asked
        self.hasAttestation = hasAttestation
        self.usesJetStream = usesJetStream
        self.isDry = isDry
        self.run = run
        self.acknowledged = acknowledged
        self.doubt = doubt
    }

    /// The flags that are checked: sync, which attestation builds on, and attestation whenever it is named or configured.
    public var checked: Set<MeshFlag> { asked.union(hasAttestation ? [.sync, .attestation] : [.sync]) }
}

/// One line of the smoke checks: a step to run, or why it is not run.
public struct SmokeItem: Sendable, Hashable {
    public let step: PlannedStep
    /// The flags that may not go on without it.
    public let flags: Set<MeshFlag>
    /// Why it is not run; nil when it is.
    public let skipped: Skip?

    public enum Skip: Sendable, Hashable {
        /// The flags can do without it.
        case notNeeded(String)
        /// They cannot: nothing is covered by such a run.
        case withheld(String)

        public var because: String {
            switch self {
            case .notNeeded(let because), .withheld(let because): because
            }
        }
    }
}

/// A request → all checks there are, in the order in which they are read.
public enum SmokePlanner {
    public static func items(_ request: SmokeRequest) -> [SmokeItem] {
        let dry = SmokeItem.Skip.withheld("a dry run sends nothing")
        let core: SmokeItem.Skip? =
            request.usesJetStream ? nil : .notNeeded("JARVIS_MESH_USE_JETSTREAM is off: Jarvis publishes without it")
        return [
            item("configuration", "Mesh configuration", .configuration(doubt: request.doubt), both, request),
            item("seal", "The key seals and opens", .seal, both, request),
            item("nats", "NATS server", .nats, sync, request),
            item("jetstream", "JetStream stream and consumer", .jetStream, sync, request, core),
            item("canary", "Canary over NATS", .canary(run: request.run), sync, request, request.isDry ? dry : nil),
            item("api", "API ready", probe: .apiReady, both, request, nil),
            item("memory-writes", "Memory writes", .memoryWrites(run: request.isDry ? nil : request.run), both, request),
            item("outbox", "Outbox", .outbox(acknowledged: request.acknowledged), both, request),
            item("program-id", "Attestation program", .programID, attestation, request),
            item("keypair", "Attestation keypair", .keypair, attestation, request),
            item("solana-rpc", "Solana RPC", .solanaRPC, attestation, request),
        ]
    }

    /// What is run, for the executor.
    public static func plan(_ items: [SmokeItem]) -> Plan {
        Plan(subject: "mesh", steps: items.filter { $0.skipped == nil }.map(\.step))
    }

    private static let both: Set<MeshFlag> = [.sync, .attestation]
    private static let sync: Set<MeshFlag> = [.sync]
    private static let attestation: Set<MeshFlag> = [.attestation]

    private static func item(
        _ name: String, _ title: String, _ check: SmokeCheck, _ flags: Set<MeshFlag>, _ request: SmokeRequest,
        _ skipped: SmokeItem.Skip? = nil
    ) -> SmokeItem {
        item(name, title, probe: .smoke(check), flags, request, skipped)
    }

    private static func item(
        _ name: String, _ title: String, probe: Probe, _ flags: Set<MeshFlag>, _ request: SmokeRequest,
        _ skipped: SmokeItem.Skip?
    ) -> SmokeItem {
        SmokeItem(
            step: .check("smoke/\(name)", title, probe), flags: flags,
            skipped: flags.isDisjoint(with: request.checked) ? .notNeeded("attestation is neither named nor configured") : skipped)
    }
}
