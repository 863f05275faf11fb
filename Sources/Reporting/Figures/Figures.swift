public import SystemKit

/// What was measured again and again, as numbers that can be drawn.
public struct Figures: Sendable {
    /// Response times of one sample of the API.
    public struct Latency: Sendable {
        public let at: Timestamp
        /// Milliseconds, sorted; of requests without an answer, how long they had waited.
        public let times: [Double]
        public let median: Double
        /// The percentile that the runbook's symptom speaks of, else the 95th.
        public let percentile: Double
        public let slowest: Double
    }

    /// Resident memory of the service over one look.
    public struct Memory: Sendable {
        public let at: Timestamp
        public let source: String
        /// Milliseconds since the look began, and bytes.
        public let points: [(time: Double, bytes: Double)]
        /// Bytes per minute; nil for fewer than three samples.
        public let slope: Double?
    }

    /// Events that wait in the outbox.
    public struct Backlog: Sendable {
        public let at: Timestamp
        public let pending: Int
    }

    /// How long the key of one provider still lives.
    public struct RateLimit: Sendable {
        public let at: Timestamp
        public let provider: String
        /// Milliseconds.
        public let timeToLive: Double
        public let isExhausted: Bool?
    }

    /// A limit that a symptom of the runbook sets.
    public struct Limit: Sendable, Hashable {
        public let percentile: Int
        public let milliseconds: Double
    }

    public internal(set) var latency: [Latency] = []
    public internal(set) var latencyLimit: Limit?
    /// 1…100.
    public internal(set) var percentile = 95
    public internal(set) var memory: [Memory] = []
    public internal(set) var backlog: [Backlog] = []
    public internal(set) var rateLimits: [RateLimit] = []
    /// Invalid events in the outbox at the last look; nil when nobody looked.
    public internal(set) var invalidEvents: Int?
    /// When the run began: plots over the run's time count from here.
    public internal(set) var start: Timestamp

    public var isEmpty: Bool { latency.isEmpty && memory.isEmpty && backlog.isEmpty && rateLimits.isEmpty }
}
