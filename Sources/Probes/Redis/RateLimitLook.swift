internal import Execution
internal import HTTPKit
internal import JSONKit
internal import RedisKit
internal import SystemKit

/// A provider that may not be asked just now.
struct LimitedProvider: Sendable, Equatable {
    let provider: String
    /// The limiter's key; nil when only the service says so.
    let key: String?
    /// Milliseconds until it is free; nil when nobody says.
    let left: Double?
    /// False for a key that says of itself that it is used up, and never expires: no waiting frees it.
    let endsByWaiting: Bool
}

/// Who is limited at one moment.
struct RateLimitLook: Sendable {
    var limited: [LimitedProvider] = []
    /// The names of all keys that were read, for the next look.
    var names: [[UInt8]] = []
    /// Whether a key says nothing of its limit, so that the service's word is needed.
    var needsService = false

    /// - Parameter service: what the service says of its providers; empty when it was not asked, or said nothing.
    init(_ keys: [(name: [UInt8], key: RateLimitKey)], service: [String: ServiceLimit]) {
        names = keys.map(\.name)
        for (_, key) in keys {
            switch key.isExhausted {
            case true?:
                limited.append(
                    LimitedProvider(
                        provider: key.provider, key: key.key, left: key.timeToLive, endsByWaiting: key.timeToLive != nil))
            case false?: break
            case nil:
                needsService = true
                guard let word = service[key.provider.lowercased()], word.isLimited else { continue }
                limited.append(
                    LimitedProvider(
                        provider: key.provider, key: key.key, left: key.timeToLive ?? word.resetsAfter, endsByWaiting: true))
            }
        }
        // A limiter may keep its counts elsewhere: then the service alone knows.
        let keyed = Set(keys.map { $0.key.provider.lowercased() })
        for (name, word) in service where word.isLimited && !keyed.contains(name) {
            limited.append(LimitedProvider(provider: word.provider, key: nil, left: word.resetsAfter, endsByWaiting: true))
        }
        limited.sort { ($0.provider, $0.key ?? "") < ($1.provider, $1.key ?? "") }
    }
}

/// What the service says of one provider's limit.
struct ServiceLimit: Sendable, Equatable {
    let provider: String
    let isLimited: Bool
    /// Milliseconds; nil when it does not say.
    let resetsAfter: Double?

    /// Reads a health report; the keys are the providers' names in small letters.
    ///
    /// - Returns: nil when it is no such report.
    static func read(_ body: [UInt8]) -> [String: ServiceLimit]? {
        guard let document = try? JSONReader().read(body), document["status"]?.text != nil else { return nil }
        let details = document["services"]?["providers"] ?? document["subsystems"]?["llm_providers"]?["metadata"]?["details"]
        var result: [String: ServiceLimit] = [:]
        for member in details?.object?.withoutRepeats.members ?? [] {
            let detail = member.value
            let words = [detail["message"], detail["error"], detail["last_error"], detail["status"]].compactMap { $0?.text }
            let saysSo = words.contains(where: HealthReport.Part.saysRateLimit)
            // Its own word about the limit goes before the text of an old error.
            let isLimited = detail["rate_limited"]?.bool ?? saysSo
            let seconds = detail["resets_in_seconds"]?.double ?? detail["retry_after_seconds"]?.double
            result[member.key.text.lowercased()] = ServiceLimit(
                provider: member.key.text, isLimited: isLimited,
                resetsAfter: seconds.flatMap { $0.isFinite && $0 >= 0 ? $0 * 1000 : nil })
        }
        return result
    }
}

/// Looks again and again, with one connection as long as it holds.
final class RateLimitWatch {
    private let probes: LiveProbes
    private let pattern: String
    private let limits: ProbeLimits
    private var connection: RedisConnection?
    private var names: [[UInt8]] = []
    private var service: [String: ServiceLimit] = [:]
    /// Whether the service ever gave a report.
    private(set) var serviceAnswered = false
    /// Whether somebody was limited by the service's word alone.
    private var serviceMatters = false
    /// No look takes longer than this, in milliseconds: a server that hangs does not hold up the countdown.
    private static let patience = 5000.0

    init(_ probes: LiveProbes, _ pattern: String, _ limits: ProbeLimits) {
        self.probes = probes
        self.pattern = pattern
        self.limits = limits
    }

    /// - Parameter searches: whether the keys are searched for anew; else those of the look before are read again.
    func look(searches: Bool) throws(RedisError) -> RateLimitLook {
        let brief = ProbeLimits(
            timeoutMilliseconds: min(RateLimitWatch.patience, max(1, limits.deadline.remainingMilliseconds)),
            cancellation: limits.cancellation)
        do throws(RedisError) {
            let connection = try connected(brief)
            if searches {
                names = try connection.scan(match: pattern, limit: 500, deadline: brief.deadline, cancellation: brief.cancellation).keys
            }
            var keys: [(name: [UInt8], key: RateLimitKey)] = []
            for name in names { if let key = try RateLimitReader.read(name, connection, brief) { keys.append((name, key)) } }
            let first = RateLimitLook(keys, service: [:])
            guard first.needsService || serviceMatters || searches else { return first }
            if let said = askService(brief) {
                service = said
                serviceAnswered = true
            }
            let look = RateLimitLook(keys, service: service)
            serviceMatters = look.limited.contains { $0.key == nil }
            return look
        } catch {
            // The next look makes a new one.
            connection = nil
            throw error
        }
    }

    private func connected(_ brief: ProbeLimits) throws(RedisError) -> RedisConnection {
        if let connection { return connection }
        let new = try probes.connect([], brief)
        connection = new
        return new
    }

    /// nil when it does not answer: then its word of before stands.
    private func askService(_ brief: ProbeLimits) -> [String: ServiceLimit]? {
        guard let url = try? probes.apiAddress("/api/health") else { return nil }
        let response = try? probes.http.send(
            HTTPRequest("GET", url, redirects: .sameOrigin(limit: 5)), deadline: brief.deadline.orEarlier(.after(milliseconds: 2000)),
            cancellation: brief.cancellation)
        // Some answer 503 with the same report while they are not well.
        guard let response, response.status == 200 || response.status == 503 else { return nil }
        return ServiceLimit.read(response.body)
    }
}
