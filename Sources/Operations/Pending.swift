internal import Execution
internal import JSONKit
internal import Planning

extension LiveOperations {
    func presentFile(_ path: String) -> JSONObject { JSONObject() }
    func writeFile(_ path: String, _ content: FileContent, _ limits: ProbeLimits) -> OperationResult { OperationResult(.failed, "pending") }
    func backupDatabase(to: String, _ limits: ProbeLimits) -> OperationResult { OperationResult(.failed, "pending") }
    func restoreDatabase(from: String, sha256: String?, _ limits: ProbeLimits) -> OperationResult { OperationResult(.failed, "pending") }
    func returnDatabase(kept: String, _ limits: ProbeLimits) -> OperationResult { OperationResult(.failed, "pending") }
    func unlinkKeys(_ pattern: String, _ limits: ProbeLimits) -> OperationResult { OperationResult(.failed, "pending") }
    func monitorMemory(_ limits: ProbeLimits) -> OperationResult { OperationResult(.failed, "pending") }
}
