import Execution
import JSONKit
import Planning
import Runbook
import Synchronization
import SystemKit
import TestSupport
import Testing

@testable import Safety

/// What was seen, what was kept and what was recorded decide how a run ends.
@Suite(.ownThread) struct ExecutorEvidenceTests {
    @Test("A look that sees nothing after a change leaves the run unverified; where nothing was changed it only stops")
    func unseen() throws {
        for (steps, outcome) in [
            ([Bench.flag("a"), Bench.look("x")], .unverified), ([Bench.look("x"), Bench.flag("a")], .stopped),
        ] as [([PlannedStep], RunResult.Outcome)] {
            let recording = Recording(probe: { $0 == "x" ? ProbeResult(.timedOut, "no answer") : ProbeResult(.ok, "as it should be") })
            #expect(try Bench.run(steps, recording).outcome == outcome)
        }
    }

    @Test("What a look at the end finds is a finding, and what one in the middle finds is a failure")
    func findings() throws {
        for (standing, isFinding) in [(.usual, false), (.closing, true), (.always, false)] as [(PlannedStep.Standing, Bool)] {
            let recording = Recording(probe: { _ in ProbeResult(.unhealthy, "it fails") })
            let step = try #require(try Bench.run([Bench.look("x", standing)], recording).steps.first)
            #expect(step.state == .failed && step.isFinding == isFinding)
        }
    }

    @Test("A precondition that could not be measured does not hold", arguments: [ProbeState.failed, .timedOut, .unavailable, .notRun])
    func unmeasuredPrecheck(state: ProbeState) throws {
        let recording = Recording(probe: { _ in ProbeResult(state, "no answer") })
        let result = try Bench.run([Bench.flag("X")], recording)
        #expect(result.outcome == .stopped)
        #expect(result.steps.map(\.state) == [.notRun])
        #expect(recording.performed == [])
    }

    @Test("What was bad before and is bad afterwards does not stop the change; what broke does", arguments: [true, false])
    func asBefore(wasUnhealthy: Bool) throws {
        let step = PlannedStep(
            id: "off", title: "", step: nil, kind: .flag, effect: .change, probe: nil,
            change: Change(
                .setVariable(name: "X", value: "0"),
                postchecks: [Verification(.memoryWrites, mayBeUnknown: true, wasUnhealthy: wasUnhealthy)]))
        let recording = Recording(probe: { ProbeResult($0 == "writes" ? .unhealthy : .ok, "writes fail") })
        let result = try Bench.run([step, Bench.look("after")], recording)
        #expect(result.steps.map(\.state) == (wasUnhealthy ? [.done, .done] : [.failed, .notRun]))
        #expect(result.outcome == (wasUnhealthy ? .done : .failed))
        #expect(result.steps[0].because.hasSuffix(wasUnhealthy ? "as before, writes fail" : "but writes fail"))
    }

    @Test("Code of unknown effect is not run when what it may lose could not be kept", arguments: [Effect.unknown, .destroy])
    func unknownEffect(effect: Effect) throws {
        let code = PlannedStep(
            id: "code", title: "", step: nil, kind: .python, effect: effect, probe: nil,
            change: Change(.runbook(.python(code: "import gc"))))
        let recording = Recording(probe: { ProbeResult($0 == "logs" ? .failed : .ok, "no answer") })
        let result = try Bench.run([Bench.captureLogs, code], recording)
        #expect(result.steps.map(\.state) == [.unknown, .notRun])
        #expect(result.outcome == .stopped)
        #expect(recording.performed == [])
    }

    @Test("A service that does not run has nothing to lose")
    func nothingToLose() throws {
        let recording = Recording(probe: { name in
            name == "logs" ? ProbeResult(.unavailable, "it does not run", evidence: ["nothing_to_lose": true]) : ProbeResult(.ok, "")
        })
        let result = try Bench.run([Bench.captureLogs, Bench.remove], recording)
        #expect(result.steps.map(\.state) == [.unknown, .done])
        #expect(recording.performed == ["runbook"])
    }

    @Test("A step without a condition is done, whatever the diagnosis says")
    func unconditional() throws {
        let recording = Recording()
        let result = try Bench.run([Bench.flag("X")], recording, isStillFailing: { false })
        #expect(result.steps.map(\.state) == [.done] && recording.performed == ["X"])
    }

    @Test("A step that a person leaves undone does not make a failed run a stopped one")
    func leftOpen() throws {
        let asked = PlannedStep(
            id: "deploy", title: "Deploy the fix", step: nil, kind: .manual, effect: .none, probe: nil, standing: .always, isAsked: true)
        let result = try Bench.run([Bench.flag("X"), asked], Recording(act: { _ in OperationResult(.failed, "no") }))
        #expect(result.steps.map(\.state) == [.failed, .notRun])
        #expect(result.outcome == .failed)
    }

    @Test("Of a journal that fails twice the first failure is said")
    func firstFailure() throws {
        let recording = Recording(probe: { ProbeResult($0 == "bad" ? .unhealthy : .ok, "") })
        let journal = Failing()
        let executor = try Executor(
            probes: recording, operations: recording, recorder: journal, timeoutMilliseconds: 1000, cancellation: .init())
        let policy = Policy(rules: [])
        let decision = policy.decide(Plan(subject: "x", steps: [Bench.look("a"), Bench.look("b", .always)]), Facts())
        let result = executor.run(try policy.approve(decision, []))
        #expect(result.recordingFailure == "failure 1")
        #expect(journal.failures.withLock(\.self) == 2)
    }
}

/// A journal whose every record of a look fails, each time otherwise.
private final class Failing: RunRecorder {
    let failures = Mutex(0)

    func spend(_ approvals: [Approval]) throws(RecordingError) {}
    func intend(_ step: PlannedStep, present: JSONObject) throws(RecordingError) {}
    func finish(_ step: StepResult) throws(RecordingError) {}

    func observe(_ observation: Observation) throws(RecordingError) {
        let number = failures.withLock { count in
            count += 1
            return count
        }
        throw RecordingError("failure \(number)")
    }
}
