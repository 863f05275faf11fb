/// How a symptom is measured.
public enum SymptomCheck: Sendable, Hashable {
    /// The health endpoint does not answer, answers an error, or calls the service unhealthy.
    case healthFailing
    /// The share of answers with a 5xx status, of all answers, is at least `share` (0…1).
    case serverErrors(share: Double)
    /// The share of requests that got no answer in time is at least `share` (0…1).
    case timeouts(share: Double)
    /// The percentile (1…100) of the response time is above the limit.
    case latency(percentile: Int, aboveMilliseconds: Double)
    /// The dashboard takes longer than the limit.
    case dashboard(aboveMilliseconds: Double)
    /// A provider under the health report is down.
    case providersFailing
    /// Requests for an AI answer fail.
    case aiResponses
    /// A provider is at its rate limit.
    case rateLimited(pattern: String)
    /// The service's memory grows faster than the limit, in MiB per minute.
    case memoryGrowth(aboveMebibytesPerMinute: Double)
    /// The kernel ended the service, or part of it, for want of memory.
    case outOfMemoryKills
    /// A garbage collection takes longer than the limit.
    case garbageCollection(aboveMilliseconds: Double)
    /// SQLite reports errors when the database is opened and its schema read.
    case databaseErrors
    /// `PRAGMA integrity_check` or `foreign_key_check` reports anything.
    case databaseInconsistent
    /// A table cannot be read from end to end.
    case readFailures
    /// Memory writes succeed while events of these statuses wait.
    case pendingEvents(statuses: [String])
    /// One of the components has that status in the capability report.
    case capability(components: [String], status: String)
    /// The outbox has more waiting events at the second look than at the first.
    case backlogGrowth

    /// The name used in JSON documents.
    public var name: String {
        switch self {
        case .healthFailing: "health-failing"
        case .serverErrors: "server-errors"
        case .timeouts: "timeouts"
        case .latency: "latency"
        case .dashboard: "dashboard-latency"
        case .providersFailing: "providers-failing"
        case .aiResponses: "ai-responses"
        case .rateLimited: "rate-limited"
        case .memoryGrowth: "memory-growth"
        case .outOfMemoryKills: "oom-kills"
        case .garbageCollection: "garbage-collection"
        case .databaseErrors: "database-errors"
        case .databaseInconsistent: "database-inconsistent"
        case .readFailures: "read-failures"
        case .pendingEvents: "pending-events"
        case .capability: "capability"
        case .backlogGrowth: "backlog-growth"
        }
    }
}
