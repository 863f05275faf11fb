public import JSONKit

/// What validation found: the reason, and as much of the envelope as was read before it.
public struct EnvelopeVerdict: Sendable, Hashable {
    public internal(set) var reason = EnvelopeReason.ok
    /// Python's `str` of the field, trimmed.
    public internal(set) var messageID: JSONString?
    /// Microseconds since 1970 UTC. Neither time is authenticated.
    public internal(set) var issuedAt: Int64?
    public internal(set) var expiresAt: Int64?
    /// What was sealed; nil unless it was opened and is authentic.
    public internal(set) var payload: JSONObject?
    /// Its `state_delta`, as soon as it is known to be an object.
    public internal(set) var stateDelta: JSONObject?
    /// As computed, once it agreed with the one outside and the one inside.
    public internal(set) var stateHash: String?

    public var isOK: Bool { reason == .ok }
}

/// Which of the checks that depend on the moment are made; all others always are.
public struct EnvelopeChecks: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let clockSkew = EnvelopeChecks(rawValue: 1)
    public static let expiry = EnvelopeChecks(rawValue: 2)
    public static let replay = EnvelopeChecks(rawValue: 4)

    /// As a receiver judges.
    public static let all: EnvelopeChecks = [.clockSkew, .expiry, .replay]
    /// What stays true of an envelope whenever it is looked at: for a commit, and to tell a stale envelope from a broken one.
    public static let lasting: EnvelopeChecks = []
}
