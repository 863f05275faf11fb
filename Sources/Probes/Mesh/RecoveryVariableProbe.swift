internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit
internal import Planning

extension LiveProbes {
    /// Whether a variable of the mesh is there and well-formed, and where it stands. No value is shown.
    func recoveryVariable(_ variable: RecoveryVariable, isNeeded: Bool) -> ProbeResult {
        switch variable {
        case .sync, .attestation: flag(variable)
        case .sharedKey:
            needed(variable, isNeeded, first(variable.names)) { MeshKey($0).secret == nil ? "is not 64 hexadecimal digits" : nil }
        case .nodeKey: needed(variable, isNeeded, filled("JARVIS_MESH_NODE_PUBKEY")) { _ in nil }
        // Without one it is this machine.
        case .natsAddress: needed(variable, isNeeded, configuration.natsURL, addressFault)
        case .programID: needed(variable, isNeeded, configuration.attestationProgram) { _ in nil }
        case .keypair: needed(variable, isNeeded, configuration.attestationKeypair) { _ in keypairFault }
        }
    }

    /// Any value is one: what does not mean on is off. So are both names absent.
    private func flag(_ variable: RecoveryVariable) -> ProbeResult {
        guard let setting = variable.names.lazy.compactMap(configuration.variable).first else {
            return ProbeResult(
                .ok, "\(variable.names.joined(separator: " and ")) are not set: off", evidence: ["value": "off", "source": nil])
        }
        let word = MeshFlags.isTrue(setting.value) ? "on" : "off"
        return ProbeResult(
            .ok, "\(word) (\(setting.source.words))", evidence: ["value": word.json, "source": setting.source.words.json])
    }

    /// - Parameter fault: what is wrong with a value; nil when nothing is.
    private func needed(
        _ variable: RecoveryVariable, _ isNeeded: Bool, _ setting: Setting?, _ fault: (String) -> String?
    ) -> ProbeResult {
        let unneeded = isNeeded ? "" : ", and not needed while attestation is off"
        guard let setting else {
            let names = variable.names.joined(separator: " and ")
            return ProbeResult(
                isNeeded ? .unhealthy : .ok, "\(names) \(variable.names.count == 1 ? "is" : "are") not set\(unneeded)",
                evidence: ["value": nil, "source": nil])
        }
        let evidence: JSONObject = ["value": "***", "source": setting.source.words.json]
        guard let fault = fault(setting.value) else {
            return ProbeResult(.ok, "set and well-formed (\(setting.source.words))", evidence: evidence)
        }
        return ProbeResult(isNeeded ? .unhealthy : .ok, "\(setting.source.words) \(fault)\(unneeded)", evidence: evidence)
    }

    /// An empty variable gives way to the next.
    private func first(_ names: [String]) -> Setting? { names.lazy.compactMap(configuration.variable).first { !$0.value.isEmpty } }

    private func filled(_ name: String) -> Setting? {
        configuration.variable(name).flatMap { PythonText.strip(JSONString($0.value)).text.isEmpty ? nil : $0 }
    }

    /// A path is no keypair.
    private var keypairFault: String? {
        let keypair = smokeKeypair()
        let path = keypair.evidence["file"]?.text ?? ""
        return keypair.state == .ok ? nil : "names none that could be used: \(keypair.summary.replacing(path, with: "its file"))"
    }

    private func addressFault(_ text: String) -> String? {
        do throws(NATSError) {
            _ = try NATSAddress.parse(text)
            return nil
        } catch {
            return "is no address: \(error.message)"
        }
    }
}
