/// What a probe measured, in types: the checks that decide symptoms read this and never a text.
public enum Measurement: Sendable {
    case api(APISample)
    case endpoint(EndpointTiming)
    case metrics(ServiceMetrics)
    case memory(MemorySeries)
    case database(DatabaseHealth)
    case rateLimits([RateLimitKey])
    case capability([CapabilityState])
    case backlog(BacklogLooks)
    case meshFlags([FlagSighting])
}

/// Many requests to one endpoint.
public struct APISample: Sendable {
    public struct Answer: Sendable {
        public let status: Int
        public let milliseconds: Double

        public init(status: Int, milliseconds: Double) {
            self.status = status
            self.milliseconds = milliseconds
        }
    }

    /// The address that was asked, and how it was found.
    public var url: String
    /// How many requests were meant to be sent.
    public var requested = 0
    public var answers: [Answer] = []
    /// Requests refused, reset or not understood, by their reason.
    public var refused: [String] = []
    /// Milliseconds that requests without an answer had waited when the time was up.
    public var unanswered: [Double] = []
    /// What the service says of itself, from one of the answers.
    public var health: HealthReport?

    public init(url: String) { self.url = url }

    /// Requests of which anything is known.
    public var sent: Int { answers.count + refused.count + unanswered.count }
    public var answeredWell: Int { answers.count { (200..<400).contains($0.status) } }
    public var serverErrors: Int { answers.count { $0.status >= 500 } }
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

        public init(name: String, isHealthy: Bool, status: String, message: String, latencyMilliseconds: Double? = nil) {
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
    public var providers: [Part] = []
    /// Where the providers stood: `.services.providers` or `.subsystems.llm_providers.metadata.details`; nil when nowhere.
    public var providersFoundAt: String?

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

    public init(path: String) { self.path = path }
}

/// One key of the rate limiter.
public struct RateLimitKey: Sendable {
    public let key: String
    /// The part after the last colon.
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
}

/// One component of the capability report.
public struct CapabilityState: Sendable {
    public let component: String
    public let status: String
    public let reason: String

    public init(component: String, status: String, reason: String) {
        self.component = component
        self.status = status
        self.reason = reason
    }
}

/// The outbox at two times.
public struct BacklogLooks: Sendable {
    /// Waiting events by status at the last look.
    public var pending: [String: Int] = [:]
    public var first = 0
    public var second = 0
    /// Milliseconds between the looks.
    public var between = 0.0
    /// Whether memory writes were seen to succeed; nil when there was no evidence either way.
    public var writesSucceed: Bool?

    public init() {}
}
