internal import JSONKit

/// What Jarvis's capability report would say of the mesh in one environment, as far as variables decide it (facts.md, "Capability
/// report"). Whether Jarvis's Python has the packages it needs is not among that.
public enum ConfiguredCapability {
    /// `mesh_sync` and `mesh_attestation`.
    ///
    /// - Parameter variable: the value of an environment variable; nil when it is not set.
    public static func components(_ variable: (String) -> String?) -> [Capability] {
        var environment: [String: String] = [:]
        for name in MeshFlag.allCases.flatMap({ [$0.variable, $0.legacyVariable] }) { environment[name] = variable(name) }
        let flags = MeshFlags(environment: environment)
        let identity = MeshIdentity(variable)
        func isBlank(_ names: String...) -> Bool {
            let value = names.lazy.compactMap(variable).first { !$0.isEmpty } ?? ""
            return PythonText.strip(JSONString(value)) == ""
        }
        var hasKey = true
        if case .absent = identity.key { hasKey = false }
        return [
            component(
                "mesh_sync", flags.sync.isOn, fallback: "mesh_sync_bypassed",
                missing: hasKey ? identity.nodeKey == nil ? "mesh_node_pubkey_missing" : nil : "mesh_shared_key_missing"),
            component(
                "mesh_attestation", flags.attestation.isOn, fallback: "attestation_bypassed",
                missing: isBlank("JARVIS_MESH_PROGRAM_ID")
                    ? "mesh_program_id_missing"
                    : isBlank("JARVIS_MESH_KEYPAIR_PATH", "TREASURY_WALLET_PATH") ? "mesh_keypair_path_missing" : nil),
        ]
    }

    private static func component(_ name: String, _ isOn: Bool, fallback: String, missing: String?) -> Capability {
        let reason = isOn ? missing : "flag_disabled"
        return Capability(
            name: name, enabled: isOn, status: isOn ? missing == nil ? .ready : .degraded : .disabled, reason: reason,
            fallback: reason == nil ? nil : fallback)
    }
}

/// One component as configured and as the running service says.
public struct CapabilityComparison: Sendable, Hashable {
    /// A field in which they differ, and what each says; nil where it says nothing.
    public struct Difference: Sendable, Hashable {
        public let field: String
        public let configured: String?
        public let running: String?
    }

    public let name: String
    /// nil for a component that no variable decides.
    public let configured: Capability?
    /// nil when the service did not say.
    public let running: Capability?
    public let differences: [Difference]

    /// All components, those of the configuration first, then the others of the report in its order.
    ///
    /// - Parameter report: what the service says; nil when it said nothing.
    public static func all(configured: [Capability], running report: [Capability]?) -> [CapabilityComparison] {
        let others = (report ?? []).filter { part in !configured.contains { $0.name == part.name } }
        return configured.map { part in CapabilityComparison(part, report?.first { $0.name == part.name }) }
            + others.map { CapabilityComparison(name: $0.name, configured: nil, running: $0, differences: []) }
    }

    private init(name: String, configured: Capability?, running: Capability?, differences: [Difference]) {
        self.name = name
        self.configured = configured
        self.running = running
        self.differences = differences
    }

    private init(_ configured: Capability, _ running: Capability?) {
        var differences: [Difference] = []
        if let running {
            func compare(_ field: String, _ a: String?, _ b: String?) {
                // An empty text says as little as none.
                if (a ?? "") != (b ?? "") { differences.append(Difference(field: field, configured: a, running: b)) }
            }
            compare("enabled", configured.enabled.map(String.init), running.enabled.map(String.init))
            compare("status", configured.status.text, running.status.text)
            compare("reason", configured.reason, running.reason)
            compare("fallback", configured.fallback, running.fallback)
        }
        self.init(name: configured.name, configured: configured, running: running, differences: differences)
    }
}
