internal import Execution
internal import Planning
internal import Runbook

/// The checks that a sample of the health endpoint decides.
enum APIChecks {
    /// What services call themselves when they do not work; `degraded` is not among them, for it still serves.
    private static let words: Set<String> = ["unhealthy", "down", "critical", "failed", "failing", "error", "unavailable"]

    static func healthFailing(_ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard sample.sent > 0 else { return .unknown("no request was sent to \(sample.url)") }
        if sample.answers.isEmpty {
            let reason = sample.refused.first ?? "no answer within \(Numbers.duration(sample.unanswered.max() ?? 0))"
            // Whatever the address is: a service whose container does not run serves nobody.
            let fallen = sample.container.flatMap {
                $0.status == .running ? nil : "container \($0.name): \(Wording.line($0.words, limit: 200))"
            }
            if let doubt = sample.doubt {
                if let fallen { return .present(fallen) }
                return .unknown("\(Wording.line(doubt, limit: 200)) (\(Wording.line(reason)))")
            }
            return .present(
                "\(sample.url): \(Wording.line(reason)) (\(sample.sent) of \(sample.sent) requests)" + (fallen.map { "; \($0)" } ?? ""))
        }
        let failed = sample.serverErrors + sample.refused.count
        let reason = sample.refused.first ?? sample.answers.first { (500..<600).contains($0.status) }.map { "HTTP \($0.status)" } ?? ""
        if failed >= APISample.bad || failed == sample.sent {
            return .present("\(failed) of \(sample.sent) health requests failed (\(Wording.line(reason)))")
        }
        if sample.answeredWell == 0 { return noReport(sample) }
        if failed > 0 {
            return .unknown("\(failed) of \(sample.sent) health requests failed (\(Wording.line(reason))): too few to decide, look again")
        }
        return reported(sample)
    }

    /// Something answers, and it is not known to be a Jarvis.
    private static func noReport(_ sample: APISample) -> Judgement {
        if sample.limited == sample.sent { return .absent("it serves: its limiter answers (429)") }
        let what = sample.stranger.map { " (\(Wording.line($0)))" } ?? ""
        return .unknown("what answers at \(sample.url) is no Jarvis health report\(what)")
    }

    /// A real Jarvis answers 200 also when it is unhealthy: its own word counts. When the word is about a subsystem that has an
    /// incident of its own, that incident explains it.
    private static func reported(_ sample: APISample) -> Judgement {
        guard let health = sample.health, words.contains(health.status.lowercased()) else {
            let word = sample.health.map { ", status \(Wording.line($0.status))" } ?? ""
            let limited = sample.limited > 0 ? ", then its limiter (429)" : ""
            return .absent("\(sample.answeredWell) of \(sample.sent) health requests answered\(word)\(limited)")
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

    /// So few requests tell a share that a runbook names from none only when it is far off.
    static func serverErrors(_ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        let answers = sample.telling
        guard !answers.isEmpty else { return .unknown(unasked(sample) ?? "nothing answered, so there are no statuses to count") }
        let because = "\(sample.serverErrors) of \(Wording.count(answers.count, "answer")) \(sample.serverErrors == 1 ? "was" : "were") 5xx"
        if sample.serverErrors >= APISample.bad || sample.serverErrors == answers.count { return .present(because) }
        if sample.serverErrors > 0 { return .unknown("\(because): too few to decide, look again") }
        if sample.answeredWell == 0 { return noReport(sample) }
        return few(answers.count, because) ?? .absent(because)
    }

    /// A request that waited until the time was up, while none took longer and was answered.
    static func timeouts(_ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard sample.sent > 0 else { return .unknown("no request was sent to \(sample.url)") }
        guard sample.answers.count + sample.unanswered.count > 0 else {
            return .absent("nothing was left waiting: every request was refused at once")
        }
        if sample.answers.isEmpty, let doubt = sample.doubt { return .unknown(Wording.line(doubt, limit: 200)) }
        let slowest = sample.answers.map(\.milliseconds).max() ?? 0
        let waiting = sample.unanswered.filter { $0 > slowest }
        let longest = waiting.max().map { " (\(Numbers.duration($0)))" } ?? ""
        let because = "\(waiting.count) of \(Wording.count(sample.sent, "request")) had no answer in time\(longest)"
        if waiting.count >= 2 || waiting.count == sample.sent { return .present(because) }
        if !waiting.isEmpty { return .unknown("\(because): too few to decide, look again") }
        return few(sample.sent - sample.limited, because) ?? .absent(because)
    }

    /// An unfinished request counts with the time it has waited. When nothing at all was answered this is not a slow service but
    /// an absent one, which is another incident.
    static func latency(_ percentile: Int, above limit: Double, _ seen: Observations) -> Judgement {
        guard let sample = seen.api else { return .unknown(seen.excuse(.apiSample)) }
        guard !sample.telling.isEmpty else { return .unknown(unasked(sample) ?? "nothing was answered, so nothing could be timed") }
        let answered = sample.telling.map(\.milliseconds)
        let over = answered.count { $0 > limit } + sample.unanswered.count { $0 > limit }
        let times = answered + sample.unanswered
        let slowest = times.max() ?? 0
        let because =
            "\(over) of \(Wording.count(times.count, "request")) took over \(Numbers.duration(limit)) "
            + "(the slowest \(Numbers.against(limit, slowest, Numbers.duration)))"
        // Where nothing came within the limit, two are enough.
        if over >= APISample.bad || (over >= 2 && !answered.contains { $0 <= limit }) { return .present(because) }
        if over > 0 { return .unknown("\(because): too few to tell p\(percentile), look again") }
        if sample.answeredWell == 0 { return noReport(sample) }
        return few(answered.count, because) ?? .absent(because)
    }

    /// Why nothing was measured, where the limiter is why.
    private static func unasked(_ sample: APISample) -> String? {
        sample.limited > 0 ? "not measured: the API's limiter answers (429)" : nil
    }

    /// Unknown where too few requests went well to say that nothing is wrong.
    private static func few(_ count: Int, _ because: String) -> Judgement? {
        count < APISample.enough ? .unknown("\(because); at least \(APISample.enough) are needed to rule it out") : nil
    }

    static func dashboard(above limit: Double, _ seen: Observations) -> Judgement {
        guard let timing = seen.dashboard else { return .unknown(seen.excuse(.dashboard)) }
        let size = Numbers.against(limit, timing.slowest, Numbers.duration)
        let because = "\(timing.path) took \(size) at most in \(Wording.count(timing.count, "request")) (limit \(Numbers.duration(limit)))"
        return timing.slowest > limit ? .present(because) : .absent(because)
    }
}
