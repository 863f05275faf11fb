import Execution
import JSONKit
import Mesh
import Planning
import Runbook
import Safety
import Synchronization
import SystemKit

/// Stand-ins for the services, the system and the journal. They note every call in one list, in order, so that a test sees what came
/// before what.
final class Recording: ProbeRunner, OperationRunner, RunRecorder {
    /// What the executor may do, as one line each: `probe ready`, `present a`, `perform a`, `spend 1`, `intend a`, `finish a done`, …
    private let calls = Mutex<[String]>([])
    private let intents = Mutex<[JSONObject]>([])
    private let actLimits = Mutex<[ProbeLimits]>([])
    private let answer: @Sendable (String) -> ProbeResult
    private let act: @Sendable (String) -> OperationResult
    /// The calls of the recorder that fail.
    private let failing: @Sendable (String) -> Bool

    init(
        probe answer: @escaping @Sendable (String) -> ProbeResult = { _ in ProbeResult(.ok, "as it should be") },
        act: @escaping @Sendable (String) -> OperationResult = { OperationResult(.done, "\($0) was done") },
        failing: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        self.answer = answer
        self.act = act
        self.failing = failing
    }

    var log: [String] { calls.withLock(\.self) }
    /// What was recorded before each act: the values that it overwrites.
    var presentValues: [JSONObject] { intents.withLock(\.self) }
    var limitsOfActs: [ProbeLimits] { actLimits.withLock(\.self) }
    var performed: [String] { log.filter { $0.hasPrefix("perform ") }.map { String($0.dropFirst(8)) } }

    private func note(_ call: String) { calls.withLock { $0.append(call) } }

    func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult {
        let name = Recording.name(probe)
        note("probe \(name)")
        // As the real ones do: a look that waits ends with the cancellation.
        if limits.cancellation.isCancelled, !name.hasPrefix(".env") { return ProbeResult(.notRun, "interrupted") }
        return answer(name)
    }

    func present(_ operation: Planning.Operation, limits: ProbeLimits) -> JSONObject {
        note("present \(Recording.name(operation))")
        return ["old": "value of \(Recording.name(operation))".json]
    }

    func perform(_ operation: Planning.Operation, limits: ProbeLimits) -> OperationResult {
        note("perform \(Recording.name(operation))")
        actLimits.withLock { $0.append(limits) }
        return act(Recording.name(operation))
    }

    func spend(_ approvals: [Approval]) throws(RecordingError) { try record("spend \(approvals.count)") }

    func intend(_ step: PlannedStep, present: JSONObject) throws(RecordingError) {
        try record("intend \(step.id)")
        intents.withLock { $0.append(present) }
    }

    func finish(_ step: StepResult) throws(RecordingError) { try record("finish \(step.id) \(step.state.rawValue)") }

    func observe(_ observation: Observation) throws(RecordingError) {
        try record("observe \(observation.id) \(observation.state.rawValue)")
    }

    private func record(_ call: String) throws(RecordingError) {
        if failing(call) {
            note("\(call) FAILS")
            throw RecordingError("no space left on device")
        }
        note(call)
    }

    private static func name(_ operation: Planning.Operation) -> String {
        switch operation {
        case .setVariable(let name, _, _): name
        case .recreate: "recreate"
        case .runbook: "runbook"
        case .send(let event), .quarantine(let event, _): event
        case .makeStream(let name, _): name
        case .bringUp, .startServices, .writeFile, .backupDatabase, .restoreDatabase, .returnDatabase, .unlinkKeys, .monitorMemory:
            "\(operation.words)"
        }
    }

    private static func name(_ probe: Probe) -> String {
        switch probe {
        case .file(let path): path
        case .fileVariable(let name, let value, _): ".env \(name)=\(value ?? "")"
        case .apiReady: "ready"
        case .memoryWrites: "writes"
        case .compose: "logs"
        case .meshFlags: "flags"
        default: "other"
        }
    }
}
