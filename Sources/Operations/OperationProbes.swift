public import Execution
public import Planning
internal import Probes

/// The looks beside the acts. What only an act knows how to recognise is looked for here, everything else by the probes.
extension LiveOperations: ProbeRunner {
    public func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult {
        switch probe {
        case .databaseIs(let from, let sha256): restoredState(from: from, sha256: sha256, limits)
        default: probes.run(probe, limits: limits)
        }
    }
}
