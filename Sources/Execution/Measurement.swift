public import Mesh

/// What a probe measured, in types: the checks that decide symptoms read this and never a text.
public enum Measurement: Sendable {
    case api(APISample)
    case endpoint(EndpointTiming)
    case metrics(ServiceMetrics)
    case memory(MemorySeries)
    case database(DatabaseHealth)
    case rateLimits([RateLimitKey])
    case capability([Capability])
    case backlog(BacklogLooks)
    case transport(TransportLook)
    case meshFlags([FlagSighting])
    /// Nothing is wrong, and part of what is looked for is only made once the mesh is on.
    case firstEnabling
}

/// A few requests to one endpoint, one after the other: as many as were needed to decide.
public struct APISample: Sendable {
    public struct Answer: Sendable {
        public let status: Int
        public let milliseconds: Double
        /// Whether it was a Jarvis's health report: any server answers with some status.
        public let isReport: Bool

        public init(status: Int, milliseconds: Double, isReport: Bool) {
            self.status = status
            self.milliseconds = milliseconds
            self.isReport = isReport
        }
    }

    /// The address that was asked, and how it was found.
    public var url: String
    /// How many requests might have been sent.
    public var requested = 0
    public var answers: [Answer] = []
    /// Requests refused, reset or not understood, by their reason.
    public var refused: [String] = []
    /// Milliseconds that requests without an answer had waited when the time was up.
    public var unanswered: [Double] = []
    /// What the service says of itself, from one of the answers.
    public var health: HealthReport?
    /// What answered instead of a health report, in a few words; nil when nothing else did.
    public var stranger: String?
    /// Why the address is no more than a guess; nil where something names it.
    public var doubt: String?
    /// The service's container, where nothing answered and an engine tells of one.
    public var container: ContainerSight?
    /// What the service counted by itself since an earlier look; nil where it does not, or nobody looked before.
    public var traffic: ServiceTraffic?

    public init(url: String) { self.url = url }

    /// Requests of which anything is known.
    public var sent: Int { answers.count + refused.count + unanswered.count }
    public var answeredWell: Int { answers.count { $0.isReport } }
    public var serverErrors: Int { answers.count { (500..<600).contains($0.status) } }
    /// Requests that the service's limiter refused: it serves, and says nothing else.
    public var limited: Int { answers.count { $0.status == 429 } }
    /// Answers that tell about the service's speed and errors.
    public var telling: [Answer] { answers.filter { $0.status != 429 } }

    /// Sound answers that are enough to say that nothing is wrong.
    public static let enough = 5
    /// Bad ones that are enough to say that something is.
    public static let bad = 3

    /// Whether further requests would change nothing.
    public var decides: Bool {
        if limited > 0 { return true }
        let failed = refused.count + serverErrors
        if failed >= APISample.bad { return true }
        return answers.count >= APISample.enough && failed == 0 && unanswered.isEmpty && isOfOneSpeed
    }

    /// Whether nothing that came so far needs another answer beside it, to tell one from the other.
    public var isSoFarOfOneKind: Bool {
        refused.isEmpty && serverErrors == 0 && unanswered.isEmpty
            && (isOfOneSpeed || telling.allSatisfy { $0.milliseconds > APISample.slow })
    }

    /// Whether all answers lie on one side of what the runbook calls slow, or enough of them on the slow one.
    private var isOfOneSpeed: Bool {
        let slow = telling.count { $0.milliseconds > APISample.slow }
        return slow == 0 || slow >= APISample.bad
    }
    /// Milliseconds; the least limit that a runbook of Jarvis names for requests.
    public static let slow = 2000.0
}

/// The service's own report of its health.
public struct HealthReport: Sendable {
    public struct Part: Sendable {
        public let name: String
        public let isHealthy: Bool
        /// The service's word: `ok`, `degraded`, `down`.
        public let status: String
        public let message: String
        /// As the service measures it; nil when it does not say.
        public let latencyMilliseconds: Double?
        /// Only a truth value was said: a provider that is `false` so may never have been configured.
        public let isBare: Bool

        public init(
            name: String, isHealthy: Bool, status: String, isBare: Bool = false, message: String, latencyMilliseconds: Double? = nil
        ) {
            self.isBare = isBare
            self.latencyMilliseconds = latencyMilliseconds
            self.name = name
            self.isHealthy = isHealthy
            self.status = status
            self.message = message
        }
    }

