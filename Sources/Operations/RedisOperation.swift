internal import Configuration
public import Execution
internal import JSONKit
internal import Probes
internal import RedisKit
internal import SystemKit

extension LiveOperations {
    /// Removes the keys that match a pattern, page by page, while the server goes on serving. A signal ends it between two pages.
    ///
    /// - Parameters:
    ///   - pattern: as SCAN takes it, such as `cache:*`; one that names nothing is refused.
    ///   - includingRateLimits: whether limiters' keys may go too. Else a pattern that asks for them is refused, and those that another
    ///     one happens to match are spared and counted.
    public func unlinkKeys(_ pattern: String, includingRateLimits: Bool = false, _ limits: ProbeLimits) -> OperationResult {
        if let why = RedisPattern.objection(to: pattern, includingRateLimits: includingRateLimits) {
            return OperationResult(.failed, "nothing was removed: \(why)")
        }
        var removal = KeyRemoval(pattern, sparesLimiters: !includingRateLimits)
        do throws(RedisError) {
            let redis = try RedisInHand(configuration.redisURL.value, limits)
            try removal.run(redis, limits)
            return removal.result(redis.address)
        } catch {
            return removal.failure(error, configuration.redisURL.source.words)
        }
    }

    /// Empties the selected database, and no other of that server.
    public func flushDatabase(_ limits: ProbeLimits) -> OperationResult {
        if limits.cancellation.isCancelled { return OperationResult(.notRun, "interrupted before it began") }
        var evidence: JSONObject = [:]
        var wasSent = false
        do throws(RedisError) {
            let redis = try RedisInHand(configuration.redisURL.value, limits)
            evidence["address"] = redis.address.json
            let before = try redis.ask("DBSIZE").integer ?? 0
            evidence["keys_before"] = before.json
            if before == 0 { return OperationResult(.skipped, "the database at \(redis.address) is empty already", evidence: evidence) }
            wasSent = true
            let isAsynchronous = try redis.flush()
            evidence["asynchronous"] = isAsynchronous.json
            let after = try redis.ask("DBSIZE").integer ?? 0
            evidence["keys_after"] = after.json
            // A service that is running writes again at once.
            return OperationResult(
                .done, "the database at \(redis.address) was emptied: \(before) keys before, \(after) now", evidence: evidence)
        } catch {
            evidence["error"] = error.message.json
            let isAnswer = if case .reply = error.kind { true } else { false }
            guard wasSent, !isAnswer else {
                return OperationResult(.failed, "Redis was not emptied: \(error.message)", evidence: evidence)
            }
            return OperationResult(.unknown, "nobody knows whether Redis was emptied: \(error.message)", evidence: evidence)
        }
    }
}

/// A connection for changes: a command that was sent is waited for, until somebody insists that it is not.
private struct RedisInHand {
    private let connection: RedisConnection
    private let calm: Cancellation
    private let deadline: Deadline

    var address: String { connection.address.description }

    init(_ url: String, _ limits: ProbeLimits) throws(RedisError) {
        guard let calm = limits.insistence ?? (try? Cancellation()) else { throw RedisError(.unreachable, "no descriptor is left") }
        self.calm = calm
        deadline = limits.deadline
        connection = try RedisConnection.connect(try RedisAddress.parse(url), deadline: deadline, cancellation: limits.cancellation)
    }

    func ask(_ words: String...) throws(RedisError) -> RedisReply {
        try connection.command(words, deadline: deadline, cancellation: calm)
    }

    /// ASYNC where the server knows it (4.0 and later): it goes on serving meanwhile.
    func flush() throws(RedisError) -> Bool {
        do throws(RedisError) {
            _ = try ask("FLUSHDB", "ASYNC")
            return true
        } catch {
            guard case .reply(let word) = error.kind, word == "ERR", error.message.contains("syntax") else { throw error }
            _ = try ask("FLUSHDB")
            return false
        }
    }

    func page(_ walk: inout RedisWalk) throws(RedisError) -> [[UInt8]]? {
        try walk.next(connection, deadline: deadline, cancellation: calm)
    }

    /// UNLINK frees the memory later; a server before 4.0 knows only DEL.
    func remove(_ keys: [[UInt8]]) throws(RedisError) -> Int {
        do throws(RedisError) {
            return Int(try connection.command([Array("UNLINK".utf8)] + keys, deadline: deadline, cancellation: calm).integer ?? 0)
        } catch {
            guard case .reply = error.kind, error.message.lowercased().contains("unknown command") else { throw error }
            return Int(try connection.command([Array("DEL".utf8)] + keys, deadline: deadline, cancellation: calm).integer ?? 0)
        }
    }
}

/// How far a removal has come.
private struct KeyRemoval {
    /// Keys in one command.
    static let batch = 500

    private let pattern: String
    private let sparesLimiters: Bool
    private var removed = 0
    private var pages = 0
    private var spared: Set<[UInt8]> = []
    private var isInterrupted = false
    private var isAsking = false

    init(_ pattern: String, sparesLimiters: Bool) {
        self.pattern = pattern
        self.sparesLimiters = sparesLimiters
    }

    mutating func run(_ redis: RedisInHand, _ limits: ProbeLimits) throws(RedisError) {
        var walk = RedisWalk(match: pattern)
        while let page = try redis.page(&walk) {
            pages += 1
            var keys: [[UInt8]] = []
            for key in page { if sparesLimiters, RateLimitPrefix.covers(key) { spared.insert(key) } else { keys.append(key) } }
            var rest = keys[...]
            while !rest.isEmpty {
                if limits.cancellation.isCancelled {
                    isInterrupted = true
                    return
                }
                isAsking = true
                removed += try redis.remove(Array(rest.prefix(KeyRemoval.batch)))
                isAsking = false
                rest = rest.dropFirst(KeyRemoval.batch)
                limits.onProgress(removed == 1 ? "1 key removed" : "\(removed) keys removed")
            }
            if limits.cancellation.isCancelled, !walk.isFinished {
                isInterrupted = true
                return
            }
        }
    }

    private var evidence: JSONObject {
        ["pattern": pattern.json, "removed": removed.json, "pages": pages.json, "rate_limit_keys_spared": spared.count.json]
    }

    private var count: String {
        (removed == 1 ? "1 key" : "\(removed) keys") + (spared.isEmpty ? "" : ", \(spared.count) rate-limit keys spared")
    }

    func result(_ address: String) -> OperationResult {
        var evidence = evidence
        evidence["address"] = address.json
        if isInterrupted {
            return removed == 0
                ? OperationResult(.notRun, "interrupted before a key was removed", evidence: evidence)
                : OperationResult(.failed, "interrupted: \(count) removed, others of \(pattern) are still there", evidence: evidence)
        }
        return removed == 0
            ? OperationResult(.skipped, "no key to remove matches \(pattern)", evidence: evidence)
            : OperationResult(.done, "\(count) of \(pattern) removed", evidence: evidence)
    }

    func failure(_ error: RedisError, _ source: String) -> OperationResult {
        var evidence = evidence
        evidence["error"] = error.message.json
        if case .address = error.kind { return OperationResult(.failed, "\(error.message) (from \(source))", evidence: evidence) }
        if error.kind == .cancelled, removed == 0, !isAsking {
            return OperationResult(.notRun, "interrupted before a key was removed", evidence: evidence)
        }
        let isAnswer = if case .reply = error.kind { true } else { false }
        // It can be done again: what is gone is not there any more.
        return OperationResult(
            isAsking && !isAnswer ? .unknown : .failed, "\(count) of \(pattern) removed, then: \(error.message)", evidence: evidence)
    }
}
