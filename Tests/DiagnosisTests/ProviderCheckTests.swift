import Diagnosis
import Execution
import Planning
import Runbook
import TestSupport
import Testing

private func health(_ providers: [HealthReport.Part], at place: String? = ".services.providers", subsystem: HealthReport.Part? = nil)
    -> [Probe: Measurement]
{
    var health = HealthReport(status: "healthy")
    health.providers = providers
    health.providersFoundAt = place
    health.subsystems = subsystem.map { [$0] } ?? []
    return sample(ok: 20, health: health)
}

private func keys(_ states: [Bool?], timeToLive: Double? = nil) -> Measurement {
    .rateLimits(
        states.enumerated().map {
            RateLimitKey(
                key: "r:p\($0.offset)", provider: "p\($0.offset)", type: "string", value: "1", timeToLive: timeToLive,
                isExhausted: $0.element)
        })
}

private func requests(_ all: Double?, failures: Double?) -> [Probe: Measurement] {
    var metrics = ServiceMetrics()
    metrics.aiRequests = all
    metrics.aiFailures = failures
    return [.metrics: .metrics(metrics)]
}

/// Names in the limiter's keys, and bare truth values.
@Suite(.ownThread) struct ProviderNameTests {
    @Test(
        "A limiter's key names its provider, also with a window behind it",
        arguments: [
            ("ratelimit:provider:groq", "groq"), ("ratelimit:provider:groq:minute", "groq"), ("tg_ratelimit:user", "user"), ("x", "x"),
            ("provider:", "provider"), ("", ""),
        ])
    func keys(key: String, provider: String) { #expect(RateLimitKey.provider(of: key) == provider) }

    @Test(
        "A service speaks of its rate limit in several words; a number that only holds 429 is none of them",
        arguments: [
            ("429 Too Many Requests", true), ("rate_limited", true), ("Rate limit reached", true), ("too many requests", true),
            ("took 1429 ms", false), ("connection refused", false), ("", false),
        ])
    func limits(text: String, isLimit: Bool) {
        #expect(part("groq", false, "", text).isRateLimited == isLimit)
        #expect(part("groq", false, text).isRateLimited == isLimit)
    }

    @Test("A provider that is only false may never have been configured: the one in use decides, or that none is left")
    func bare() {
        func state(_ providers: [String: Bool], routed: String?) -> SymptomFinding.State {
            var health = HealthReport(status: "healthy")
            health.providers = providers.sorted { $0.key < $1.key }.map {
                .init(name: $0.key, isHealthy: $0.value, status: $0.value ? "ok" : "down", isBare: true, message: "")
            }
            health.providersFoundAt = ".providers"
            health.routed = routed
            return judge(.providersFailing, sample(ok: 5, health: health)).state
        }
        #expect(state(["groq": false, "ollama": false], routed: nil) == .present)
        #expect(state(["groq": false, "ollama": true], routed: "groq") == .present)
        #expect(state(["groq": false, "ollama": true], routed: "ollama") == .absent)
        #expect(state(["groq": false, "ollama": true], routed: nil) == .unknown)
        #expect(state(["groq": false, "ollama": true], routed: "other") == .unknown)
        #expect(state(["groq": true, "ollama": true], routed: nil) == .absent)
    }
}

@Suite(.ownThread) struct ProviderCheckTests {
    @Test("One provider down is enough, in either place", arguments: [".services.providers", ".subsystems.llm_providers.metadata.details"])
    func down(place: String) {
        for count in 0...4 {
            let providers = (0..<4).map { part("p\($0)", $0 >= count, "", $0 < count ? "no route" : "") }
            let finding = judge(.providersFailing, health(providers, at: place))
            #expect(finding.state == (count > 0 ? .present : .absent))
            #expect(finding.because.contains("found at \(place)"))
        }
    }

