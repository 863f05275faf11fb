internal import Execution

extension LiveProbes {
    func slowQueries(_ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
}
