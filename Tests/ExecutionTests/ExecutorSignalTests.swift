import Execution
import JSONKit
import Planning
import Runbook
import SystemKit
import TestSupport
import Testing

@testable import Safety

/// What a signal ends, and what it does not, step by step.
@Suite(.ownThread) struct ExecutorSignalTests {
    @Test("A signal that ends the look at a precondition interrupts the run: nobody says that anything changed")
    func endingPrecheck() throws {
        let cancellation = try Cancellation()
        let recording = Recording(probe: { _ in
            cancellation.cancel()
            return ProbeResult(.notRun, "interrupted")
        })
        let result = try Bench.run([Bench.flag("X")], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.because) == ["interrupted before it began"])
        #expect(recording.performed == [])
    }

    @Test("After a signal also the looks that are always taken are left out")
    func always() throws {
        let cancellation = try Cancellation()
        let recording = Recording(act: { _ in
            cancellation.cancel()
            return OperationResult(.done, "done")
        })
        let result = try Bench.run(
            [Bench.flag("X"), Bench.look("always", .always), Bench.look("end", .closing)], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.done, .notRun, .notRun])
        #expect(!recording.log.contains("probe always") && !recording.log.contains("probe end"))
    }

    @Test("A signal that ends the closing look interrupts the run")
    func closing() throws {
        let cancellation = try Cancellation()
        let recording = Recording(probe: { name in
            guard name == "end" else { return ProbeResult(.ok, "") }
            cancellation.cancel()
            return ProbeResult(.notRun, "interrupted")
        })
        let result = try Bench.run([Bench.flag("X"), Bench.look("end", .closing)], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.done, .unknown])
    }

    @Test("The look at the file that an act wrote belongs to the act: it does not listen to the signal; a look at the service does")
    func brief() throws {
        let cancellation = try Cancellation()
        let listening = Noted()
        let recording = Recording()
        let probes = Listening(to: cancellation, noting: listening)
        let policy = Policy(rules: [])
        let decision = policy.decide(Plan(subject: "test", steps: [Bench.flag("X")]), Facts())
        let approval = Approval(
            id: "a", planHash: decision.planHash, answers: .changes, means: .option, by: Approver(user: "u", host: "h", tty: nil),
            at: .now())
        let executor = try Executor(
            probes: probes, operations: recording, recorder: recording, timeoutMilliseconds: 5000, cancellation: cancellation)
        #expect(executor.run(try policy.approve(decision, [approval])).outcome == .done)
        #expect(listening.all == ["before: true", "afterwards: false", "service: true"])
    }

    @Test("An act that leaves everything as it was when it is ended ends with the first signal")
    func interruptible() throws {
        let cancellation = try Cancellation()
        func step(_ operation: Planning.Operation) -> PlannedStep {
            PlannedStep(
                id: operation.words, title: "", step: nil, kind: operation.kind, effect: .change, probe: nil, change: Change(operation))
        }
        let recording = Recording()
        let operations: [Planning.Operation] = [
            .backupDatabase(to: "b"), .monitorMemory, .unlinkKeys(pattern: "x"), .restoreDatabase(from: "b", sha256: "0"), .startServices,
        ]
        _ = try Bench.run(operations.map(step), recording, cancellation: cancellation)
        #expect(recording.limitsOfActs.map { $0.cancellation === cancellation } == [true, true, true, false, false])
    }

    @Test("The way back is gone after a first signal too, with its looks, where something was made; a second one ends it")
    func wayBack() throws {
        let back = PlannedStep(
            id: "BACK", title: "", step: nil, kind: .flag, effect: .change, probe: nil,
            change: Change(
                .setVariable(name: "BACK", value: "0"), precheck: .memoryWrites, postchecks: [Verification(.apiReady)]), standing: .remedy)
        func run(_ signals: @escaping @Sendable (Cancellation, Cancellation) -> Void, beforeAll: Bool = false) throws -> RunResult {
            let (first, second) = (try Cancellation(), try Cancellation())
            if beforeAll { signals(first, second) }
            let recording = Recording(act: { name in
                if name == "FIRST" { signals(first, second) }
                return OperationResult(.done, "done")
            })
            let policy = Policy(rules: [])
            let steps = [Bench.flag("FIRST"), Bench.flag("SECOND"), back, Bench.look("end", .remedy)]
            let decision = policy.decide(Plan(subject: "test", steps: steps), Facts())
            let approvals = decision.demands.map { demand in
                Approval(
                    id: "a", planHash: decision.planHash, answers: demand, means: .option, by: Approver(user: "u", host: "h", tty: nil),
                    at: .now())
            }
            let executor = try Executor(
                probes: recording, operations: recording, recorder: recording, timeoutMilliseconds: 5000, cancellation: first,
                insistence: second)
            return executor.run(try policy.approve(decision, approvals))
        }
        let once = try run { first, _ in first.cancel() }
        #expect(once.outcome == .interrupted)
        #expect(Array(once.steps.map(\.state).dropFirst()) == [.notRun, .done, .done], "\(once.steps)")
        let twice = try run { first, second in
            first.cancel()
            second.cancel()
        }
        #expect(twice.steps.suffix(2).map(\.state) == [.notRun, .notRun])
        let early = try run({ first, _ in first.cancel() }, beforeAll: true)
        #expect(early.steps.map(\.state) == [.notRun, .notRun, .skipped, .skipped])
    }

    @Test("A signal while a person is asked: the answer is recorded, and the run is interrupted")
    func asked() throws {
        let cancellation = try Cancellation()
        let recording = Recording()
        let asked = PlannedStep(
            id: "deploy", title: "Deploy the fix", step: nil, kind: .manual, effect: .none, probe: nil, isAsked: true)
        let policy = Policy(rules: [])
        let executor = try Executor(
            probes: recording, operations: recording, recorder: recording, person: Leaving(cancellation), timeoutMilliseconds: 1000,
            cancellation: cancellation)
        let result = executor.run(try policy.approve(policy.decide(Plan(subject: "x", steps: [asked]), Facts()), []))
        #expect(result.outcome == .interrupted)
        #expect(recording.log == ["spend 0", "finish deploy done"])
    }
}

/// Answers, and leaves with a signal.
private struct Leaving: PersonDesk {
    let cancellation: Cancellation

    init(_ cancellation: Cancellation) { self.cancellation = cancellation }

    func ask(_ step: PlannedStep) -> PersonAnswer {
        cancellation.cancel()
        return .done(by: "ada")
    }
}

/// Notes which looks would end with the signal.
private struct Listening: ProbeRunner {
    let cancellation: Cancellation
    let noted: Noted

    init(to cancellation: Cancellation, noting noted: Noted) {
        self.cancellation = cancellation
        self.noted = noted
    }

    func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult {
        let what =
            switch probe {
            case .fileVariable(_, "1", _): "before"
            case .fileVariable: "afterwards"
            default: "service"
            }
        noted.add("\(what): \(limits.cancellation === cancellation)")
        return ProbeResult(.ok, "")
    }
}
