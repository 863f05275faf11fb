/// What Jarvis's limiters begin their keys with (facts.md, "Storage").
public enum RateLimitPrefix {
    public static let all = ["ratelimit:", "jarvis:ratelimit:", "tg_ratelimit:"]

    /// Whether a key is a limiter's.
    public static func covers(_ key: [UInt8]) -> Bool { all.contains { key.starts(with: Array($0.utf8)) } }

    /// Whether a pattern asks for limiters' keys: what stands before its first special character is the beginning of a prefix, or
    /// begins with one. A pattern that begins with a special character asks for none by name.
    public static func isAsked(by pattern: String) -> Bool {
        let literal = RedisPattern.literalStart(pattern)
        return !literal.isEmpty
            && all.contains { prefix in literal.starts(with: Array(prefix.utf8)) || Array(prefix.utf8).starts(with: literal) }
    }
}
