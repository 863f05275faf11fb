import Execution
import JSONKit
import MarkdownKit
import Mesh
import Planning
import Synchronization
import SystemKit

@testable import Runbook
@testable import Safety

/// Small plans, approved by the real policy without its rules, and carried out.
enum Bench {
    static func flag(_ name: String, from old: String = "1") -> PlannedStep {
        PlannedStep(
            id: name, title: "Turn \(name) off", step: nil, kind: .flag, effect: .change, probe: nil,
            change: Change(
                .setVariable(name: name, value: "0"), before: old, after: "0", precheck: .fileVariable(name: name, value: old),
                postchecks: [
                    Verification(.fileVariable(name: name, value: "0")), Verification(.memoryWrites, mayBeUnknown: true),
                ]))
    }

    static let recreate = PlannedStep(
        id: "recreate", title: "Recreate", step: nil, kind: .compose, effect: .change, probe: nil,
        change: Change(
            .recreate(service: "api", pinnedOff: []),
            postchecks: [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)]),
        timeoutMilliseconds: 120_000)

    /// Something that destroys the log.
    static let remove = PlannedStep(
        id: "remove", title: "Remove", step: nil, kind: .compose, effect: .destroy, probe: nil,
        change: Change(.runbook(.compose(argv: ["docker-compose", "rm", "-f", "api"]))))

    static let captureLogs = PlannedStep(
        id: "capture/logs", title: "Keep the log", step: nil, kind: .compose, effect: .read,
        probe: .compose(argv: ["docker-compose", "logs", "api"]))

    static func look(_ name: String, _ standing: PlannedStep.Standing = .usual) -> PlannedStep {
        PlannedStep(id: name, title: "Look", step: nil, kind: .file, effect: .read, probe: .file(path: name), standing: standing)
    }

    /// A step that the runbook begins with "If it persists".
    static var conditional: PlannedStep {
        let action = Action.compose(argv: ["docker-compose", "restart", "api"])
        var step = Step(
            id: "conditional", number: 1, title: "Restart", text: "If it persists, restart", action: action, effect: .change,
            span: SourceSpan(line: 1, column: 1, endLine: 1))
        step.condition = .stillFailing
        return PlannedStep(
            id: "conditional", title: "Restart", step: step, kind: .compose, effect: .change, probe: nil, change: Change(.runbook(action)))
    }

    static func run(
        _ steps: [PlannedStep], _ recording: Recording, isStillFailing: @escaping @Sendable () -> Bool? = { nil },
        cancellation: Cancellation? = nil, onEvent: @escaping @Sendable (StepEvent) -> Void = { _ in }
    ) throws -> RunResult {
        // Without rules: which plans are let through is not this suite's question.
        let policy = Policy(rules: [])
        let decision = policy.decide(Plan(subject: "test", steps: steps), Facts())
        let approvals = decision.demands.map { demand in
            Approval(
                id: "approval", planHash: decision.planHash, answers: demand, means: .option, by: Approver(user: "u", host: "h", tty: nil),
                at: .now())
        }
        let executor = try Executor(
            probes: recording, operations: recording, recorder: recording, isStillFailing: isStillFailing, timeoutMilliseconds: 5000,
            cancellation: try cancellation ?? Cancellation(), onEvent: onEvent)
        return executor.run(try policy.approve(decision, approvals))
    }
}

/// Lines noted from any thread.
final class Noted: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock(\.self) }
}
