public import SystemKit

/// The keys of a database, page by page, without holding up the server.
public struct RedisWalk: Sendable {
    private let pattern: String?
    private var cursor: [UInt8]? = Array("0".utf8)

    /// - Parameter match: Redis's glob; nil for all keys.
    public init(match pattern: String?) { self.pattern = pattern }

    /// Whether every page was seen.
    public var isFinished: Bool { cursor == nil }

    /// The next page, which may be empty; nil after the last one. A key may come twice (redis.io/commands/scan).
    ///
    /// - Throws: `RedisError`; the same page can be asked for again on another connection.
    public mutating func next(
        _ connection: RedisConnection, deadline: Deadline, cancellation: Cancellation
    ) throws(RedisError) -> [[UInt8]]? {
        guard let present = cursor else { return nil }
        let match = pattern.map { [Array("MATCH".utf8), Array($0.utf8)] } ?? []
        let words = [Array("SCAN".utf8), present] + match + [Array("COUNT".utf8), Array("500".utf8)]
        let reply = try connection.command(words, deadline: deadline, cancellation: cancellation)
        guard let parts = reply.array, parts.count == 2, case .bulk(let next) = parts[0], let keys = parts[1].array else {
            throw RedisError(.protocolError, "SCAN was not answered with a cursor and keys")
        }
        cursor = next == Array("0".utf8) ? nil : next
        return keys.compactMap { if case .bulk(let key) = $0 { key } else { nil } }
    }
}
