internal import Execution

extension LiveProbes {
    func waitRateLimits(_ pattern: String, _ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func checkAPIKeys(_ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func slowQueries(_ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func integrityCheck(_ database: String, _ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func databaseUnused(_ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func restoredState(from: String, sha256: String, _ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func backupIs(_ path: String) -> ProbeResult { ProbeResult(.failed, "pending") }
    func captureRedis(_ limits: ProbeLimits) -> ProbeResult { ProbeResult(.failed, "pending") }
    func fileIs(_ path: String, _ sha256: String?) -> ProbeResult { ProbeResult(.failed, "pending") }
}
