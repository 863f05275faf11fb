public import Configuration
internal import JSONKit
internal import Mesh

/// The mesh's variables, read as Jarvis reads them: the process environment, then `.env` (facts.md, "NATS", "Flags and variables").
extension Configuration {
    /// Where NATS is; an empty variable gives way to the next.
    public var natsURL: Setting {
        ["JARVIS_NATS_URL", "NATS_URL"].lazy.compactMap(variable).first { !$0.value.isEmpty } ?? Setting("nats://127.0.0.1:4222", .builtIn)
    }

    /// Whether Jarvis publishes through JetStream: it does unless told otherwise.
    public var usesJetStream: Bool { variable("JARVIS_MESH_USE_JETSTREAM").map { MeshFlags.isTrue($0.value) } ?? true }

    /// Jarvis's own service has a built-in program, its capability report has none: a program that nobody named counts as absent.
    public var attestationProgram: Setting? { filled("JARVIS_MESH_PROGRAM_ID") }

    public var attestationKeypair: Setting? { filled("JARVIS_MESH_KEYPAIR_PATH") ?? filled("TREASURY_WALLET_PATH") }

    public var solanaRPC: Setting? { filled("SOLANA_RPC_URL") }

    /// Whether anything says that this Jarvis attests. The treasury's wallet alone does not: it is there for other things too.
    public var hasAttestation: Bool {
        let names = [MeshFlag.attestation.variable, MeshFlag.attestation.legacyVariable]
        let flags = MeshFlags(
            environment: Dictionary(uniqueKeysWithValues: names.compactMap { name in variable(name).map { (name, $0.value) } }))
        return flags.attestation.isOn || attestationProgram != nil || filled("JARVIS_MESH_KEYPAIR_PATH") != nil
    }

    /// nil when it is not set or holds white space alone.
    func filled(_ name: String) -> Setting? {
        guard let setting = variable(name), case let text = PythonText.strip(JSONString(setting.value)).text, !text.isEmpty else {
            return nil
        }
        return Setting(text, setting.source)
    }
}
