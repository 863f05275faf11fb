internal import JSONKit
internal import Planning
internal import Runbook
public import Safety
public import SystemKit

/// Runs the probes of an approved plan side by side: the wall time is the slowest probe's.
public struct ProbeExecutor: Sendable {
    let runner: any ProbeRunner
    let defaultTimeoutMilliseconds: Double
    let cancellation: Cancellation
    let onEvent: @Sendable (ProbeEvent) -> Void

    /// - Parameters:
    ///   - timeoutMilliseconds: for probes whose step sets none.
    ///   - onEvent: called from the probes' threads.
    public init(
        runner: any ProbeRunner, timeoutMilliseconds: Double, cancellation: Cancellation,
        onEvent: @escaping @Sendable (ProbeEvent) -> Void = { _ in }
    ) {
        self.runner = runner
        defaultTimeoutMilliseconds = timeoutMilliseconds
        self.cancellation = cancellation
        self.onEvent = onEvent
    }

    /// One observation per step, in the order of the plan; the withheld ones come last, as `not-run`.
    public func run(_ plan: consuming ApprovedPlan) -> [Observation] {
        let running = plan.allowed.map { step in (step, start(step)) }
        var observations = running.map { step, thread in thread?.value() ?? file(step, noThread, milliseconds: 0) }
        for withheld in plan.withheld {
            observations.append(file(withheld.step, ProbeResult(.notRun, withheld.because), milliseconds: 0))
        }
        return observations
    }

    private var noThread: ProbeResult { ProbeResult(.failed, "no thread could be started for it") }

    private func start(_ step: PlannedStep) -> BlockingThread<Observation>? {
        guard let probe = step.probe else { return nil }
        return try? BlockingThread {
            onEvent(.started(step))
            let start = MonotonicTime.now()
            let limits = ProbeLimits(
                timeoutMilliseconds: step.timeoutMilliseconds ?? defaultTimeoutMilliseconds, cancellation: cancellation)
            let result = cancellation.isCancelled ? ProbeResult(.notRun, "interrupted") : runner.run(probe, limits: limits)
            let observation = file(step, expecting(step.expect, result), milliseconds: MonotonicTime.now().milliseconds(since: start))
            onEvent(.finished(observation))
            return observation
        }
    }

    /// An annotation's expectation turns a measured result that lacks the text into an unhealthy one.
    private func expecting(_ text: String?, _ result: ProbeResult) -> ProbeResult {
        guard let text, result.state == .ok, !result.expectable.contains(text) else { return result }
        var changed = result
        changed.state = .unhealthy
        changed.summary = "`\(text)` was expected: \(result.summary)"
        return changed
    }

    private func file(_ step: PlannedStep, _ result: ProbeResult, milliseconds: Double) -> Observation {
        Observation(
            id: step.id, title: step.title, step: step.step?.id, kind: step.kind, state: result.state, durationMilliseconds: milliseconds,
            summary: result.summary, evidence: result.evidence, measurement: result.measurement, doubt: result.doubt)
    }
}

extension ProbeResult {
    /// Where an expected text may stand: the summary and the output.
    var expectable: String { summary + "\n" + (evidence["output"]?.text ?? "") }
}
