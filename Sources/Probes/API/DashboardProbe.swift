internal import Execution
internal import HTTPKit
internal import JSONKit

extension LiveProbes {
    /// The first of the usual paths that answers, loaded once: what a person waits for.
    func dashboard(_ limits: ProbeLimits) -> ProbeResult {
        do throws(APIFailure) {
            for path in ["/dashboard", "/"] {
                let response = try ask(path, limits)
                if response.status == 404 { continue }
                guard (200..<400).contains(response.status) else {
                    return ProbeResult(.failed, "\(path) answers HTTP \(response.status)", evidence: ["path": path.json])
                }
                let took = response.timings.total
                return ProbeResult(
                    .ok, "\(path) in \(Words.duration(took))",
                    evidence: ["path": path.json, "slowest_ms": took.json, "requests": 1],
                    measurement: .endpoint(EndpointTiming(path: path, status: response.status, slowest: took, count: 1)))
            }
            return ProbeResult(.unavailable, "no dashboard is served at /dashboard or /: load it yourself and see")
        } catch {
            return unmeasured(error)
        }
    }
}
