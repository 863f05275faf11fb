import Execution
import JSONKit
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Safety

/// Two levels of stopping: what ends the run, and what ends the act in hand.
@Suite(.ownThread) struct InsistenceTests {
    private func run(_ steps: [PlannedStep], _ recording: Recording, _ first: Cancellation, _ second: Cancellation, _ acts: Noted) throws
        -> RunResult
    {
        let policy = Policy(rules: [])
        let decision = policy.decide(Plan(subject: "test", steps: steps), Facts())
        let approvals = decision.demands.map { demand in
            Approval(
                id: "approval", planHash: decision.planHash, answers: demand, means: .option, by: Approver(user: "u", host: "h", tty: nil),
                at: .now())
        }
        let executor = try Executor(
            probes: recording, operations: recording, recorder: recording, timeoutMilliseconds: 5000, cancellation: first,
            insistence: second, onAct: { id, deadline in acts.add("\(id) \(deadline.remainingMilliseconds > 100_000)") })
        return executor.run(try policy.approve(decision, approvals))
    }

    @Test("The act listens to the second alone, is told of with its deadline, and ended by it is unknown: the run is interrupted")
    func acts() throws {
        let (first, second, acts) = (try Cancellation(), try Cancellation(), Noted())
        let recording = Recording(act: { _ in
            first.cancel()
            second.cancel()
            return OperationResult(.unknown, "it was ended")
        })
        let result = try run([Bench.recreate, Bench.flag("A")], recording, first, second, acts)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.unknown, .notRun])
        #expect(recording.limitsOfActs.first?.cancellation === second)
        #expect(acts.all == ["recreate true"])
    }
}
