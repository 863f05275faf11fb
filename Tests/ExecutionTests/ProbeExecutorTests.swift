import Execution
import JSONKit
import Planning
import Runbook
import Safety
import Synchronization
import SystemKit
import TestSupport
import Testing

/// Answers as the test says, and notes what it was given.
private final class ScriptedRunner: ProbeRunner {
    let answer: @Sendable (String, ProbeLimits) -> ProbeResult
    private let log = Mutex<[(name: String, timeout: Double)]>([])

    init(_ answer: @escaping @Sendable (String, ProbeLimits) -> ProbeResult) { self.answer = answer }

    var calls: [String: Double] { Dictionary(log.withLock { $0 }.map { ($0.name, $0.timeout) }) { a, _ in a } }

    func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult {
        guard case .file(let path) = probe else { return ProbeResult(.failed, "not a file") }
        log.withLock { $0.append((path, limits.timeoutMilliseconds)) }
        return answer(path, limits)
    }
}

private func step(_ name: String, _ effect: Effect = .read, timeout: Double? = nil, expect: String? = nil) -> PlannedStep {
    PlannedStep(
        id: name, title: name, step: nil, kind: .file, effect: effect, probe: .file(path: name), timeoutMilliseconds: timeout,
        expect: expect)
}

private func run(
    _ steps: [PlannedStep], _ runner: ScriptedRunner, _ cancellation: Cancellation,
    onEvent: @escaping @Sendable (ProbeEvent) -> Void = { _ in }
) -> [Observation] {
    ProbeExecutor(runner: runner, timeoutMilliseconds: 5000, cancellation: cancellation, onEvent: onEvent)
        .run(Policy.approveReading(Plan(steps: steps)))
}

@Suite(.ownThread) struct ProbeExecutorTests {
    @Test("Probes run side by side: each waits until all of them have begun")
    func parallel() throws {
        let names = (0..<8).map { "probe-\($0)" }
        let begun = Mutex(0)
        let all = try Cancellation()
        let runner = ScriptedRunner { _, limits in
            if begun.withLock({
                $0 += 1
                return $0
            }) == 8 {
                all.cancel()
            }
            return all.wait(until: limits.deadline) ? ProbeResult(.ok, "met") : ProbeResult(.timedOut, "alone")
        }
        let observations = run(names.map { step($0) }, runner, try Cancellation())
        #expect(observations.map(\.state) == [ProbeState](repeating: .ok, count: 8))
    }

    @Test("The wall time is far below the probes' sum in the same run")
    func wallTime() throws {
        let nobody = try Cancellation()
        let runner = ScriptedRunner { _, _ in
            _ = nobody.wait(until: .after(milliseconds: 150))
            return ProbeResult(.ok, "")
        }
        let start = MonotonicTime.now()
        let observations = run((0..<6).map { step("\($0)") }, runner, try Cancellation())
        let wall = MonotonicTime.now().milliseconds(since: start)
        #expect(wall < observations.reduce(0) { $0 + $1.durationMilliseconds } * 0.6)
    }

    @Test("Observations stand in the order of the plan though they end in another; the withheld come last")
    func order() throws {
        let first = try Cancellation()
        let runner = ScriptedRunner { name, limits in
            if name == "b" { first.cancel() } else { _ = first.wait(until: limits.deadline) }
            return ProbeResult(.ok, name)
        }
        let observations = run([step("x", .change), step("a"), step("b"), step("c")], runner, try Cancellation())
        #expect(observations.map(\.id) == ["a", "b", "c", "x"])
        #expect(observations.map(\.summary).prefix(3) == ["a", "b", "c"])
        #expect(observations.last?.state == .notRun)
        #expect(observations.last?.summary.contains("changes the system") == true)
        #expect(runner.calls["x"] == nil)
    }

    @Test("A step's own time limit reaches its probe, and the default the others")
    func limits() throws {
        let runner = ScriptedRunner { _, limits in
            limits.deadline.remainingMilliseconds <= limits.timeoutMilliseconds
                ? ProbeResult(.ok, "") : ProbeResult(.failed, "a later deadline")
        }
        let observations = run([step("own", timeout: 1234), step("default")], runner, try Cancellation())
        #expect(runner.calls == ["own": 1234, "default": 5000])
        #expect(observations.allSatisfy { $0.state == .ok })
    }

    @Test("After an interruption nothing is begun any more")
    func cancelled() throws {
        let cancellation = try Cancellation()
        cancellation.cancel()
        let runner = ScriptedRunner { _, _ in ProbeResult(.ok, "") }
        let observations = run([step("a"), step("b")], runner, cancellation)
        #expect(observations.map(\.state) == [.notRun, .notRun])
        #expect(runner.calls.isEmpty)
    }

    @Test("An interruption ends a probe that listens to it")
    func interrupted() throws {
        let cancellation = try Cancellation()
        let runner = ScriptedRunner { name, limits in
            if name == "b" { limits.cancellation.cancel() }
            return limits.cancellation.wait(until: limits.deadline) ? ProbeResult(.notRun, "interrupted") : ProbeResult(.timedOut, "")
        }
        #expect(run([step("a"), step("b")], runner, cancellation).map(\.state) == [.notRun, .notRun])
    }

    @Test(
        "An expected text is looked for in summary and output, and only a well probe can disappoint",
        arguments: [
            ("in the summary", ProbeState.ok, ProbeState.ok), ("in the output", .ok, .ok), ("elsewhere", .ok, .unhealthy),
            ("elsewhere", .failed, .failed), ("elsewhere", .timedOut, .timedOut),
        ])
    func expectation(text: String, state: ProbeState, result: ProbeState) throws {
        let runner = ScriptedRunner { _, _ in
            ProbeResult(state, "in the summary", evidence: ["output": "in the output".json, "other": "elsewhere".json])
        }
        let observation = try #require(run([step("a", expect: text)], runner, try Cancellation()).first)
        #expect(observation.state == result)
        #expect(observation.summary.contains("was expected") == (state == .ok && result == .unhealthy))
    }

    @Test("Each probe that runs is told of twice: at its start and with its observation")
    func events() throws {
        let seen = Mutex<[String]>([])
        let runner = ScriptedRunner { _, _ in ProbeResult(.ok, "") }
        _ = run([step("a"), step("b"), step("x", .unknown)], runner, try Cancellation()) { event in
            switch event {
            case .started(let step): seen.withLock { $0.append("start \(step.id)") }
            case .finished(let observation): seen.withLock { $0.append("end \(observation.id)") }
            }
        }
        let events = seen.withLock { $0 }
        #expect(events.sorted() == ["end a", "end b", "start a", "start b"])
        for name in ["a", "b"] {
            let start = try #require(events.firstIndex(of: "start \(name)"))
            #expect(start < (events.firstIndex(of: "end \(name)") ?? -1))
        }
    }
}
