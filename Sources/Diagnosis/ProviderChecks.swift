internal import Execution
internal import Planning
internal import Runbook

/// The checks about AI providers and their rate limits.
enum ProviderChecks {
    static func failing(_ seen: Observations) -> Judgement {
        guard let health = seen.health else { return .unknown(noHealth(seen)) }
        let subsystem = health.subsystems.first { $0.name == "llm_providers" }
        guard !health.providers.isEmpty || subsystem != nil else {
            return .unknown("the health report names no providers: its keys are \(Wording.list(health.keys))")
        }
        let down = health.providers.filter { !$0.isHealthy }
        let isLimited = !down.isEmpty && down.allSatisfy { HealthReport.Part.saysRateLimit($0.message) }
        if !down.isEmpty {
            let names = Wording.list(down.map { $0.message.isEmpty ? $0.name : "\($0.name) (\($0.message))" })
            let all = Wording.count(health.providers.count, "provider")
            let place = health.providersFoundAt.map { "; found at \($0)" } ?? ""
            let because = "\(down.count) of \(all) down: \(names)\(isLimited ? ", for their rate limit" : "")\(place)"
            return bare(down, health, because) ?? .present(because)
        }
        if let subsystem, !subsystem.isHealthy {
            return .present(
                "llm_providers is \(subsystem.status)\(subsystem.message.isEmpty ? "" : ": \(Wording.line(subsystem.message))")")
        }
        if health.providers.isEmpty { return .absent("llm_providers is \(subsystem?.status ?? "well")") }
        return .absent("no provider of \(health.providers.count) is down\(health.providersFoundAt.map { "; found at \($0)" } ?? "")")
    }

    /// A bare `false` may mean that a provider was never configured: the routed one decides, or that none is left. Nil where more
    /// is said than truth values.
    private static func bare(_ down: [HealthReport.Part], _ health: HealthReport, _ because: String) -> Judgement? {
        guard down.allSatisfy(\.isBare), down.count < health.providers.count else { return nil }
        guard let routed = health.routed, health.providers.contains(where: { $0.name == routed }) else {
            return .unknown("\(because); whether one of them is in use is not known: no configuration names it")
        }
        if down.contains(where: { $0.name == routed }) { return .present("\(because); \(routed) is the one in use") }
        return .absent("\(routed), the one in use, is up; \(because), or never configured")
    }

    /// Sending a prompt would cost money and change state: only what the service counted itself is used.
    static func aiResponses(_ seen: Observations) -> Judgement {
        // The report tells of now, the counters of all the time since the service started: a fresh outage is lost in them.
        if let health = seen.health {
            if health.subsystems.contains(where: { $0.name == "llm_providers" && $0.status.lowercased() == "down" }) {
                return .present("no provider can answer: llm_providers is down")
            }
            if !health.providers.isEmpty, !health.providers.contains(where: \.isHealthy) {
                return .present("no provider can answer: all \(health.providers.count) are down")
            }
        }
        if let metrics = seen.metrics, let requests = metrics.aiRequests, let failures = metrics.aiFailures, requests > 0,
            requests.isFinite,
            failures.isFinite
        {
            let (share, limit) = (failures / requests, SymptomDefaults.errorShare)
            let size = Numbers.against(limit, share, Numbers.percent)
            let because = "\(whole(failures)) of \(whole(requests)) AI requests failed (\(size); limit \(Numbers.percent(limit)))"
            return share >= limit ? .present(because) : .absent(because)
        }
        if let health = seen.health, !health.providers.isEmpty {
            let failing = failing(seen)
            if failing.state == .absent { return .absent("no metrics count AI requests; \(failing.because)") }
        }
        return .unknown("no metrics count AI requests: ask for an answer and see")
    }

    static func rateLimited(_ pattern: String, _ seen: Observations) -> Judgement {
        let reported = (seen.health?.providers ?? []).filter(\.isRateLimited)
        guard let keys = seen.rateLimits(pattern) else {
            if !reported.isEmpty { return .present("the health report says so of \(Wording.list(reported.map(\.name)))") }
            return .unknown(seen.excuse(.rateLimits(pattern: pattern)))
        }
        let exhausted = keys.filter { $0.isExhausted == true }
        if !exhausted.isEmpty {
            let names = exhausted.map { key in "\(key.provider)\(key.timeToLive.map { " (free in \(Numbers.duration($0)))" } ?? "")" }
            return .present("at the limit: \(Wording.list(names))")
        }
        if !reported.isEmpty { return .present("the health report says so of \(Wording.list(reported.map(\.name)))") }
        if keys.isEmpty { return .absent("no key matches \(pattern): nobody is being counted") }
        let unclear = keys.filter { $0.isExhausted == nil }
        if unclear.isEmpty { return .absent("\(Wording.count(keys.count, "key")), none at its limit") }
        if let health = seen.health, !health.providers.isEmpty, health.providers.allSatisfy(\.isHealthy) {
            return .absent("\(Wording.count(keys.count, "key")), and every provider answers")
        }
        return .unknown("\(unclear.count) of \(Wording.count(keys.count, "key")) without a limit beside the count: compare the values")
    }

    private static func whole(_ count: Double) -> String { Numbers.decimal(count).split(separator: ".").first.map(String.init) ?? "" }

    private static func noHealth(_ seen: Observations) -> String {
        guard let sample = seen.api else { return seen.excuse(.apiSample) }
        return sample.answers.isEmpty ? "the health endpoint does not answer" : "the health endpoint gives no JSON report"
    }
}
