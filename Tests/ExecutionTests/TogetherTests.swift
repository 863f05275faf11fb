import Execution
import JSONKit
import Planning
import Runbook
import Safety
import SystemKit
import TestSupport
import Testing

/// The events of one retry, which are done together.
@Suite(.ownThread) struct TogetherTests {
    private static func send(_ event: String, _ history: PlannedStep.History = .fresh) -> PlannedStep {
        PlannedStep(
            id: event, title: "Send \(event)", step: nil, kind: .outbox, effect: .change, probe: nil, change: Change(.send(event: event)),
            history: history)
    }

    @Test("All intents are on disk before the first act, and every result after its act")
    func order() throws {
        let recording = Recording()
        let result = try Bench.run([Self.send("e1"), Self.send("e2"), Bench.look("after")], recording)
        #expect(result.outcome == .done)
        #expect(result.steps.map(\.id) == ["e1", "e2", "after"])
        #expect(result.steps.map(\.because) == ["e1 was done", "e2 was done", "as it should be"])
        #expect(
            recording.log == [
                "spend 1", "intend e1", "intend e2", "perform e1", "finish e1 done", "perform e2", "finish e2 done", "probe after",
                "observe after ok",
            ])
    }

    @Test("An event that was sent before the interruption is not sent again")
    func doneBefore() throws {
        let recording = Recording()
        let result = try Bench.run([Self.send("e1"), Self.send("e2", .done), Self.send("e3", .uncertain)], recording)
        #expect(result.steps.map(\.state) == [.done, .skipped, .done])
        #expect(result.outcome == .done)
        #expect(recording.performed == ["e1", "e3"])
    }

    @Test(
        "One that does not end well leaves its neighbours alone, and ends the run",
        arguments: [
            (OperationResult.State.failed, StepResult.State.failed, RunResult.Outcome.failed, StepResult.State.notRun),
            (.unknown, .unknown, .stopped, .notRun), (.notRun, .notRun, .stopped, .notRun), (.skipped, .skipped, .done, .done),
        ])
    func notWell(act: OperationResult.State, state: StepResult.State, outcome: RunResult.Outcome, after: StepResult.State) throws {
        let recording = Recording(act: { OperationResult($0 == "e1" ? act : .done, "acted") })
        let result = try Bench.run([Self.send("e1"), Self.send("e2"), Bench.look("after")], recording)
        #expect(result.steps.map(\.state) == [state, .done, after])
        #expect(result.outcome == outcome)
        #expect(recording.performed == ["e1", "e2"])
    }

    @Test("Nothing is sent after a step that failed")
    func afterFailure() throws {
        let recording = Recording(act: { OperationResult($0 == "X" ? .failed : .done, "acted") })
        let result = try Bench.run([Bench.flag("X"), Self.send("e1")], recording)
        #expect(result.steps.map(\.state) == [.failed, .notRun])
        #expect(recording.performed == ["X"])
        #expect(!recording.log.contains("intend e1"))
    }

    // MARK: - Signals

    @Test("A signal before them: none is intended")
    func signalBefore() throws {
        let cancellation = try Cancellation()
        cancellation.cancel()
        let recording = Recording()
        let result = try Bench.run([Self.send("e1"), Self.send("e2")], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.notRun, .notRun])
        #expect(recording.log == ["spend 1"])
    }

    @Test("A signal between them: what is under way is recorded, the rest is not begun, and the run is interrupted")
    func signalBetween() throws {
        let cancellation = try Cancellation()
        let recording = Recording(act: { _ in
            cancellation.cancel()
            return OperationResult(.done, "sent")
        })
        let result = try Bench.run([Self.send("e1"), Self.send("e2")], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.done, .notRun])
        #expect(recording.performed == ["e1"])
        #expect(recording.log.suffix(2) == ["finish e1 done", "finish e2 not-run"])
    }

    @Test("A signal during the last one: the run is interrupted although all were sent")
    func signalLast() throws {
        let cancellation = try Cancellation()
        let recording = Recording(act: { _ in
            cancellation.cancel()
            return OperationResult(.done, "sent")
        })
        let result = try Bench.run([Self.send("e1")], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted && result.steps.map(\.state) == [.done])
    }

    // MARK: - The journal

    @Test("Where the intents cannot be recorded nothing is sent, and that is known")
    func noIntent() throws {
        let recording = Recording(failing: { $0 == "intend e2" })
        let result = try Bench.run([Self.send("e1"), Self.send("e2")], recording)
        #expect(result.steps.map(\.state) == [.notRun, .notRun])
        #expect(result.outcome == .failed && result.recordingFailure == "no space left on device")
        #expect(recording.performed == [])
    }

    @Test("Where a result cannot be recorded it is said all the same, nothing more is sent, and nobody knows of those after it")
    func noResult() throws {
        let recording = Recording(failing: { $0 == "finish e1 done" })
        let result = try Bench.run([Self.send("e1"), Self.send("e2")], recording)
        #expect(result.steps.map(\.state) == [.done, .unknown])
        #expect(result.outcome == .failed && result.recordingFailure == "no space left on device")
        #expect(recording.performed == ["e1"])
    }

    @Test("A result that belongs to none of them is passed over")
    func stranger() throws {
        let recording = Recording()
        let executor = try Executor(
            probes: recording, operations: Miscounting(), recorder: recording, timeoutMilliseconds: 1000, cancellation: .init())
        let decision = Policy().decide(Plan(subject: "mesh", steps: [Self.send("e1")]), Self.facts)
        let approval = Approval(
            id: "a", planHash: decision.planHash, answers: .changes, means: .option, by: Approver(user: "u", host: "h", tty: nil),
            at: .now())
        let result = executor.run(try Policy().approve(decision, [approval]))
        #expect(result.steps.map(\.state) == [.done] && result.outcome == .done)
        #expect(recording.log == ["spend 1", "intend e1", "finish e1 done"])
    }

    /// Sync is on, and the event is sound: no rule has anything against sending it.
    private static var facts: Facts {
        var facts = Facts()
        facts.flags.sync = .all(true)
        facts.outbox.valid = ["e1"]
        return facts
    }
}

/// Answers for more operations than it was given.
private struct Miscounting: OperationRunner {
    func present(_ operation: Planning.Operation, limits: ProbeLimits) -> JSONObject { JSONObject() }
    func perform(_ operation: Planning.Operation, limits: ProbeLimits) -> OperationResult { OperationResult(.done, "sent") }

    func perform(
        together operations: [Planning.Operation], limits: ProbeLimits, onResults: ([NumberedResult]) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        try onResults([NumberedResult(7, OperationResult(.failed, "of another")), NumberedResult(0, OperationResult(.done, "sent"))])
    }
}
