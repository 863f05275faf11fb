internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit
internal import SealedBoxKit
internal import SystemKit

extension LiveProbes {
    /// Key, node key and NATS address, each with its name and where it stands. No value is shown.
    ///
    /// - Parameter doubt: why the service may work with others.
    func smokeConfiguration(_ doubt: String?) -> ProbeResult {
        let parts = [sharedKey, nodeKey, natsAddress]
        let faults = parts.compactMap(\.fault) + [doubt].compactMap(\.self)
        let evidence: JSONObject = [
            "variables": .array(
                parts.map { part in
                    [
                        "name": part.name.json, "source": part.source.json, "value": part.shown.json,
                        "well_formed": (part.fault == nil).json,
                    ]
                }),
            "missing": parts.filter(\.isMissing).map(\.name).json,
        ]
        let places = parts.map { $0.source.map { $0 == Setting.Source.builtIn.words ? "NATS by default" : $0 } ?? $0.name }.joined(
            separator: ", ")
        return ProbeResult(faults.isEmpty ? .ok : .unhealthy, faults.isEmpty ? places : faults.joined(separator: "; "), evidence: evidence)
    }

    /// A fresh delta is sealed and validated as a receiver would.
    func smokeSeal() -> ProbeResult {
        let identity = meshIdentity
        let now = Timestamp.microsecondsNow()
        guard
            let reason = SealRoundTrip.objection(
                sealing: identity, opening: identity, eventID: "jarvis-ops-smoke", at: now, nonce: .random())
        else { return ProbeResult(.ok, "an envelope over a fresh delta was sealed, validated and opened") }
        return ProbeResult(.unhealthy, reason.words, evidence: ["reason": reason.rawValue.json])
    }

    func smokeProgramID() -> ProbeResult {
        guard let program = configuration.attestationProgram else {
            return ProbeResult(
                .unhealthy, "JARVIS_MESH_PROGRAM_ID is not set", evidence: ["missing": .array(["JARVIS_MESH_PROGRAM_ID"])])
        }
        return ProbeResult(
            .ok, program.source.words,
            evidence: ["source": program.source.words.json, "missing": .array([])])
    }

    var meshIdentity: MeshIdentity { MeshIdentity { configuration.variable($0)?.value } }

    private var sharedKey: MeshVariable {
        let names = ["JARVIS_MESH_SHARED_KEY", "JARVIS_MESH_SYNC_KEY"]
        // An empty first name gives way to the second, a blank one does not.
        let name = names.first { configuration.variable($0).map { !$0.value.isEmpty } ?? false } ?? names[0]
        let source = configuration.variable(name)?.source.words
        switch meshIdentity.key {
        case .absent: return MeshVariable(name: name, source: source, shown: nil, fault: "\(name) is not set", isMissing: true)
        case .malformed:
            return MeshVariable(name: name, source: source, shown: "***", fault: "\(name) is not 64 hexadecimal digits", isMissing: false)
        case .usable: return MeshVariable(name: name, source: source, shown: "***", fault: nil, isMissing: false)
        }
    }

    private var nodeKey: MeshVariable {
        let name = "JARVIS_MESH_NODE_PUBKEY"
        let source = configuration.variable(name)?.source.words
        let isThere = meshIdentity.nodeKey != nil
        return MeshVariable(
            name: name, source: source, shown: isThere ? "***" : nil, fault: isThere ? nil : "\(name) is not set", isMissing: !isThere)
    }

    private var natsAddress: MeshVariable {
        let setting = configuration.natsURL
        let name =
            ["JARVIS_NATS_URL", "NATS_URL"].first { configuration.variable($0).map { !$0.value.isEmpty } ?? false } ?? "JARVIS_NATS_URL"
        do throws(NATSError) {
            return MeshVariable(
                name: name, source: setting.source.words, shown: try NATSAddress.parse(setting.value).description, fault: nil,
                isMissing: false)
        } catch {
            return MeshVariable(
                name: name, source: setting.source.words, shown: "***", fault: "\(name): \(error.message)", isMissing: false)
        }
    }
}

/// One variable as the check shows it.
private struct MeshVariable {
    let name: String
    /// nil when it is set nowhere.
    let source: String?
    /// Masked; nil when there is nothing.
    let shown: String?
    /// nil when it is well-formed.
    let fault: String?
    let isMissing: Bool
}
