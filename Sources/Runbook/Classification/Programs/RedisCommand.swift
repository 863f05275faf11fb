/// `redis-cli …`.
enum RedisCommand {
    static func classify(_ words: [String]) -> Classified? {
        var options: [String] = []
        var index = 1
        while index < words.count, words[index].hasPrefix("-") {
            guard ["-h", "-p", "-n", "-u", "-s"].contains(words[index]), index + 1 < words.count else {
                if words[index] == "--raw" || words[index] == "--no-raw" {
                    index += 1
                    continue
                }
                if words[index] == "--scan" { return scan(words, from: index + 1, options: options) }
                return .shell(words.joined(separator: " "), argv: words)
            }
            options += words[index...(index + 1)]
            index += 2
        }
        let arguments = Array(words.dropFirst(index))
        guard let name = arguments.first?.uppercased() else { return .shell(words.joined(separator: " "), argv: words) }
        var notes: [String] = []
        if name == "GET", arguments.count > 1, isGlob(arguments[1]) {
            notes.append("GET takes no pattern: read as SCAN MATCH, then type, value and time to live of each key.")
        }
        if name == "KEYS" { notes.append("Read with SCAN: KEYS holds up the whole server.") }
        return Classified(
            action: .redis(arguments: arguments, options: options), effect: effect(name, arguments),
            target: arguments.count > 1 ? arguments[1] : "all keys", notes: notes)
    }

    static func isGlob(_ key: String) -> Bool { key.contains { "*?[".contains($0) } }

    private static func scan(_ words: [String], from index: Int, options: [String]) -> Classified {
        let rest = Array(words.dropFirst(index))
        var pattern = "*"
        if rest.count == 2, rest[0] == "--pattern" {
            pattern = rest[1]
        } else if !rest.isEmpty {
            return .shell(words.joined(separator: " "), argv: words)
        }
        return Classified(action: .redis(arguments: ["SCAN", "0", "MATCH", pattern], options: options), effect: .read, target: pattern)
    }

    private static let reads: Set<String> = [
        "GET", "MGET", "STRLEN", "GETRANGE", "EXISTS", "TYPE", "TTL", "PTTL", "SCAN", "KEYS", "HGET", "HGETALL", "HKEYS", "HVALS", "HLEN",
        "HMGET",
        "HSCAN", "LLEN", "LRANGE", "LINDEX", "SCARD", "SMEMBERS", "SISMEMBER", "SSCAN", "ZCARD", "ZCOUNT", "ZRANGE", "ZSCORE", "ZSCAN",
        "INFO",
        "PING", "DBSIZE", "TIME", "LASTSAVE", "XLEN", "XRANGE",
    ]
    private static let changes: Set<String> = [
        "SETNX", "INCR", "INCRBY", "DECR", "DECRBY", "PERSIST", "HINCRBY", "LPUSH", "RPUSH", "SADD", "APPEND", "BGSAVE", "SAVE",
    ]
    /// What stood there before is gone, at once or at the end of its time.
    private static let destroys: Set<String> = [
        "FLUSHDB", "FLUSHALL", "DEL", "UNLINK", "SHUTDOWN", "HDEL", "SREM", "ZREM", "LTRIM", "SET", "SETEX", "MSET", "HSET", "ZADD",
        "RENAME",
        "EXPIRE", "PEXPIRE", "GETDEL", "LPOP", "RPOP", "SPOP",
    ]
    /// Subcommands that only report, by command: `CONFIG SET` and `CLIENT KILL` have the same first word.
    private static let inspecting: [String: Set<String>] = [
        "CONFIG": ["GET"], "CLIENT": ["LIST", "INFO", "GETNAME", "ID"], "SLOWLOG": ["GET", "LEN"], "MEMORY": ["USAGE", "STATS", "DOCTOR"],
        "OBJECT": ["ENCODING", "FREQ", "IDLETIME", "REFCOUNT"],
    ]

    private static func effect(_ name: String, _ arguments: [String]) -> Effect {
        if reads.contains(name) { return .read }
        if destroys.contains(name) { return .destroy }
        if changes.contains(name) { return .change }
        if let reports = inspecting[name] { return arguments.count > 1 && reports.contains(arguments[1].uppercased()) ? .read : .unknown }
        return .unknown
    }
}

extension ReadingProgram {
    static let redisCLI = ReadingProgram(
        names: ["redis-cli"],
        reads: "Commands that look (`GET`, `TTL`, `INFO`, `LLEN`, `SCAN`, …), with `-h`, `-p`, `-n`, `--raw`, `--scan`.",
        refuses:
            "Scripts, `MONITOR`, `CONFIG SET`, blocking commands, repeating (`-r`), input from a pipe. Writes are changes, or destroy what stood there.",
        accepted: ["redis-cli PING", "redis-cli -n 2 TTL session", "redis-cli --scan --pattern 'a*'"],
        refused: ["redis-cli FLUSHDB", "redis-cli EVAL x 0", "redis-cli MONITOR", "redis-cli CONFIG SET a b", "redis-cli -r 10 INCR a"])
}
