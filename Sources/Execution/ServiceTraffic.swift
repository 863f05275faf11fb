/// What a service counted of its own answers: since it started, or between two looks.
public struct ServiceTraffic: Sendable, Equatable {
    /// Answers by status, and those of them with 5xx; nil where it does not tell.
    public var answers: Double?
    public var serverErrors: Double?
    /// Answers that were timed, and of them those within so many seconds, the shortest first; empty where it does not tell.
    public var timed: Double?
    public var within: [Bucket] = []
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

    /// What came between two looks; nil where one of the counts went back: the service began anew.
    public func since(_ earlier: ServiceTraffic, milliseconds: Double) -> ServiceTraffic? {
        var between = ServiceTraffic()
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
