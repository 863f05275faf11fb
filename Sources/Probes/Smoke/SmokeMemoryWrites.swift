internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// Milliseconds in which a memory write must show.
    private static let window = 5000.0

    /// Evidence that users' memory writes go on. Where nobody writes there is none, unless a canary request is configured that makes
    /// the service write; what is not known to be well fails.
    ///
    /// - Parameter run: nil sends no canary.
    func smokeMemoryWrites(_ run: String?, _ limits: ProbeLimits) -> ProbeResult {
        guard let run, let setting = configuration.filled("JARVIS_OPS_MEMORY_CANARY_URL") else {
            return advised(memoryWrites(limits, patience: Self.window))
        }
        guard let url = try? HTTPURL.parse(setting.value) else {
            return ProbeResult(.unhealthy, "JARVIS_OPS_MEMORY_CANARY_URL is not an http or https URL")
        }
        // The database is looked at from before the request on, so that the write it makes is seen.
        let look = try? BlockingThread { memoryWrites(limits, patience: Self.window) }
        let answer = send(url, run, limits)
        guard let seen = look?.value() else { return answer }
        return combined(answer, seen)
    }

    private func send(_ url: HTTPURL, _ run: String, _ limits: ProbeLimits) -> ProbeResult {
        let body: JSONValue = ["content": "jarvis-ops smoke \(run)".json, "source": "jarvis-ops"]
        let request = HTTPRequest(
            "POST", url, headers: [HTTPHeader("Content-Type", "application/json")], body: JSONWriter.compact.bytes(body),
            redirects: .refuse, bodyLimit: 1 << 16)
        var evidence: JSONObject = ["canary": url.origin.description.json]
        do throws(HTTPError) {
            let response = try http.send(request, deadline: limits.deadline, cancellation: limits.cancellation)
            evidence["status"] = response.status.json
            let isTaken = (200..<300).contains(response.status)
            return ProbeResult(
                isTaken ? .ok : .unhealthy, "the memory canary was answered with HTTP \(response.status)", evidence: evidence)
        } catch {
            let result = httpFailure(error, url.origin.description)
            return ProbeResult(result.state, "the memory canary: \(result.summary)", evidence: evidence)
        }
    }

    /// The service's word counts where its database cannot be seen from here. Where it can, the write must show.
    private func combined(_ answer: ProbeResult, _ seen: ProbeResult) -> ProbeResult {
        var result = answer
        result.evidence["database"] = seen.evidence["path"] ?? .null
        result.evidence["seen"] = seen.summary.json
        guard answer.state == .ok else { return result }
        switch seen.state {
        case .ok: result.summary += ", and the write was seen"
        case .unavailable: result.summary += "; the database itself cannot be seen from here"
        default:
            result.state = seen.state == .notRun ? .notRun : .unhealthy
            result.summary += ", but the write did not show: \(seen.summary). JARVIS_MEMORY_ROOT must say where the service writes"
        }
        return result
    }

    private func advised(_ result: ProbeResult) -> ProbeResult {
        var result = result
        switch result.state {
        case .failed, .unavailable, .timedOut:
            result.summary +=
                ". Make a memory write while this looks, or name a request that makes one in JARVIS_OPS_MEMORY_CANARY_URL"
        case .ok, .unhealthy, .notRun: break
        }
        return result
    }
}
