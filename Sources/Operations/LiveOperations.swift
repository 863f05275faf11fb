public import Configuration
public import Execution
public import JSONKit
public import Planning
public import Probes

/// Operations against the real services: one case, one adapter.
public struct LiveOperations: OperationRunner {
    let configuration: Configuration
    /// What child processes are given.
    let environment: [String: String]
    let probes: LiveProbes
    /// The events of a retry; nil for other changes.
    let retry: RetrySession?

    /// - Parameter probes: the looks at the same Jarvis.
    public init(configuration: Configuration, environment: [String: String], probes: LiveProbes? = nil, retry: RetrySession? = nil) {
        self.retry = retry
        self.configuration = configuration
        self.environment = environment
        self.probes = probes ?? LiveProbes(configuration: configuration, environment: environment)
    }

    public func present(_ operation: Operation, limits: ProbeLimits) -> JSONObject {
        switch operation {
        case .setVariable(let name, _, let file): presentVariable(name, file)
        case .recreate(let service, _, _), .bringUp(let service, _, _): presentContainer(service, limits)
        case .writeFile(let path, _): presentFile(path)
        case .runbook, .send, .quarantine, .makeStream, .startServices, .backupDatabase, .restoreDatabase, .returnDatabase, .unlinkKeys,
            .monitorMemory:
            JSONObject()
        }
    }

    public func perform(_ operation: Operation, limits: ProbeLimits) -> OperationResult {
        switch operation {
        case .setVariable(let name, let value, let file): setVariable(name, value, file)
        case .recreate(let service, let pinnedOff, let others): recreate(service, pinnedOff, others, limits)
        case .bringUp(let service, let pinnedOff, let others):
            bringUpAll(Dictionary(([service] + others).map { ($0, pinnedOff) }) { $1 }, limits)
        case .startServices: startServices(limits)
        case .runbook(let action): carryOut(action, limits)
        case .writeFile(let path, let content): writeFile(path, content, limits)
        case .backupDatabase(let path): backupDatabase(to: configuration.absolute(path), limits)
        case .restoreDatabase(let path, let sha256): restoreDatabase(from: configuration.absolute(path), sha256: sha256, limits)
        case .returnDatabase(let kept): returnDatabase(kept: configuration.absolute(kept), limits)
        case .unlinkKeys(let pattern): unlinkKeys(pattern, limits)
        case .monitorMemory: monitorMemory(limits)
        case .makeStream: retry?.makeStream(limits) ?? OperationResult(.notRun, "the stream is made by `mesh retry` alone")
        case .send(let event), .quarantine(let event, _): OperationResult(.failed, "event \(event) is sent by `mesh retry` alone")
        }
    }

    public func perform(
        together operations: [Operation], limits: ProbeLimits, onResults: ([NumberedResult]) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        guard let retry else {
            return try onResults(
                operations.indices.map { NumberedResult($0, OperationResult(.notRun, "events are sent by `mesh retry` alone")) })
        }
        try retry.send(operations, commits(limits), limits, onResults: onResults)
    }

    /// With the service's own program, key and keypair, and not with this shell's.
    func commits(_ limits: ProbeLimits) -> AttestationCommit {
        AttestationCommit(configuration: probes.meshRunning(limits).configuration, environment: environment)
    }
}
