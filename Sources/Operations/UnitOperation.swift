internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import Probes
internal import ProcessKit
internal import SystemKit

extension LiveOperations {
    /// Whether systemd runs this Jarvis: then a recreation is a start anew, at which the unit reads its environment files again.
    var isUnit: Bool { configuration.deployment.unit != nil }

    /// - Parameters:
    ///   - service: one unit; nil: all of them.
    ///   - pinnedOff: flags that must not come on with it. No override can keep them off here: the files must say so already.
    func startUnits(_ verb: String, _ service: String?, _ pinnedOff: [MeshFlag], _ limits: ProbeLimits) -> OperationResult {
        if let why = missingDatabase { return why }
        if let flag = probes.notOff(pinnedOff).first {
            let file = configuration.place(of: flag.variable).file
            return OperationResult(
                .failed,
                "not restarted: \(flag.variable) would not be off in it; write \(flag.variable)=0 into \(file), then: "
                    + "systemctl restart \(probes.units(of: service).joined(separator: " "))")
        }
        let arguments = [verb] + probes.units(of: service)
        let words = "systemctl " + arguments.joined(separator: " ")
        let result: ProcessResult
        do throws(ProcessError) {
            result = try probes.systemctl(arguments, limits)
        } catch {
            return OperationResult(.failed, error.message)
        }
        let evidence: JSONObject = ["argv": (["systemctl"] + arguments).json, "error_output": result.standardError.text.json]
        switch result.ending {
        case .exited(0): return OperationResult(.done, "\(words) was carried out", evidence: evidence)
        case .exited: return OperationResult(.failed, "\(words): \(probes.systemctlFailure(result))", evidence: evidence)
        case .signalled(let signal): return OperationResult(.unknown, "\(words) was ended by \(signal)", evidence: evidence)
        case .timedOut: return OperationResult(.unknown, "\(words) did not end in time and was ended", evidence: evidence)
        case .cancelled: return OperationResult(.unknown, "\(words) was ended by a signal", evidence: evidence)
        }
    }
}
