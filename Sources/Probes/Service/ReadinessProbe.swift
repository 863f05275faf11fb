internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// Asks until the service says it is ready, or the deadline has passed: once a second for ten seconds, then every five. A
    /// limiter that answers 429 stands before a service that serves.
    ///
    /// The process that is asked is the one that the deployment's steps start: the supervisor where it serves no API.
    func apiReady(_ limits: ProbeLimits) -> ProbeResult {
        let before = lives(limits)
        var result = ready(limits)
        // What says ready between two falls is not ready: whoever waits is told.
        let after = limits.cancellation.isCancelled ? [:] : lives(limits)
        let again = after.filter { name, life in before[name].map { $0 != life } ?? false }.keys.sorted()
        if !again.isEmpty {
            result.summary += "; \(again.joined(separator: " and ")) was started again meanwhile"
            result.evidence["started_again"] = again.json
        }
        return result
    }

    /// By the name of what runs the service: what changes whenever it is started anew. Empty where nobody tells.
    private func lives(_ limits: ProbeLimits) -> [String: String] {
        let brief = ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        if configuration.deployment.unit != nil {
            let states = (try? unitStates(unitNames, brief)) ?? []
            return Dictionary(states.map { ($0.name, $0.start) }) { first, _ in first }
        }
        guard configuration.composeFile != nil else { return [:] }
        let sight = (configuration.isSupervisorAlone ? meshContainer(brief) : apiContainer(brief))?.sight
        return sight.map { [$0.name: "\($0.startedAt ?? "") \($0.restarts)"] } ?? [:]
    }

    private func ready(_ limits: ProbeLimits) -> ProbeResult {
        let supervisor = configuration.isSupervisorAlone ? configuration.supervisor : nil
        let start = MonotonicTime.now()
        var last = ProbeResult(.timedOut, "the service did not become ready")
        var known: String?
        var pause = 1000.0
        repeat {
            do throws(HTTPError) {
                let path: String
                let status: Int
                if let supervisor {
                    do throws(SupervisorFailure) {
                        let brief = ProbeLimits(
                            timeoutMilliseconds: min(5000, limits.deadline.remainingMilliseconds), cancellation: limits.cancellation)
                        (path, status) = try supervisorReadiness(supervisor, brief)
                    } catch {
                        throw HTTPError(.connectionRefused, error.words)
                    }
                } else {
                    path = if let known { known } else { try readinessPath(limits) }
                    known = path
                    status = try readiness(path, limits)
                }
                let waited = MonotonicTime.now().milliseconds(since: start)
                let evidence: JSONObject = ["path": path.json, "status": status.json]
                if status == 200 || status == 429 {
                    return ProbeResult(.ok, "ready after \(Words.duration(waited))", evidence: evidence)
                }
                last = ProbeResult(.unhealthy, "\(path) answers \(status) after \(Words.duration(waited))", evidence: evidence)
            } catch {
                last = httpFailure(error, configuration.apiURL.value)
            }
            pause = MonotonicTime.now().milliseconds(since: start) < 10_000 ? 1000 : 5000
        } while !limits.cancellation.wait(until: limits.deadline.orEarlier(.after(milliseconds: pause))) && !limits.deadline.hasPassed
        return limits.cancellation.isCancelled ? ProbeResult(.notRun, "interrupted before the service was ready") : last
    }

    /// The first endpoint that the service knows: `/health/ready` of one with probes of its own, else the health report.
    /// `/api/health/quick` is none: a real Jarvis answers 503 there when no provider is available.
    private func readinessPath(_ limits: ProbeLimits) throws(HTTPError) -> String {
        try readiness("/health/ready", limits) == 404 ? "/api/health" : "/health/ready"
    }

    private func readiness(_ path: String, _ limits: ProbeLimits) throws(HTTPError) -> Int {
        // One request that hangs must not use up the whole time; one that is slow is an answer.
        let deadline = Deadline.after(milliseconds: 5000).orEarlier(limits.deadline)
        return try http.send(HTTPRequest("GET", try apiAddress(path)), deadline: deadline, cancellation: limits.cancellation).status
    }
}
