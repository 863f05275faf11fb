internal import Configuration
public import Execution
internal import HTTPKit
internal import JSONKit
public import Mesh

extension LiveProbes {
    /// The capability report. Where a supervisor is known its word decides; else whoever answers as the API has it in one of these places.
    func capability(_ limits: ProbeLimits) -> ProbeResult {
        if let supervisor = configuration.supervisor { return supervisorReport(supervisor, limits) }
        do throws(APIFailure) {
            for path in LiveProbes.capabilityPaths {
                let response = try ask(path, limits)
                guard response.status == 200, let document = try? JSONReader().read(response.body),
                    let report = CapabilityReport(findingIn: document)
                else { continue }
                return judged(report, path)
            }
            return ProbeResult(.failed, "no capability report at \(LiveProbes.capabilityPaths.joined(separator: ", "))")
        } catch {
            return unmeasured(error)
        }
    }

    private static let capabilityPaths = ["/api/runtime/capabilities", "/runtime-status", "/health"]

    func judged(_ report: CapabilityReport, _ path: String) -> ProbeResult {
        let degraded = report.components.filter { $0.status == .degraded }
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
            ? "\(report.components.count) components, none degraded"
            : degraded.map { "\($0.name) degraded (\($0.reason ?? ""))" }.joined(separator: ", ")
        return ProbeResult(
            degraded.isEmpty ? .ok : .unhealthy, summary, evidence: evidence, measurement: .capability(report.components))
    }
}

extension ProbeResult {
    /// The components of the capability report, which is parsed nowhere else; nil where none was had.
    public var capabilities: [Capability]? {
        if state.isMeasured, case .capability(let components)? = measurement { components } else { nil }
    }
}
