internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import SystemKit

extension LiveProbes {
    /// Degraded mode, looked into: does the transport answer, does the attestation's RPC node, and which of them is at fault.
    func meshFaults(_ limits: ProbeLimits) -> ProbeResult {
        // The transport is asked as the smoke checks ask it, the RPC node too: a fault has one meaning in this program.
        let half = ProbeLimits(timeoutMilliseconds: min(5000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        let isAttesting = configuration.solanaRPC != nil
        let solana = isAttesting ? try? BlockingThread { smoke(.solanaRPC, half) } : nil
        let nats = smoke(.nats, half)
        let rpc =
            isAttesting
            ? solana?.value() ?? ProbeResult(.failed, "no thread could be started for it")
            : ProbeResult(.ok, "no RPC node is configured")
        if limits.cancellation.isCancelled { return ProbeResult(.notRun, "interrupted") }
        let evidence: JSONObject = [
            "transport": ["state": nats.state.rawValue.json, "summary": nats.summary.json],
            "rpc": ["state": rpc.state.rawValue.json, "summary": rpc.summary.json],
        ]
        var faults: [String] = []
        if nats.state != .ok { faults.append("the transport is at fault (NATS: \(nats.summary))") }
        if rpc.state != .ok { faults.append("the RPC node is at fault (Solana: \(rpc.summary))") }
        let node = isAttesting ? "the RPC node answers" : rpc.summary
        guard !faults.isEmpty else { return ProbeResult(.ok, "the transport answers; \(node)", evidence: evidence) }
        if faults.count == 1 { faults.append(nats.state == .ok ? "the transport answers" : node) }
        return ProbeResult(.unhealthy, faults.joined(separator: "; "), evidence: evidence)
    }

    /// The capability report without a failure of the mesh: a service that has just been made is given time to say so.
    func meshReport(_ limits: ProbeLimits) -> ProbeResult {
        let patience = Deadline.after(milliseconds: startMilliseconds).orEarlier(limits.deadline)
        var result: ProbeResult
        repeat {
            result = judgedMesh(capability(limits))
            if result.state == .ok { return result }
        } while !limits.cancellation.wait(until: .after(milliseconds: 200).orEarlier(patience)) && !patience.hasPassed
        return result
    }

    private func judgedMesh(_ report: ProbeResult) -> ProbeResult {
        guard let components = report.capabilities else {
            return ProbeResult(
                report.state.isMeasured ? .failed : report.state, "the capability report cannot be seen: \(report.summary)",
                evidence: report.evidence)
        }
        let mesh = components.filter { $0.name.hasPrefix("mesh_") }
        let bad = mesh.filter { $0.status != .ready && $0.status != .disabled }
        let words = mesh.map { "\($0.name) \($0.words)" }
        guard !mesh.isEmpty else {
            return ProbeResult(.failed, "the capability report names no part of the mesh", evidence: report.evidence)
        }
        return ProbeResult(bad.isEmpty ? .ok : .unhealthy, words.joined(separator: ", "), evidence: report.evidence)
    }
}
