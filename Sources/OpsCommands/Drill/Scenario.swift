public import CommandLineKit

/// What is wrong with a practice Jarvis. The table in `drills/practice_jarvis.py` says exactly what each one breaks.
public enum Scenario: String, CaseIterable, Sendable, ExpressibleByArgument {
    case healthy
    case apiDown = "api-down"
    case apiErrors = "api-5xx"
    case apiHang = "api-hang"
    case slow
    case providersFailing = "providers-failing"
    case rateLimited = "rate-limited"
    case leaking
    case databaseCorrupt = "database-corrupt"
    case databaseUnreadable = "database-unreadable"
    case meshDegraded = "mesh-degraded"
    case meshBacklog = "mesh-backlog"
    case meshPoisoned = "mesh-poisoned"
    case meshNATSDown = "mesh-nats-down"
    case meshStale = "mesh-stale"

    /// The incident that a diagnosis should confirm; nil for the healthy one.
    public var incident: String? {
        switch self {
        case .healthy: nil
        case .apiDown, .apiErrors, .apiHang: "api-unresponsive"
        case .slow: "high-latency"
        case .providersFailing, .rateLimited: "provider-failures"
        case .leaking: "memory-leak"
        case .databaseCorrupt, .databaseUnreadable: "database-corruption"
        case .meshDegraded, .meshBacklog, .meshPoisoned, .meshNATSDown, .meshStale: "mesh"
        }
    }

    /// Whether a NATS server belongs to it: to all that meet the mesh, but for the one in which it is down.
    var hasNATS: Bool { incident == "mesh" && self != .meshNATSDown }

    /// Whether it may be healed by starting the service once more; as `HEALED_BY_STARTS` of `drills/practice_jarvis.py`.
    var isHealedByStarts: Bool { [.apiDown, .apiErrors, .apiHang, .leaking, .slow].contains(self) }

    var words: String {
        switch self {
        case .healthy: "nothing is wrong"
        case .apiDown: "the service is not running"
        case .apiErrors: "half of the requests answer 503"
        case .apiHang: "connections are accepted and never answered"
        case .slow: "answers come 2.6 s late"
        case .providersFailing: "every AI provider fails"
        case .rateLimited: "every provider is at its rate limit"
        case .leaking: "memory grows by 8 MiB a second"
        case .databaseCorrupt: "pages of the database are damaged"
        case .databaseUnreadable: "the database's header is damaged"
        case .meshDegraded: "mesh flags on without a key; the outbox backlog grows"
        case .meshBacklog: "events wait in the outbox, valid and unsent"
        case .meshPoisoned: "damaged and foreign envelopes wait among valid ones"
        case .meshNATSDown: "events wait, and no NATS server listens"
        case .meshStale: "events wait whose envelopes have expired"
        }
    }
}
