internal import Execution
internal import Planning
internal import Runbook

/// The checks that a sample of the health endpoint decides.
enum APIChecks {
    /// Fewer requests than this decide nothing about shares and percentiles.
    static let minimumRequests = 20

    /// What services call themselves when they do not work; `degraded` is not among them, for it still serves.
    private static let words: Set<String> = ["unhealthy", "down", "critical", "failed", "failing", "error", "unavailable"]

    static func healthFailing(_ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard sample.sent > 0 else { return .unknown("no request was sent to \(sample.url)") }
        if sample.answers.isEmpty {
            let reason = sample.refused.first ?? "no answer within \(Numbers.duration(sample.unanswered.max() ?? 0))"
            return .present("\(sample.url): \(Wording.line(reason)) (\(sample.sent) of \(sample.sent) requests)")
        }
        let bad = sample.sent - sample.answeredWell
        if bad * 2 >= sample.sent {
            let status =
                sample.answers.first { !(200..<400).contains($0.status) }.map { "HTTP \($0.status)" } ?? sample.refused.first ?? "no answer"
            return .present("\(bad) of \(sample.sent) health requests failed (\(Wording.line(status)))")
        }
        // No other symptom counts broken connections, and a service that is merely slow breaks none.
        let refused = Double(sample.refused.count) / Double(sample.sent)
        if let reason = sample.refused.first, refused >= SymptomDefaults.errorShare {
            return .present("\(sample.refused.count) of \(sample.sent) health requests broke off (\(Wording.line(reason)))")
        }
        return reported(sample)
    }

    /// A real Jarvis answers 200 also when it is unhealthy: its own word counts. When the word is about a subsystem that has an
    /// incident of its own, that incident explains it.
    private static func reported(_ sample: APISample) -> Judgement {
        guard let health = sample.health, words.contains(health.status.lowercased()) else {
            let word = sample.health.map { ", status \(Wording.line($0.status))" } ?? ""
            return .absent("\(sample.answeredWell) of \(sample.sent) health requests answered\(word)")
        }
        let broken = health.subsystems.filter { !$0.isHealthy }.map(\.name)
        let providersDown = health.providers.contains { !$0.isHealthy }
        let names = broken.isEmpty ? "" : ": \(Wording.list(broken))"
        let because = "it answers, and calls itself \(health.status.lowercased())\(names)"
        if broken.contains("database") { return .present(because, explainedBy: "database-corruption") }
        let isAboutProviders = broken.isEmpty ? providersDown : broken.allSatisfy { $0.hasSuffix("_api") }
        if broken.contains("llm_providers") || isAboutProviders {
            return .present(because, explainedBy: "provider-failures")
        }
        return .present(because)
    }

    static func serverErrors(_ share: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard !sample.answers.isEmpty else { return .unknown("nothing answered, so there are no statuses to count") }
        guard sample.sent >= minimumRequests else {
            return .unknown("only \(sample.sent) requests were made; \(minimumRequests) are needed")
        }
        let actual = Double(sample.serverErrors) / Double(sample.answers.count)
        let size = Numbers.against(share, actual, Numbers.percent)
        let because = "\(sample.serverErrors) of \(sample.answers.count) answers were 5xx (\(size); limit \(Numbers.percent(share)))"
        if actual >= share { return .present(because) }
        guard sample.answers.count * 2 >= sample.sent else {
            return .unknown("only \(sample.answers.count) of \(sample.sent) requests were answered: too few to rule 5xx out")
        }
        return .absent(because)
    }

    static func timeouts(_ share: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard sample.sent > 0 else { return .unknown("no request was sent to \(sample.url)") }
        guard sample.answers.count + sample.unanswered.count > 0 else {
            return .absent("nothing was left waiting: every request was refused at once")
        }
        guard sample.sent >= minimumRequests else {
            return .unknown("only \(sample.sent) requests were made; \(minimumRequests) are needed")
        }
        let actual = Double(sample.unanswered.count) / Double(sample.sent)
        let limit = Numbers.percent(share)
        let size = Numbers.against(share, actual, Numbers.percent)
        let because =
            "\(sample.unanswered.count) of \(sample.sent) requests had no answer in time (\(size); limit \(limit))"
        return actual >= share ? .present(because) : .absent(because)
    }

    /// An unfinished request counts with the time it has waited. When nothing at all was answered this is not a slow service but
    /// an absent one, which is another incident.
    static func latency(_ percentile: Int, above limit: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard !sample.answers.isEmpty else { return .unknown("nothing was answered, so nothing could be timed") }
        let times = sample.answers.map(\.milliseconds) + sample.unanswered
        guard sample.sent >= minimumRequests else {
            return .unknown("only \(sample.sent) requests were made; \(minimumRequests) are needed")
        }
        guard times.count * 2 >= sample.sent else {
            return .unknown("only \(times.count) of \(sample.sent) requests could be timed; the others broke off")
        }
        guard let value = Statistics.percentile(percentile, of: times) else { return .unknown("nothing was timed") }
        let waiting = sample.unanswered.isEmpty ? "" : ", \(sample.unanswered.count) of them unfinished"
        let because =
            "p\(percentile) is \(Numbers.against(limit, value, Numbers.duration)) over \(times.count) requests\(waiting) (limit \(Numbers.duration(limit)))"
        return value > limit ? .present(because) : .absent(because)
    }

    static func dashboard(above limit: Double, _ seen: Observations) -> Judgement {
        guard let timing = seen.dashboard else { return .unknown(seen.excuse(.dashboard)) }
        let size = Numbers.against(limit, timing.slowest, Numbers.duration)
        let because = "\(timing.path) took \(size) at most in \(Wording.count(timing.count, "request")) (limit \(Numbers.duration(limit)))"
        return timing.slowest > limit ? .present(because) : .absent(because)
    }
}
