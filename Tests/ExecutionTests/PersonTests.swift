import Execution
import Planning
import Runbook
import SystemKit
import TestSupport
import Testing

@testable import Safety

/// Answers every question alike.
private struct Answering: PersonDesk {
    let answer: PersonAnswer

    func ask(_ step: PlannedStep) -> PersonAnswer { answer }
}

@Suite(.ownThread) struct PersonTests {
    private func run(_ answer: PersonAnswer, _ recording: Recording = Recording()) throws -> RunResult {
        let asked = PlannedStep(
            id: "deploy", title: "Deploy the fix", step: nil, kind: .manual, effect: .none, probe: nil, isAsked: true)
        let decision = Policy(rules: []).decide(Plan(subject: "x", steps: [asked, Bench.look("after")]), Facts())
        let executor = try Executor(
            probes: recording, operations: recording, recorder: recording, person: Answering(answer: answer), timeoutMilliseconds: 1000,
            cancellation: .init())
        return executor.run(try Policy(rules: []).approve(decision, []))
    }

    @Test(
        "What a person says is recorded as a person's word, and what nobody did leaves the run open and stops nothing",
        arguments: [
            (PersonAnswer.done(by: "ada"), StepResult.State.done, "ada says that it is done", "done", RunResult.Outcome.done),
            (.notDone(by: "ada"), .notRun, "ada says that it is not done", "not-done", .stopped),
            (.skipped(by: "ada", reason: "tomorrow"), .skipped, "left out by ada: tomorrow", "skip", .done),
            (
                .nobody("nobody can be asked here"), .notRun, "Deploy the fix: a person's step, and nobody can be asked here", "nobody",
                .stopped
            ),
        ])
    func words(answer: PersonAnswer, state: StepResult.State, because: String, word: String, outcome: RunResult.Outcome) throws {
        let result = try run(answer)
        let step = try #require(result.steps.first)
        #expect(step.state == state)
        #expect(step.because == because)
        #expect(step.word == word)
        #expect(!step.mayHaveChanged)
        #expect(result.outcome == outcome)
        #expect(result.steps.last?.state == .done)
    }
}
