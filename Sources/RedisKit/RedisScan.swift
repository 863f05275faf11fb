public import SystemKit

/// The keys that a SCAN found.
public struct RedisScan: Sendable, Equatable {
    /// Why the iteration ended.
    public enum End: Sendable { case complete, limit, deadline }

    /// Each key once, in the order found. A key that came or went meanwhile may be missing (redis.io/commands/scan).
    public var keys: [[UInt8]] = []
    public var end = End.complete
}

extension RedisConnection {
    /// Iterates over the keys that match a glob, without blocking the server as KEYS does.
    ///
    /// - Parameters:
    ///   - pattern: Redis's glob: `ratelimit:provider:*`.
    ///   - limit: the number of keys to stop at.
    /// - Returns: what was found until the deadline; a connection that met it inside an answer is spent.
    /// - Throws: `RedisError`, but not `.timedOut` once the iteration has begun.
    public func scan(match pattern: String, limit: Int, deadline: Deadline, cancellation: Cancellation) throws(RedisError) -> RedisScan {
        var result = RedisScan()
        var seen: Set<[UInt8]> = []
        var cursor = Array("0".utf8)
        var isFirst = true
        while true {
            let words = [Array("SCAN".utf8), cursor, Array("MATCH".utf8), Array(pattern.utf8), Array("COUNT".utf8), Array("1000".utf8)]
            let reply: RedisReply
            do { reply = try command(words, deadline: deadline, cancellation: cancellation) } catch {
                guard error.kind == .timedOut, !isFirst else { throw error }
                result.end = .deadline
                return result
            }
            isFirst = false
            guard case .array(let parts) = reply, parts.count == 2, case .bulk(let next) = parts[0], case .array(let keys) = parts[1] else {
                throw RedisError(.protocolError, "SCAN was not answered with a cursor and keys")
            }
            for case .bulk(let key) in keys where seen.insert(key).inserted {
                guard result.keys.count < limit else {
                    result.end = .limit
                    return result
                }
                result.keys.append(key)
            }
            cursor = next
            if cursor == Array("0".utf8) { return result }
        }
    }
}
