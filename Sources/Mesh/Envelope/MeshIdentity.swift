internal import JSONKit
public import SealedBoxKit

/// The shared key of the mesh as a configuration gives it.
public enum MeshKey: Sendable {
    /// Not set, or blank.
    case absent
    /// Something else than 32 bytes in hexadecimal; what it is, is not kept.
    case malformed
    case usable(SecretKey)

    /// As Jarvis reads it: trimmed, then Python's `bytes.fromhex`.
    public init(_ text: String?) {
        let trimmed = trimmed(text)
        guard !trimmed.isEmpty else {
            self = .absent
            return
        }
        self = SecretKey(hexadecimal: trimmed).map { .usable($0) } ?? .malformed
    }

    public var secret: SecretKey? { if case .usable(let key) = self { key } else { nil } }
}

/// Who a Jarvis is on the mesh: what it opens and seals with, by which name, on which subject.
public struct MeshIdentity: Sendable {
    /// The subject when none is configured, and the channel that Jarvis writes into every envelope.
    public static let defaultSubject = "jarvis.mesh.sync"
    /// What the stream takes that Jarvis makes, whatever subject is configured (facts.md, "NATS").
    public static let streamSubjects = [defaultSubject, defaultSubject + ".>"]

    public let key: MeshKey
    /// Trimmed; nil when absent or blank.
    public let nodeKey: String?
    public let subject: String

    public init(key: MeshKey, nodeKey: String?, subject: String = MeshIdentity.defaultSubject) {
        self.key = key
        let node = trimmed(nodeKey)
        self.nodeKey = node.isEmpty ? nil : node
        self.subject = subject
    }

    /// As Jarvis reads it: an empty first variable gives way to the second, a blank one does not.
    ///
    /// - Parameter variable: the value of an environment variable; nil when it is not set.
    public init(_ variable: (String) -> String?) {
        func first(_ names: String...) -> String? { names.lazy.compactMap(variable).first { !$0.isEmpty } }
        self.init(
            key: MeshKey(first("JARVIS_MESH_SHARED_KEY", "JARVIS_MESH_SYNC_KEY")), nodeKey: variable("JARVIS_MESH_NODE_PUBKEY"),
            subject: trimmed(first("JARVIS_MESH_SYNC_SUBJECT", "NATS_SUBJECT_MESH_SYNC") ?? MeshIdentity.defaultSubject))
    }

    /// Whether both open and judge alike.
    func isSame(as other: MeshIdentity) -> Bool {
        guard nodeKey == other.nodeKey, subject == other.subject else { return false }
        return switch (key, other.key) {
        case (.usable(let own), .usable(let others)): own.isEqual(to: others)
        case (.absent, .absent), (.malformed, .malformed): true
        default: false
        }
    }

    /// Whether anything can be validated and sealed: a node key, and a key that is one.
    public var isUsable: Bool { nodeKey != nil && key.secret != nil }

    /// Without both, Jarvis validates nothing (`mesh_sync_config_missing`). A malformed key counts as one.
    public var isConfigured: Bool {
        if case .absent = key { return false }
        return nodeKey != nil
    }
}

/// Python's `strip`.
private func trimmed(_ text: String?) -> String { PythonText.strip(JSONString(text ?? "")).text }
