public import Execution
internal import JSONKit
internal import RedisKit
internal import SystemKit

extension LiveProbes {
    /// Waits until no provider is limited any more, at the deadline at the latest. Nothing is written.
    ///
    /// - Parameter pattern: the limiter's keys, as SCAN takes it.
    /// - Returns: `ok` when all are free; `unhealthy` when some are not, and when waiting cannot free them; `notRun` after a signal.
    public func waitRateLimits(_ pattern: String, _ limits: ProbeLimits) -> ProbeResult {
        var wait = RateLimitWait(pattern)
        let watch = RateLimitWatch(self, pattern, limits)
        var failures = 0
        var searches = true
        while true {
            do throws(RedisError) {
                let look = try watch.look(searches: searches)
                failures = 0
                wait.take(look.limited)
                // Only a look for all keys may say that nobody is limited.
                if look.limited.isEmpty, searches {
                    // Keys that tell no limit, and nobody else who tells it: that is not "free".
                    return wait.result(look.needsService && !watch.serviceAnswered ? .blind : .free)
                }
                searches = look.limited.isEmpty
                if !look.limited.isEmpty, !look.limited.contains(where: \.endsByWaiting) { return wait.result(.endless) }
                if searches { continue }
                limits.onProgress(wait.words)
            } catch {
                if error.kind == .cancelled { return wait.result(.interrupted) }
                failures += 1
                // A server that restarts is back in a moment; before the first look there is nothing to wait for.
                if !limits.deadline.hasPassed, failures > 5 || wait.looks.isEmpty {
                    var failure = redisFailure(error, limits)
                    failure.evidence["looks"] = wait.evidence["looks"]
                    return failure
                }
                searches = true
            }
            if limits.deadline.hasPassed { return wait.looks.isEmpty ? redisFailure(.late, limits) : wait.result(.late) }
            if limits.cancellation.wait(until: limits.deadline.orEarlier(.after(milliseconds: wait.pause))) {
                return wait.result(.interrupted)
            }
        }
    }

    /// Milliseconds that a wait needs at most, as things are now; nil when nobody is limited, or nobody knows for how long.
    public func rateLimitHorizon(_ pattern: String, _ limits: ProbeLimits) -> Double? {
        let look = try? RateLimitWatch(self, pattern, limits).look(searches: true)
        return look?.limited.filter(\.endsByWaiting).compactMap(\.left).max()
    }
}

extension RedisError {
    fileprivate static let late = RedisError(.timedOut, "the deadline passed before a first look")
}

/// What was seen while waiting.
struct RateLimitWait {
    enum End { case free, blind, endless, late, interrupted }

    /// Milliseconds left of each key at one moment; nil for one without an end.
    struct Look {
        let at: Double
        let left: [(name: String, left: Double?)]
    }

    private static let mostLooks = 200
    private static let mostKeys = 20

    private let pattern: String
    private let start = MonotonicTime.now()
    private(set) var looks: [Look] = []
    private(set) var limited: [LimitedProvider] = []
    private var freed: Set<String> = []
    private var stride = 1
    private var count = 0

    init(_ pattern: String) { self.pattern = pattern }

    mutating func take(_ limited: [LimitedProvider]) {
        let now = Set(limited.map(\.provider))
        freed.formUnion(self.limited.map(\.provider))
        freed.subtract(now)
        self.limited = limited
        defer { count += 1 }
        let isSeen = limited.isEmpty && looks.last?.left.isEmpty == true
        guard !isSeen, count % stride == 0 || limited.isEmpty else { return }
        let left = limited.prefix(RateLimitWait.mostKeys).map { ($0.key ?? $0.provider, $0.left) }
        looks.append(Look(at: elapsed, left: left))
        if looks.count > RateLimitWait.mostLooks {
            // A longer wait is drawn with fewer points, the first and the last of them kept.
            looks = looks.enumerated().filter { $0.offset % 2 == 0 || $0.offset == looks.count - 1 }.map(\.element)
            stride *= 2
        }
    }

    private var elapsed: Double { MonotonicTime.now().milliseconds(since: start) }

    /// Milliseconds until the next look: when the first one should be free, and after a second at most, for a limit may be lifted early.
    var pause: Double { min(1000, max(20, (limited.filter(\.endsByWaiting).compactMap(\.left).min() ?? 1000) + 5)) }

    /// `groq 12 s, ollama 4 s`.
    var words: String { RateLimitWait.words(limited) }

    private static func words(_ limited: [LimitedProvider]) -> String {
        limited.map { one in
            if let left = one.left { return "\(one.provider) \(Int((left / 1000).rounded(.up))) s" }
            return one.endsByWaiting ? "\(one.provider) (nobody says how long)" : "\(one.provider) (its key never expires)"
        }.joined(separator: ", ")
    }

    func result(_ end: End) -> ProbeResult {
        let endless = limited.filter { !$0.endsByWaiting }
        let free = freed.sorted().joined(separator: ", ")
        switch end {
        case .free:
            let summary = freed.isEmpty ? "no provider is limited" : "free after \(Words.duration(elapsed)): \(free)"
            return ProbeResult(.ok, summary, evidence: evidence)
        case .blind:
            return ProbeResult(
                .failed, "nobody knows who is limited: the keys tell no limit, and the service gives no health report", evidence: evidence)
        case .endless:
            let names = endless.map(\.provider).joined(separator: ", ")
            let words = "\(names): used up, and the key never expires, so waiting does not end it"
            return ProbeResult(.unhealthy, freed.isEmpty ? words : "\(words); free: \(free)", evidence: evidence)
        case .late:
            return ProbeResult(
                .unhealthy, "still limited after \(Words.duration(elapsed)): \(words)" + (freed.isEmpty ? "" : "; free: \(free)"),
                evidence: evidence)
        case .interrupted: return ProbeResult(.notRun, "interrupted after \(Words.duration(elapsed))", evidence: evidence)
        }
    }

    var evidence: JSONObject {
        [
            "pattern": pattern.json, "waited_ms": elapsed.rounded().json, "freed": freed.sorted().json,
            "limited": .array(
                limited.map { ["provider": $0.provider.json, "key": $0.key.json, "left_ms": $0.left.json, "ends": $0.endsByWaiting.json] }),
            "looks": .array(
                looks.map { look in
                    [
                        "at_ms": look.at.rounded().json,
                        "left_ms": .object(JSONObject(look.left.map { JSONMember(JSONString($0.name), $0.left.json) })),
                    ]
                }),
        ]
    }
}
