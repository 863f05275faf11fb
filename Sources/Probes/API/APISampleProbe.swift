internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// Requests for one sample: the least that decides about shares and percentiles.
    static let sampleSize = 20
    /// Requests under way at once while the service answers well: few, so that the sample does not make the latency it measures.
    static let gentleConcurrency = 5
    /// Milliseconds that the first request may take before the others no longer wait for one another.
    static let quickMilliseconds = 1000.0

    /// The health endpoint, asked many times side by side: one answer is luck, twenty are a share and a percentile.
    func sampleAPI(_ limits: ProbeLimits) -> ProbeResult {
        do throws(HTTPError) {
            let url = try apiAddress("/api/health")
            var request = HTTPRequest("GET", url)
            request.redirects = .sameOrigin(limit: 5)
            var sample = APISample(url: url.description)
            sample.requested = LiveProbes.sampleSize
            // The first request also finds out where a redirect leads; the others go there directly. A service that does not
            // answer it quickly gets all others at once, so that each has the time that is left.
            var concurrency = LiveProbes.gentleConcurrency
            let quick = limits.deadline.orEarlier(.after(milliseconds: LiveProbes.quickMilliseconds))
            do throws(HTTPError) {
                let response = try http.send(request, deadline: quick, cancellation: limits.cancellation)
                sample.answers.append(.init(status: response.status, milliseconds: response.timings.total))
                sample.health = HealthReader.report(response.body)
                request.url = response.effectiveURL
            } catch {
                switch error.kind {
                case .cancelled, .libraryMissing, .unsupportedProtocol, .nameNotResolved: throw error
                case .timedOut: concurrency = LiveProbes.sampleSize
                default: sample.refused.append(error.message)
                }
            }
            let rest = try http.sample(
                request, count: LiveProbes.sampleSize - sample.sent, concurrency: concurrency, deadline: limits.deadline,
                cancellation: limits.cancellation)
            if limits.cancellation.isCancelled { return ProbeResult(.notRun, "interrupted") }
            for one in rest { add(one, to: &sample) }
            // Where the first request met the fault, another answer tells what the service says of itself.
            if sample.health == nil, sample.answeredWell > 0,
                let response = try? http.send(request, deadline: limits.deadline, cancellation: limits.cancellation)
            {
                sample.health = HealthReader.report(response.body)
            }
            return result(sample)
        } catch {
            return httpFailure(error, configuration.apiURL.value, limits)
        }
    }

    private func add(_ one: HTTPSample, to sample: inout APISample) {
        switch one {
        case .response(let status, let milliseconds): sample.answers.append(.init(status: status, milliseconds: milliseconds))
        case .failed(let error, let milliseconds):
            if case .timedOut = error.kind { sample.unanswered.append(milliseconds) } else { sample.refused.append(error.message) }
        case .unfinished(let milliseconds): sample.unanswered.append(milliseconds)
        case .notStarted: break
        }
    }

    private func result(_ sample: APISample) -> ProbeResult {
        let times = (sample.answers.map(\.milliseconds) + sample.unanswered).sorted()
        let evidence: JSONObject = [
            "url": sample.url.json, "resolved_from": configuration.apiURL.source.words.json, "requested": sample.requested.json,
            "sent": sample.sent.json, "answered": sample.answers.count.json, "answered_5xx": sample.serverErrors.json,
            "refused": sample.refused.count.json, "unanswered": sample.unanswered.count.json, "first_refusal": sample.refused.first.json,
            "times_ms": times.json, "health_status": (sample.health?.status).json,
            "providers_found_at": (sample.health?.providersFoundAt).json,
            "unhealthy_subsystems": (sample.health?.subsystems ?? []).filter { !$0.isHealthy }.map(\.name).json,
        ]
        var words: [String] = []
        if !sample.answers.isEmpty { words.append("\(sample.answers.count) of \(sample.sent) answered") }
        if sample.serverErrors > 0 { words.append("\(sample.serverErrors) with 5xx") }
        if let reason = sample.refused.first { words.append("\(sample.refused.count) of \(sample.sent) \(reason)") }
        if !sample.unanswered.isEmpty { words.append("\(sample.unanswered.count) without an answer") }
        if let status = sample.health?.status { words.append("status \(status)") }
        let isWell = sample.answeredWell == sample.sent && sample.health?.status.lowercased() != "unhealthy"
        let state: ProbeState = isWell ? .ok : sample.answers.isEmpty && sample.refused.isEmpty ? .timedOut : .unhealthy
        return ProbeResult(state, words.joined(separator: ", "), evidence: evidence, measurement: .api(sample))
    }
}