    /// `healthy`, `degraded`, `unhealthy`, or what else it says.
    public var status: String
    public var subsystems: [Part] = []
    /// The names at the report's top, for whoever meets a shape that nobody knows.
    public var keys: [String] = []
    public var providers: [Part] = []
    /// Where the providers stood: `.providers`, `.services.providers` or `.subsystems.llm_providers.metadata.details`; nil when nowhere.
    public var providersFoundAt: String?
    /// The provider that Jarvis's configuration routes to; nil where it cannot be told.
    public var routed: String?

    public init(status: String) { self.status = status }
}

/// One endpoint, timed a few times.
public struct EndpointTiming: Sendable {
    public let path: String
    public let status: Int
    /// Milliseconds of the slowest of the requests.
    public let slowest: Double
    public let count: Int

    public init(path: String, status: Int, slowest: Double, count: Int) {
        self.path = path
        self.status = status
        self.slowest = slowest
        self.count = count
    }
}

/// Numbers from the service's own metrics page; nil for what it does not tell.
public struct ServiceMetrics: Sendable {
    /// Answers of the chat endpoints, and how many of them failed, between two looks or since start.
    public var aiRequests: Double?
    public var aiFailures: Double?
    /// Milliseconds of the mean collection.
    public var collectionMilliseconds: Double?

    public init() {}
}

/// The service's memory at several times.
public struct MemorySeries: Sendable {
    public struct Point: Sendable {
        /// Milliseconds since the first one.
        public let time: Double
        /// Bytes of resident memory.
        public let bytes: Double

        public init(time: Double, bytes: Double) {
            self.time = time
            self.bytes = bytes
        }
    }

    /// Where the numbers came from: a container or a process.
    public var source: String
    public var points: [Point] = []
    /// Out-of-memory kills the kernel recorded for this service; nil when that cannot be known.
    public var kills: Int?
    /// The container that was measured; nil without one.
    public var container: ContainerSight?
    /// Bytes that it may take, and when it ended last, in words, where no container tells.
    public var limit: Double?
    public var endedAt: String?

    public init(source: String) { self.source = source }
}

/// What a database says when it is opened, checked and read.
public struct DatabaseHealth: Sendable {
    public var path: String
    /// SQLite's errors while opening and reading the schema.
    public var openErrors: [String] = []
    /// What `integrity_check` and `foreign_key_check` reported; nil when they could not run to the end.
    public var inconsistencies: [String]?
    /// Tables that could not be read to their end, with the error; nil when none was tried.
    public var unreadableTables: [String]?
    public var tables = 0
    /// What says that a database without tables had some before: `the backup data/backups/jarvis.db has 4 tables`.
    public var formerly: String?

    public init(path: String) { self.path = path }
}

/// One key of the rate limiter.
public struct RateLimitKey: Sendable {
    public let key: String
    /// By the key's own name.
    public let provider: String
    public let type: String
    public let value: String
    /// Milliseconds until it expires; nil when it does not.
    public let timeToLive: Double?
    /// Whether the key itself says that its limit is reached; nil when it does not tell.
    public let isExhausted: Bool?

    public init(key: String, provider: String, type: String, value: String, timeToLive: Double?, isExhausted: Bool?) {
        self.key = key
        self.provider = provider
        self.type = type
        self.value = value
        self.timeToLive = timeToLive
        self.isExhausted = isExhausted
    }

    /// The part after `provider:`, before a window such as `:minute`; of other keys the part after the last colon.
    public static func provider(of key: String) -> String {
        let parts = key.split(separator: ":").map(String.init)
        if let place = parts.firstIndex(of: "provider"), place + 1 < parts.count { return parts[place + 1] }
        return parts.last ?? ""
    }
}

/// The way to the mesh's server.
public struct TransportLook: Sendable {
    /// Secrets are masked.
    public var address: String
    /// Whether somebody named it: at the default nobody need listen.
    public var isConfigured: Bool
    public var isAnswering = false
    /// Why nothing can be sent there; nil where that was not seen.
    public var failure: String?
    /// Why it is not known how the service fares there.
    public var doubt: String?
    /// Whether the service's files turn sync on.
    public var isSyncOn = false

    public init(address: String, isConfigured: Bool) {
        self.address = address
        self.isConfigured = isConfigured
    }
}

/// The outbox at two times.
public struct BacklogLooks: Sendable {
    /// Waiting events by status at the last look.
    public var pending: [String: Int] = [:]
    /// Invalid events that no person has looked at, by id.
    public var unacknowledged: [String] = []
    public var first = 0
    public var second = 0
    /// Milliseconds between the looks.
    public var between = 0.0
    /// There is no outbox, at a place that nobody named, and by the files here sync is off: a service that runs with it has another one.
    public var isGuessedWithSyncOff = false
    /// Whether memory writes were seen to succeed; nil when there was no evidence either way.
    public var writesSucceed: Bool?

    public init() {}
}
