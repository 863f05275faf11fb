internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// Asks until the service says it is ready, or the deadline has passed.
    func apiReady(_ limits: ProbeLimits) -> ProbeResult {
        let start = MonotonicTime.now()
        var last = ProbeResult(.timedOut, "the service did not become ready")
        repeat {
            do throws(HTTPError) {
                let (path, status) = try readiness(limits)
                let took = Words.duration(MonotonicTime.now().milliseconds(since: start))
                if status == 200 { return ProbeResult(.ok, "ready after \(took)", evidence: ["path": path.json, "status": status.json]) }
                last = ProbeResult(
                    .unhealthy, "\(path) answers \(status) after \(took)", evidence: ["path": path.json, "status": status.json])
            } catch {
                last = httpFailure(error, configuration.apiURL.value, limits)
            }
        } while !limits.cancellation.wait(until: .after(milliseconds: 200)) && !limits.deadline.hasPassed
        return limits.cancellation.isCancelled ? ProbeResult(.notRun, "interrupted before the service was ready") : last
    }

    /// The first endpoint that the service knows decides.
    private func readiness(_ limits: ProbeLimits) throws(HTTPError) -> (path: String, status: Int) {
        for path in ["/health/ready", "/api/health/quick"] {
            let status = try ask(path, limits)
            if status != 404 { return (path, status) }
        }
        return ("/api/health", try ask("/api/health", limits))
    }

    private func ask(_ path: String, _ limits: ProbeLimits) throws(HTTPError) -> Int {
        var request = HTTPRequest("GET", try apiAddress(path))
        request.redirects = .sameOrigin(limit: 5)
        // One request that hangs must not use up the whole time; one that is slow is an answer.
        let deadline = Deadline.after(milliseconds: 5000).orEarlier(limits.deadline)
        return try http.send(request, deadline: deadline, cancellation: limits.cancellation).status
    }
}
