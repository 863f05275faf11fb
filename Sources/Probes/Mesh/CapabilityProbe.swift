internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import Mesh

extension LiveProbes {
    /// The capability report of the running service: `/runtime-status`, else inside `/health`.
    func capability(_ limits: ProbeLimits) -> ProbeResult {
        do throws(HTTPError) {
            for path in ["/runtime-status", "/health"] {
                var request = HTTPRequest("GET", try apiAddress(path))
                request.redirects = .sameOrigin(limit: 5)
                let response = try http.send(request, deadline: limits.deadline, cancellation: limits.cancellation)
                guard response.status == 200, let document = try? JSONReader().read(response.body),
                    let report = CapabilityReport(findingIn: document)
                else { continue }
                return judged(report, path)
            }
            return ProbeResult(.failed, "neither /runtime-status nor /health gives a capability report")
        } catch {
            var result = httpFailure(error, configuration.apiURL.value, limits)
            if result.state == .unhealthy { result.state = .failed }
            return result
        }
    }

    private func judged(_ report: CapabilityReport, _ path: String) -> ProbeResult {
        let states = report.components.map { CapabilityState(component: $0.name, status: $0.status.text, reason: $0.reason ?? "") }
        let degraded = states.filter { $0.status == "degraded" }
        let evidence: JSONObject = [
            "path": path.json,
            "components": .array(
                report.components.map { part in
                    .object([
                        "name": part.name.json, "enabled": part.enabled.json, "status": part.status.text.json, "reason": part.reason.json,
                        "fallback": part.fallback.json,
                    ])
                }),
        ]
        let summary =
            degraded.isEmpty
            ? "\(states.count) components, none degraded"
            : degraded.map { "\($0.component) degraded (\($0.reason))" }.joined(separator: ", ")
        return ProbeResult(degraded.isEmpty ? .ok : .unhealthy, summary, evidence: evidence, measurement: .capability(states))
    }
}
