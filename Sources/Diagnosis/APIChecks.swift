internal import Execution
internal import Planning
internal import Runbook

/// The checks that a sample of the health endpoint decides.
enum APIChecks {
    /// Fewer requests than this decide nothing about shares and percentiles.
    static let minimumRequests = 20

    static func healthFailing(_ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard sample.sent > 0 else { return .unknown("no request was sent to \(sample.url)") }
        if sample.answers.isEmpty {
            let reason = sample.refused.first ?? "no answer within \(Numbers.duration(sample.unanswered.max() ?? 0))"
            return .present("\(sample.url): \(reason) (\(sample.sent) of \(sample.sent) requests)")
        }
        let bad = sample.sent - sample.answeredWell
        if Double(bad) > Double(sample.sent) / 2 {
            let status = sample.answers.first { !(200..<400).contains($0.status) }.map { "HTTP \($0.status)" } ?? sample.refused.first ?? "no answer"
            return .present("\(bad) of \(sample.sent) health requests failed (\(status))")
        }
        return reported(seen, sample)
    }

    /// A real Jarvis answers 200 also when it is unhealthy: its own word counts. When the word is about a subsystem that has an
    /// incident of its own, that incident explains it.
    private static func reported(_ seen: Observations, _ sample: APISample) -> Judgement {
        guard let health = sample.health, health.status.lowercased() == "unhealthy" else {
            let word = sample.health.map { ", status \($0.status)" } ?? ""
            return .absent("\(sample.answeredWell) of \(sample.sent) health requests answered\(word)")
        }
        let broken = health.subsystems.filter { !$0.isHealthy }.map(\.name)
        let names = broken.isEmpty ? "" : ": \(broken.joined(separator: ", "))"
        let because = "it answers, and calls itself unhealthy\(names)"
        if broken.contains("database") { return .present(because, explainedBy: "database-corruption") }
        if broken.contains("llm_providers") || !broken.isEmpty && broken.allSatisfy({ $0.hasSuffix("_api") }) {
            return .present(because, explainedBy: "provider-failures")
        }
        return .present(because)
    }

    static func serverErrors(_ share: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard !sample.answers.isEmpty else { return .unknown("nothing answered, so there are no statuses to count") }
        guard sample.sent >= minimumRequests else { return .unknown("only \(sample.sent) requests were made; \(minimumRequests) are needed") }
        let actual = Double(sample.serverErrors) / Double(sample.answers.count)
        let because = "\(sample.serverErrors) of \(sample.answers.count) answers were 5xx (\(Numbers.percent(actual)); limit \(Numbers.percent(share)))"
        return actual >= share ? .present(because) : .absent(because)
    }

    static func timeouts(_ share: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard sample.answers.count + sample.unanswered.count > 0 else { return .absent("nothing was left waiting: every request was refused at once") }
        guard sample.sent >= minimumRequests else { return .unknown("only \(sample.sent) requests were made; \(minimumRequests) are needed") }
        let actual = Double(sample.unanswered.count) / Double(sample.sent)
        let because = "\(sample.unanswered.count) of \(sample.sent) requests had no answer in time (\(Numbers.percent(actual)); limit \(Numbers.percent(share)))"
        return actual >= share ? .present(because) : .absent(because)
    }

    /// An unfinished request counts with the time it has waited. When nothing at all was answered this is not a slow service but
    /// an absent one, which is another incident.
    static func latency(_ percentile: Int, above limit: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard !sample.answers.isEmpty else { return .unknown("nothing was answered: see api-unresponsive") }
        let times = sample.answers.map(\.milliseconds) + sample.unanswered
        guard times.count >= minimumRequests else { return .unknown("only \(times.count) requests were timed; \(minimumRequests) are needed") }
        guard let value = Statistics.percentile(percentile, of: times) else { return .unknown("nothing was timed") }
        let waiting = sample.unanswered.isEmpty ? "" : ", \(sample.unanswered.count) of them unfinished"
        let because = "p\(percentile) is \(Numbers.duration(value)) over \(times.count) requests\(waiting) (limit \(Numbers.duration(limit)))"
        return value > limit ? .present(because) : .absent(because)
    }

    static func dashboard(above limit: Double, _ seen: Observations) -> Judgement {
        guard let timing = seen.dashboard else { return .unknown(seen.excuse(.dashboard)) }
        let because = "\(timing.path) took \(Numbers.duration(timing.slowest)) at most in \(timing.count) requests (limit \(Numbers.duration(limit)))"
        return timing.slowest > limit ? .present(because) : .absent(because)
    }
}
