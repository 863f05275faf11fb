internal import Configuration
public import Execution
internal import HTTPKit
internal import JSONKit

extension LiveProbes {
    /// Milliseconds above which a provider is what makes the service slow: the runbook's own limit for requests.
    public static let slowProviderMilliseconds = 2000.0

    /// How each provider does, by the service's own health report.
    func providerStates(_ limits: ProbeLimits) -> ProbeResult {
        do throws(APIFailure) {
            let response = try ask("/api/health", limits)
            guard let report = HealthReader.report(response) else {
                return ProbeResult(.failed, "\(HealthReader.stranger(response)): no health report, nothing is told of the providers")
            }
            return LiveProbes.providerStates(report)
        } catch {
            return failure(error, configuration.apiURL.value)
        }
    }

    /// `groq slow (2780 ms), openrouter ok, ollama down (connection refused)`.
    public static func providerStates(_ report: HealthReport) -> ProbeResult {
        guard !report.providers.isEmpty else { return ProbeResult(.unavailable, "the health report names no provider") }
        let states = report.providers.map { (part: $0, state: ProviderState($0)) }
        let evidence: JSONObject = [
            "providers_found_at": report.providersFoundAt.json,
            "providers": .array(
                states.map {
                    [
                        "name": $0.part.name.json, "state": $0.state.word.json, "status": $0.part.status.json,
                        "message": $0.part.message.json,
                        "latency_ms": $0.part.latencyMilliseconds.json,
                    ]
                }),
        ]
        return ProbeResult(
            states.allSatisfy { $0.state.isWell } ? .ok : .unhealthy,
            states.map { "\($0.part.name) \($0.state.text)" }.joined(separator: ", "), evidence: evidence)
    }
}

/// What a health report says of one provider, in a word and with its reason.
private struct ProviderState {
    let word: String
    var reason = ""
    var isWell: Bool { word == "ok" }
    var text: String { reason.isEmpty ? word : "\(word) (\(reason))" }

    init(_ part: HealthReport.Part) {
        if part.isRateLimited {
            word = "rate limited"
        } else if !part.isHealthy {
            word = "down"
            reason = DatabaseText.firstLine(part.message)
        } else if let latency = part.latencyMilliseconds, latency.isFinite, latency > LiveProbes.slowProviderMilliseconds {
            word = "slow"
            // Milliseconds, as the limit and the symptoms are told.
            reason = "\(Int(min(latency, 1e12).rounded())) ms"
        } else {
            word = ["", "healthy", "available", "up", "ok"].contains(part.status.lowercased()) ? "ok" : part.status
            if word != "ok" { reason = DatabaseText.firstLine(part.message) }
        }
    }
}
