public import JSONKit

/// Message ids that were validated within the last hour: what a replay is known by.
public struct SeenMessages: Sendable {
    /// Microseconds for which an id is kept.
    public static let kept: Int64 = 3_600_000_000

    /// When each id was seen, in microseconds since 1970.
    private var times: [JSONString: Int64] = [:]

    public init() {}

    public init(_ ids: some Sequence<JSONString>, at now: Int64) { for id in ids { times[id] = now } }

    public func contains(_ id: JSONString, at now: Int64) -> Bool { times[id].map { $0 >= now - SeenMessages.kept } ?? false }

    /// Also forgets what is too old.
    public mutating func insert(_ id: JSONString, at now: Int64) {
        times = times.filter { $0.value >= now - SeenMessages.kept }
        times[id] = now
    }
}
