public import JSONKit

/// The status of an outbox record (facts.md, "Outbox"), as Python's `str` of it, not trimmed.
public enum OutboxStatus: Sendable, Hashable {
    case pendingPublish, pendingCommit, published, committed, invalidEnvelope
    /// Anything else; a record without a status has `None`.
    case other(JSONString)

    public init(_ text: JSONString) {
        switch text.text {
        case "pending_publish": self = .pendingPublish
        case "pending_commit": self = .pendingCommit
        case "published": self = .published
        case "committed": self = .committed
        case "invalid_envelope": self = .invalidEnvelope
        default: self = .other(text)
        }
    }

    public var text: JSONString {
        switch self {
        case .pendingPublish: "pending_publish"
        case .pendingCommit: "pending_commit"
        case .published: "published"
        case .committed: "committed"
        case .invalidEnvelope: "invalid_envelope"
        case .other(let text): text
        }
    }

    /// Waits to be sent or committed.
    public var isPending: Bool { self == .pendingPublish || self == .pendingCommit }
}
