public import Execution
internal import JSONKit
internal import RedisKit
internal import SystemKit

extension LiveProbes {
    /// What an emptied database would take from other incidents: every limiter's key with type, value and lifetime, and how many keys
    /// there are of everything else. Nothing is written.
    ///
    /// - Returns: `ok` only when all keys were seen; else `failed`, for what was not captured would be lost.
    public func captureRedis(_ limits: ProbeLimits) -> ProbeResult {
        var capture = RedisCapture()
        do throws(RedisError) {
            let connection = try connect([], limits)
            let size = try connection.command(["DBSIZE"], deadline: limits.deadline, cancellation: limits.cancellation).integer ?? 0
            var walk = RedisWalk(match: nil)
            while !capture.isFull,
                let keys = try walk.next(connection, deadline: limits.deadline, cancellation: limits.cancellation)
            {
                try capture.take(keys, connection, limits)
                limits.onProgress("\(capture.seen) of \(size) keys")
            }
            capture.isComplete = walk.isFinished
            return capture.result(connection.address.description, size: Int(size))
        } catch {
            return redisFailure(error, limits)
        }
    }
}

/// What was captured so far.
private struct RedisCapture {
    static let mostLimiters = 500
    static let mostPrefixes = 100
    static let mostKeys = 2_000_000

    var isComplete = false
    private(set) var seen = 0
    private var limiters: [String: RateLimitKey] = [:]
    private var prefixes: [String: Int] = [:]
    private var leftOut = 0

    var isFull: Bool { seen >= RedisCapture.mostKeys }

    mutating func take(_ keys: [[UInt8]], _ connection: RedisConnection, _ limits: ProbeLimits) throws(RedisError) {
        for name in keys {
            seen += 1
            guard RateLimitPrefix.covers(name) else {
                count(name)
                continue
            }
            guard limiters.count < RedisCapture.mostLimiters else {
                leftOut += 1
                continue
            }
            if let key = try RateLimitReader.read(name, connection, limits) { limiters[key.key] = key }
        }
    }

    /// A key's name may hold anything; only what stands before its first colon is kept.
    private mutating func count(_ name: [UInt8]) {
        let head = String(decoding: name.prefix { $0 != UInt8(ascii: ":") }.prefix(60), as: UTF8.self)
        let prefix = name.contains(UInt8(ascii: ":")) ? head + ":" : "(without a colon)"
        prefixes[prefixes[prefix] != nil || prefixes.count < RedisCapture.mostPrefixes ? prefix : "(others)", default: 0] += 1
    }

    func result(_ address: String, size: Int) -> ProbeResult {
        let keys = limiters.values.sorted { $0.key < $1.key }
        let counts = prefixes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let isWhole = isComplete && leftOut == 0
        let evidence: JSONObject = [
            "address": address.json, "keys": size.json, "seen": seen.json, "complete": isWhole.json, "limiter_keys_left_out": leftOut.json,
            "limiter_keys": .array(
                keys.map { key in
                    [
                        "key": key.key.json, "type": key.type.json, "value": key.value.json, "ttl_ms": key.timeToLive.json,
                        "exhausted": key.isExhausted.json,
                    ]
                }),
            "prefixes": .object(JSONObject(counts.map { JSONMember(JSONString($0.key), $0.value.json) })),
        ]
        let others = counts.prefix(5).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let summary =
            "\(Words.count(keys.count, "rate-limit key")) captured, \(Words.count(seen, "key")) in all"
            + (others.isEmpty ? "" : " (\(others))")
        return isWhole
            ? ProbeResult(.ok, summary, evidence: evidence, measurement: .rateLimits(keys))
            : ProbeResult(.failed, summary + "; not everything was captured", evidence: evidence, measurement: .rateLimits(keys))
    }
}
