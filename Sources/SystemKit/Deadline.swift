/// The moment by which something must have ended. Everything that can block takes one.
public struct Deadline: Sendable, Equatable {
    public let time: MonotonicTime

    public init(at time: MonotonicTime) { self.time = time }

    /// A deadline `milliseconds` from now.
    public static func after(milliseconds: Double) -> Deadline {
        Deadline(at: MonotonicTime.now().adding(milliseconds: milliseconds))
    }

    /// Milliseconds left, never negative.
    public var remainingMilliseconds: Double { max(0, time.milliseconds(since: .now())) }

    /// Milliseconds left for a `poll`-like call, rounded up so that a wait never ends just before the deadline.
    public var pollTimeout: Int32 { Int32(min(remainingMilliseconds.rounded(.up), 1_000_000_000)) }

    public var hasPassed: Bool { MonotonicTime.now() >= time }

    /// The earlier of two deadlines.
    public func orEarlier(_ other: Deadline) -> Deadline { time <= other.time ? self : other }
}
