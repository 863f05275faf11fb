/// What a service counted of its own answers: since it started, or between two looks.
public struct ServiceTraffic: Sendable, Equatable {
    /// Answers by status, and those of them with 5xx; nil where it does not tell.
    public var answers: Double?
    public var serverErrors: Double?
    /// Answers that were timed, and of them those within so many seconds, the shortest first; empty where it does not tell.
    public var timed: Double?
    public var within: [Bucket] = []
    /// Seconds since 1970 at which it started; nil where it does not tell.
    public var startedAt: Double?
    /// Whether both looks saw the same start.
    public var isOfOneStart = false
    /// Milliseconds between the two looks; 0 for what was counted since the start.
    public var milliseconds = 0.0

    public struct Bucket: Sendable, Equatable {
        public let seconds: Double
        public let count: Double

        public init(seconds: Double, count: Double) {
            self.seconds = seconds
            self.count = count
        }
    }

    public init() {}

    public var isEmpty: Bool { answers == nil && timed == nil }

    /// What came between two looks; nil where the service began anew: it says so, or one of the counts went back.
    public func since(_ earlier: ServiceTraffic, milliseconds: Double) -> ServiceTraffic? {
        if let startedAt, let before = earlier.startedAt, startedAt != before { return nil }
        var between = ServiceTraffic()
        between.isOfOneStart = startedAt != nil && earlier.startedAt != nil
        between.milliseconds = milliseconds
        if let now = answers, let before = earlier.answers {
            (between.answers, between.serverErrors) = (now - before, (serverErrors ?? 0) - (earlier.serverErrors ?? 0))
        }
        if let now = timed, let before = earlier.timed, within.map(\.seconds) == earlier.within.map(\.seconds) {
            between.timed = now - before
            between.within = zip(within, earlier.within).map { Bucket(seconds: $0.seconds, count: $0.count - $1.count) }
        }
        let counts = [between.answers, between.serverErrors, between.timed].compactMap(\.self) + between.within.map(\.count)
        return counts.allSatisfy { $0.isFinite && $0 >= 0 } ? between : nil
    }
}
