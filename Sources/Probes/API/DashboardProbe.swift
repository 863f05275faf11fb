internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit

extension LiveProbes {
    /// The first of the usual paths that answers, loaded three times.
    func dashboard(_ limits: ProbeLimits) -> ProbeResult {
        do throws(HTTPError) {
            for path in ["/dashboard", "/"] {
                var request = HTTPRequest("GET", try apiAddress(path))
                request.redirects = .sameOrigin(limit: 5)
                let first = try http.send(request, deadline: limits.deadline, cancellation: limits.cancellation)
                guard (200..<400).contains(first.status) else { continue }
                var slowest = first.timings.total
                var count = 1
                for sample in try http.sample(
                    request, count: 2, concurrency: 2, deadline: limits.deadline, cancellation: limits.cancellation)
                {
                    guard let milliseconds = sample.milliseconds else { continue }
                    slowest = max(slowest, milliseconds)
                    count += 1
                }
                let timing = EndpointTiming(path: path, status: first.status, slowest: slowest, count: count)
                return ProbeResult(
                    .ok, "\(path) in \(Words.duration(slowest)) at most",
                    evidence: ["path": path.json, "slowest_ms": slowest.json, "requests": count.json],
                    measurement: .endpoint(timing))
            }
            return ProbeResult(.unavailable, "no dashboard is served at /dashboard or /: load it yourself and see")
        } catch {
            var result = httpFailure(error, configuration.apiURL.value, limits)
            if result.state == .unhealthy { result.state = .failed }
            return result
        }
    }
}
