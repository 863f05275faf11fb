internal import JSONKit

/// One component of Jarvis's capability report.
public struct Capability: Sendable, Hashable {
    public enum Status: Sendable, Hashable {
        case ready, degraded, disabled
        /// A word that the facts do not name; empty when there is none.
        case other(String)
    }

    /// `mesh_sync`, `mesh_attestation`, `arena`, …
    public let name: String
    /// nil when the report does not say.
    public let enabled: Bool?
    public let status: Status
    /// `flag_disabled`, `nats_client_missing`, …; nil when the report gives none.
    public let reason: String?
    /// What Jarvis does instead: `mesh_sync_bypassed`, `attestation_bypassed`; nil when the report gives none.
    public let fallback: String?

    public init(name: String, enabled: Bool?, status: Status, reason: String?, fallback: String?) {
        self.name = name
        self.enabled = enabled
        self.status = status
        self.reason = reason
        self.fallback = fallback
    }

    /// `degraded (nats_client_missing)`.
    public var words: String { status.text + ((reason ?? "").isEmpty ? "" : " (\(reason ?? ""))") }

    init(_ name: String, _ object: JSONObject) {
        self.name = name
        enabled = object["enabled"]?.bool
        status = Status(object["status"]?.text ?? "")
        reason = object["reason"]?.text
        fallback = object["fallback"]?.text
    }
}

extension Capability.Status {
    public init(_ word: String) {
        switch word {
        case "ready": self = .ready
        case "degraded": self = .degraded
        case "disabled": self = .disabled
        default: self = .other(word)
        }
    }

    /// Whatever the case of its letters.
    public var isDisabled: Bool { text.lowercased() == "disabled" }

    public var text: String {
        switch self {
        case .ready: "ready"
        case .degraded: "degraded"
        case .disabled: "disabled"
        case .other(let word): word
        }
    }
}
