internal import Execution
internal import Planning
internal import Runbook

/// The checks about AI providers and their rate limits.
enum ProviderChecks {
    static func failing(_ seen: Observations) -> Judgement {
        guard let health = seen.health else { return .unknown(noHealth(seen)) }
        let subsystem = health.subsystems.first { $0.name == "llm_providers" }
        guard health.providersFoundAt != nil || subsystem != nil else {
            return .unknown("the health report names no providers, neither under .services.providers nor under .subsystems.llm_providers")
        }
        let down = health.providers.filter { !$0.isHealthy }
        let isLimited = !down.isEmpty && down.allSatisfy { isRateLimit($0.message) }
        if !down.isEmpty {
            let names = down.map { $0.message.isEmpty ? $0.name : "\($0.name) (\($0.message))" }.joined(separator: ", ")
            let place = health.providersFoundAt.map { "; found at \($0)" } ?? ""
            return .present("\(down.count) of \(health.providers.count) providers fail: \(names)\(isLimited ? ", for their rate limit" : "")\(place)")
        }
        if let subsystem, !subsystem.isHealthy { return .present("llm_providers is \(subsystem.status): \(subsystem.message)") }
        return .absent("\(health.providers.count) providers answer\(health.providersFoundAt.map { "; found at \($0)" } ?? "")")
    }

    /// Sending a prompt would cost money and change state: only what the service counted itself is used.
    static func aiResponses(_ seen: Observations) -> Judgement {
        if let metrics = seen.metrics, let requests = metrics.aiRequests, let failures = metrics.aiFailures, requests > 0 {
            let share = failures / requests
            let because = "\(Int(failures)) of \(Int(requests)) AI requests failed (\(Numbers.percent(share)))"
            return share >= SymptomDefaults.errorShare ? .present(because) : .absent(because)
        }
        if let health = seen.health, let subsystem = health.subsystems.first(where: { $0.name == "llm_providers" }), subsystem.status == "down" {
            return .present("no provider can answer: llm_providers is down")
        }
        return .unknown("no metrics count AI requests: ask for an answer and see")
    }

    static func rateLimited(_ pattern: String, _ seen: Observations) -> Judgement {
        let reported = (seen.health?.providers ?? []).filter { isRateLimit($0.message) || isRateLimit($0.status) }
        guard let keys = seen.rateLimits(pattern) else {
            if !reported.isEmpty { return .present("the health report says so of \(reported.map(\.name).joined(separator: ", "))") }
            return .unknown(seen.excuse(.rateLimits(pattern: pattern)))
        }
        let exhausted = keys.filter { $0.isExhausted == true }
        if !exhausted.isEmpty {
            let names = exhausted.map { key in "\(key.provider)\(key.timeToLive.map { ", free in \(Numbers.duration($0))" } ?? "")" }
            return .present("at their limit: \(names.joined(separator: "; "))")
        }
        if !reported.isEmpty { return .present("the health report says so of \(reported.map(\.name).joined(separator: ", "))") }
        if keys.isEmpty { return .absent("no key matches \(pattern): nobody is being counted") }
        let unclear = keys.filter { $0.isExhausted == nil }
        if unclear.isEmpty { return .absent("\(keys.count) keys, none at its limit") }
        if let health = seen.health, !health.providers.isEmpty, health.providers.allSatisfy(\.isHealthy) {
            return .absent("\(keys.count) keys count, and every provider answers")
        }
        return .unknown("\(unclear.count) of \(keys.count) keys do not tell their limit: compare their values")
    }

    private static func isRateLimit(_ text: String) -> Bool {
        let words = text.lowercased()
        return words.contains("rate limit") || words.contains("rate_limit") || words.contains("ratelimit") || words.contains("429")
    }

    private static func noHealth(_ seen: Observations) -> String {
        guard let sample = seen.api else { return seen.excuse(.apiSample) }
        return sample.answers.isEmpty ? "the health endpoint does not answer" : "the health endpoint gives no JSON report"
    }
}
