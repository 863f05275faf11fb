/// How old an event is. What an envelope says of its own age is not sealed, so it can only make the event older: what counts besides is
/// when the outbox first knew of it.
struct EventAge {
    enum Standing: Equatable {
        case fresh
        /// Too old, or of no known age: every receiver would refuse it, or ought to.
        case stale(String?)
        /// The clock that wrote it is ahead of this one, or this one is behind.
        case future(String)
    }

    private let issued: Int64?
    private let expires: Int64?
    private let first: Int64?

    /// Microseconds that an event lasts: as long as Jarvis seals for.
    private static let lifetime = EnvelopeBuilder.defaultLifetime * 1_000_000

    init(_ candidate: RetryCandidate, _ verdict: EnvelopeVerdict) {
        issued = verdict.issuedAt
        expires = verdict.expiresAt
        first = candidate.firstTimestamp
    }

    /// - Parameter now: microseconds since 1970 UTC.
    func at(_ now: Int64) -> Standing {
        let newest = now &+ EnvelopeValidator.allowedSkew
        if let ahead = [issued, first].compactMap(\.self).max(), ahead > newest {
            return .future("it is dated \((ahead &- now) / 1_000_000) s ahead of this clock; one of the clocks is wrong")
        }
        guard let issued, let expires else { return .stale(nil) }
        if now > expires { return .stale(nil) }
        guard let first else { return .stale("its record gives no time, so that its age is not known") }
        let age = now &- min(issued, first)
        guard age > EventAge.lifetime else { return .fresh }
        return .stale("it is \(age / 1_000_000) s old, whatever it says of its expiry")
    }
}