    @Test("A report that names no provider says nothing about them")
    func unnamed() {
        #expect(judge(.providersFailing, health([], at: nil)).state == .unknown)
        #expect(judge(.providersFailing, health([])).state == .unknown)
        #expect(judge(.providersFailing, sample(ok: 20)).because == "the health endpoint gives no JSON report")
        #expect(judge(.providersFailing, sample(refused: 20)).because == "the health endpoint does not answer")
    }

    @Test("The subsystem's word counts where no provider is named")
    func subsystem() {
        #expect(judge(.providersFailing, health([], at: nil, subsystem: part("llm_providers", true, "ok"))).state == .absent)
        let finding = judge(.providersFailing, health([], at: nil, subsystem: part("llm_providers", false, "down", "none of 3 answers")))
        #expect(finding.because == "llm_providers is down: none of 3 answers")
    }

    @Test("Many broken providers fit into one line")
    func manyProviders() {
        let many = (0..<40).map { part("provider-\($0)", false, "", String(repeating: "long words ", count: 30)) }
        #expect(judge(.providersFailing, health(many)).because.count < 260)
        #expect(judge(.providersFailing, health(many)).because.contains("and 37 more"))
    }

    @Test("AI requests fail from 5 % on", arguments: [(0.0, false), (4, false), (5, true), (100, true)])
    func aiShare(failures: Double, isPresent: Bool) {
        #expect(judge(.aiResponses, requests(100, failures: failures)).state == (isPresent ? .present : .absent))
    }

    @Test(
        "Counters that are missing, zero or no numbers decide nothing",
        arguments: [(nil, nil), (0, 0), (.infinity, 1), (.nan, .nan), (10, nil), (10, .infinity)] as [(Double?, Double?)])
    func aiUnknown(all: Double?, failures: Double?) { #expect(judge(.aiResponses, requests(all, failures: failures)).state == .unknown) }

    @Test("When every provider is down, past successes do not count")
    func aiDown() {
        let good = requests(10_000, failures: 0)
        let down = health([part("a", false), part("b", false)]).merging(good) { $1 }
        #expect(judge(.aiResponses, down).state == .present)
        #expect(judge(.aiResponses, health([part("a", false), part("b", true)]).merging(good) { $1 }).state == .absent)
        #expect(judge(.aiResponses, health([], at: nil, subsystem: part("llm_providers", false, "down"))).state == .present)
    }

    @Test("One key at its limit is enough; unclear ones need the providers' word")
    func limits() {
        let check = SymptomCheck.rateLimited(pattern: "r:*")
        func state(_ states: [Bool?], _ more: [Probe: Measurement] = [:]) -> SymptomFinding.State {
            judge(check, [.rateLimits(pattern: "r:*"): keys(states)].merging(more) { $1 }).state
        }
        #expect(state([]) == .absent)
        #expect(state([false, false]) == .absent)
        #expect(state([false, nil]) == .unknown)
        #expect(state([nil], health([part("p0", true)])) == .absent)
        #expect(state([nil], health([part("p0", false, "", "429 Too Many Requests")])) == .present)
        #expect(state([false, nil, true]) == .present)
        #expect(judge(check).state == .unknown)
    }

    @Test(
        "The time until a key is free is shown so that it can be read",
        arguments: [(500.0, "500 ms"), (42_000, "42.00 s"), (3_600_000, "1 h"), (90_000, "1 min 30 s")])
    func free(milliseconds: Double, words: String) {
        let finding = judge(.rateLimited(pattern: "r:*"), [.rateLimits(pattern: "r:*"): keys([true], timeToLive: milliseconds)])
        #expect(finding.because == "at the limit: p0 (free in \(words))")
    }

    @Test(
        "What providers say of rate limits is understood, and a time in milliseconds is no status",
        arguments: [
            ("rate limit exceeded", true), ("rate_limited", true), ("HTTP 429", true), ("took 1429 ms", false),
            ("connection refused", false),
        ])
    func words(message: String, isLimited: Bool) {
        let finding = judge(.rateLimited(pattern: "r:*"), health([part("a", false, "down", message)]))
        #expect(finding.state == (isLimited ? .present : .unknown))
    }
}
