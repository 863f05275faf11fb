internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import SystemKit

extension LiveProbes {
    /// The flags as the running service reports them. A service that has just been recreated is given three seconds to say so.
    func runningFlags(_ wanted: [MeshFlag: Bool], _ limits: ProbeLimits) -> ProbeResult {
        let patience = Deadline.after(milliseconds: 3000).orEarlier(limits.deadline)
        var result: ProbeResult
        repeat {
            result = compared(wanted, capability(limits))
            if result.state == .ok { return result }
        } while !limits.cancellation.wait(until: .after(milliseconds: 200).orEarlier(patience)) && !patience.hasPassed
        return result
    }

    private func compared(_ wanted: [MeshFlag: Bool], _ report: ProbeResult) -> ProbeResult {
        guard report.state.isMeasured, let components = report.evidence["components"]?.array else {
            let state: ProbeState = report.state.isMeasured ? .failed : report.state
            return ProbeResult(state, "the running value cannot be seen: \(report.summary)", evidence: report.evidence)
        }
        var words: [String] = []
        var differs = false
        var evidence: JSONObject = [:]
        for flag in MeshFlag.allCases {
            guard let isWanted = wanted[flag] else { continue }
            let running = components.first { $0["name"]?.text == flag.component }?["enabled"]?.bool
            evidence[flag.word] = running.json
            guard let running else {
                return ProbeResult(.failed, "the service does not say whether \(flag.word) is on", evidence: report.evidence)
            }
            if running != isWanted { differs = true }
            words.append("\(flag.word) \(running ? "on" : "off")" + (running == isWanted ? "" : ", not \(isWanted ? "on" : "off")"))
        }
        let summary = "the service runs with \(words.joined(separator: "; "))"
        guard differs else { return ProbeResult(.ok, summary, evidence: evidence) }
        return ProbeResult(.unhealthy, summary + (notPassed(wanted).map { ": \($0)" } ?? ""), evidence: evidence)
    }

    /// Why what stands in `.env` may not reach the service; nil when the compose file is not the reason.
    private func notPassed(_ wanted: [MeshFlag: Bool]) -> String? {
        guard let service = configuration.apiService, !service.passesDotEnv else { return nil }
        let missing = MeshFlag.allCases.filter { flag in
            wanted[flag] != nil && !service.environmentNames.contains(flag.variable)
                && !service.environmentNames.contains(flag.legacyVariable)
        }
        guard !missing.isEmpty else { return nil }
        return "the compose file does not pass \(missing.map(\.variable).joined(separator: ", ")) to service \(service.name)"
    }

    /// What one variable of `.env` is now.
    func fileVariable(_ name: String, _ value: String?) -> ProbeResult {
        let path = configuration.absolute(".env")
        // Whoever opens a pipe to read waits for a writer.
        guard Files.kind(path) != .other else { return ProbeResult(.failed, ".env is no regular file") }
        let present: String?
        do throws(SystemError) {
            present = DotEnv(String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self))[name]
        } catch {
            guard error.isMissing else { return ProbeResult(.failed, ".env cannot be read: \(error.reason)") }
            present = nil
        }
        let shown = present.map { "\(name) is \($0.isEmpty ? "empty" : $0)" } ?? "\(name) is not set"
        return ProbeResult(present == value ? .ok : .unhealthy, "\(shown) in .env", evidence: ["name": name.json, "value": present.json])
    }
}

extension MeshFlag {
    /// Its name in the capability report.
    var component: String { self == .sync ? "mesh_sync" : "mesh_attestation" }
}
