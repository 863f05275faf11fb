internal import JSONKit
internal import Mesh
internal import TerminalKit

/// The verdict on one envelope, for people and for machines.
struct EnvelopeOutput {
    let verdict: EnvelopeVerdict
    let concerns: [EnvelopeConcern]

    var json: JSONValue {
        [
            "schema": "jarvis-ops/envelope/v1", "ok": verdict.isOK.json, "reason": verdict.reason.rawValue.json,
            "warnings": concerns.map { "\($0.kind.rawValue): \($0.words)" }.json, "message_id": verdict.messageID.json,
            "issued_at": verdict.issuedAt.flatMap { PythonTime.isoformat($0) }.json,
            "expires_at": verdict.expiresAt.flatMap { PythonTime.isoformat($0) }.json, "state_hash": verdict.stateHash.json,
        ]
    }

    func text(_ page: Page) -> String {
        let style: Style = verdict.isOK ? .good : verdict.reason == .configurationMissing ? .unknown : .bad
        var text = page.paint(verdict.reason.rawValue, style) + ": \(verdict.reason.words)\n"
        for concern in concerns {
            text += page.paint("! \(concern.kind.rawValue): \(Sanitizer.line(concern.words))", .warning) + "\n"
        }
        if let id = verdict.messageID {
            let times = [("issued", verdict.issuedAt), ("expires", verdict.expiresAt)].compactMap { word, time in
                time.flatMap { PythonTime.isoformat($0) }.map { "\(word) \($0)" }
            }
            text += page.paint((["message \(Sanitizer.line(id.text))"] + times).joined(separator: ", "), .dim) + "\n"
        }
        return text
    }

    /// Which variables to set.
    func missing(_ identity: MeshIdentity) -> String {
        var names: [String] = []
        if case .absent = identity.key { names.append("JARVIS_MESH_SHARED_KEY") }
        if identity.nodeKey == nil { names.append("JARVIS_MESH_NODE_PUBKEY") }
        return "set \(names.joined(separator: " and ")) in the environment or in .env"
    }
}
