internal import JSONKit
internal import Planning
internal import SystemKit

extension Executor {
    /// Steps that are done together: all intents in one write, then all acts, and the results as they become known. One that fails does not
    /// stop its neighbours.
    func make(together steps: [PlannedStep], _ run: inout RunInHand) {
        var results: [Int: StepResult] = [:]
        do throws(RecordingError) {
            for step in steps { onEvent(.started(id: step.id, title: step.title)) }
            try recorder.intend(steps)
            let limits = ProbeLimits(
                timeoutMilliseconds: defaultTimeoutMilliseconds, cancellation: cancellation, insistence: insistence)
            if let first = steps.first { onAct(first.id, limits.deadline) }
            try operations.perform(together: steps.compactMap { $0.change?.operation }, limits: limits) { known throws(RecordingError) in
                let new = known.compactMap { numbered -> (Int, StepResult)? in
                    guard steps.indices.contains(numbered.index) else { return nil }
                    return (numbered.index, StepResult(numbered.result, of: steps[numbered.index]))
                }
                for (index, result) in new {
                    results[index] = result
                    onEvent(.finished(result))
                }
                try recorder.finish(new.map(\.1))
            }
        } catch {
            run.stop(error)
        }
        for (index, step) in steps.enumerated() {
            let unknown = results.isEmpty ? StepResult.State.notRun : .unknown
            run.file(
                results[index]
                    ?? StepResult(step, unknown, "the journal failed before its result was known")
            )
        }
        let states = results.values.map(\.state)
        if cancellation.isCancelled {
            run.stop(.interrupted, "interrupted")
        } else if states.contains(.failed) {
            run.stop(.failed, "an event could not be sent")
        } else if states.contains(where: { $0 != .done && $0 != .skipped }) {
            run.stop(.stopped, "not every event was sent")
        }
    }
}

extension StepResult {
    init(_ result: OperationResult, of step: PlannedStep) {
        let state: State =
            switch result.state {
            case .done: .done
            case .failed: .failed
            case .unknown: .unknown
            case .skipped: .skipped
            case .notRun: .notRun
            }
        self.init(
            step, state, result.summary, evidence: result.evidence.isEmpty ? [] : [result.evidence.json], event: result.event)
    }
}
