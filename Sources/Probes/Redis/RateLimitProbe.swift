internal import Execution
internal import JSONKit
internal import RedisKit
internal import SystemKit

extension LiveProbes {
    /// The keys of the rate limiter: found by SCAN (GET takes no pattern, KEYS holds up the server), each read by its type.
    func rateLimits(_ pattern: String, _ limits: ProbeLimits) -> ProbeResult {
        do throws(RedisError) {
            let connection = try connect([], limits)
            let found = try connection.scan(match: pattern, limit: 500, deadline: limits.deadline, cancellation: limits.cancellation)
            var keys: [RateLimitKey] = []
            for name in found.keys { if let key = try RateLimitReader.read(name, connection, limits) { keys.append(key) } }
            keys.sort { $0.key < $1.key }
            return result(keys, pattern, isComplete: found.end == .complete)
        } catch {
            return redisFailure(error, limits)
        }
    }

    private func result(_ keys: [RateLimitKey], _ pattern: String, isComplete: Bool) -> ProbeResult {
        let evidence: JSONObject = [
            "pattern": pattern.json, "complete": isComplete.json,
            "keys": .array(
                keys.map { key in
                    .object([
                        "key": key.key.json, "provider": key.provider.json, "type": key.type.json, "value": key.value.json,
                        "ttl_ms": key.timeToLive.json, "exhausted": key.isExhausted.json,
                    ])
                }),
        ]
        let exhausted = keys.filter { $0.isExhausted == true }
        var summary =
            keys.isEmpty
            ? "no key matches \(pattern)"
            : keys.map { key in
                "\(key.provider) \(key.value)\(key.timeToLive.map { " (\(Words.duration($0)) left)" } ?? "")"
            }.joined(separator: ", ")
        if !isComplete { summary += "; not all keys were read" }
        return ProbeResult(exhausted.isEmpty ? .ok : .unhealthy, summary, evidence: evidence, measurement: .rateLimits(keys))
    }
}

/// One key, read by its type: limiters keep counters in strings, buckets in hashes and windows in sorted sets.
enum RateLimitReader {
    static func read(_ name: [UInt8], _ connection: RedisConnection, _ limits: ProbeLimits) throws(RedisError) -> RateLimitKey? {
        func ask(_ command: String, _ rest: String...) throws(RedisError) -> RedisReply {
            try connection.command(
                [Array(command.utf8), name] + rest.map { Array($0.utf8) }, deadline: limits.deadline, cancellation: limits.cancellation)
        }
        let type = try ask("TYPE").text ?? ""
        let lifetime = try ask("PTTL").integer ?? -2
        // -2: it expired between the scan and now.
        guard lifetime != -2, type != "none" else { return nil }
        var value = ""
        var isExhausted: Bool?
        switch type {
        case "string":
            value = try ask("GET").text ?? ""
            isExhausted = exhausted(word: value)
        case "hash":
            let fields = pairs(try ask("HGETALL"))
            value = fields.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
            isExhausted = exhausted(fields: Dictionary(fields, uniquingKeysWith: { $1 }))
        case "zset": value = "\(try ask("ZCARD").integer ?? 0) in the window"
        case "list": value = "\(try ask("LLEN").integer ?? 0) in the list"
        case "set": value = "\(try ask("SCARD").integer ?? 0) in the set"
        default: value = "a \(type)"
        }
        let key = String(decoding: name, as: UTF8.self)
        return RateLimitKey(
            key: key, provider: RateLimitKey.provider(of: key), type: type, value: String(value.prefix(120)),
            timeToLive: lifetime >= 0 ? Double(lifetime) : nil, isExhausted: isExhausted)
    }

    private static func pairs(_ reply: RedisReply) -> [(String, String)] {
        let texts = (reply.array ?? []).map { $0.text ?? "" }
        return stride(from: 0, to: texts.count - 1, by: 2).map { (texts[$0], texts[$0 + 1]) }.sorted { $0.0 < $1.0 }
    }

    /// A string may carry its state as a word, or as `used/limit`; a bare counter does not tell its limit.
    private static func exhausted(word: String) -> Bool? {
        if ["blocked", "limited", "exhausted"].contains(word.lowercased()) { return true }
        let parts = word.split(separator: "/").compactMap { Double($0) }
        return parts.count == 2 ? parts[0] >= parts[1] : nil
    }

    /// A bucket tells what is left, or what was used of what.
    private static func exhausted(fields: [String: String]) -> Bool? {
        func number(_ names: String...) -> Double? { names.lazy.compactMap { fields[$0].flatMap { Double($0) } }.first }
        if let left = number("remaining", "tokens", "left") { return left < 1 }
        if let used = number("count", "used"), let limit = number("limit", "max", "capacity") { return used >= limit }
        return nil
    }
}
