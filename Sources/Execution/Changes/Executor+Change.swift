internal import JSONKit
internal import Planning
internal import Runbook
internal import SystemKit

extension Executor {
    /// Intent on disk before the act, result on disk after it.
    func make(_ change: Change, of step: PlannedStep, _ run: inout RunInHand) throws(RecordingError) -> StepResult {
        if let why = loss(change, step, run) { return try refuse(step, why, &run) }
        if let precheck = change.precheck {
            let seen = probes.run(precheck, limits: limits(step))
            guard seen.state == .ok || signal(for: step).isCancelled else {
                let words = precheck.isOfPlan ? "it is not as it was when the plan was made" : "not now"
                return try refuse(step, "\(words): \(seen.summary)", &run)
            }
        }
        if signal(for: step).isCancelled {
            run.stop(.interrupted, "interrupted")
            return try refuse(step, "interrupted before it began", &run)
        }
        if change.isAlreadySo {
            let result = StepResult(step, .skipped, change.already)
            try record(result, &run)
            return result
        }
        let act = calmLimits(step)
        let flags = step.isOfUnknownEffect ? flagsNow(step) : nil
        var present = operations.present(change.operation, limits: act)
        if let flags { present["flags"] = .array(flags.map(\.json)) }
        try recorder.intend(step, present: present)
        onAct(step.id, act.cancellation === cancellation ? .after(milliseconds: 0) : act.deadline)
        var result = judged(operations.perform(change.operation, limits: act), change, step)
        if let flags { result = watched(result, since: flags, step, &run) }
        switch result.state {
        case .done, .skipped, .notRun: break
        // A file that cannot be written keeps no flag on: the new container is pinned off.
        case .failed where run.isPinnedLater, .unknown where run.isPinnedLater: run.leaveFailed()
        case .failed: run.stop(.failed, "\(step.id) failed")
        case .unknown:
            cancellation.isCancelled ? run.stop(.interrupted, "interrupted") : run.stop(.unverified, "\(step.id) could not be verified")
        }
        try record(result, &run)
        return result
    }

    /// What the act says of itself is not enough: it counts when what must hold afterwards was seen.
    private func judged(_ done: OperationResult, _ change: Change, _ step: PlannedStep) -> StepResult {
        var evidence = done.evidence.isEmpty ? [] : [done.evidence.json]
        switch done.state {
        case .failed: return StepResult(step, .failed, done.summary, evidence: evidence)
        case .unknown:
            return StepResult(step, .unknown, done.summary, evidence: evidence, mayHaveChanged: true)
        case .skipped, .notRun: return StepResult(done, of: step)
        case .done: break
        }
        var because = done.summary
        for check in change.postchecks {
            // A look at a file takes no time: it belongs to the act. One that waits for the service ends with a signal.
            let isBrief = if case .fileVariable = check.probe { true } else { false }
            let seen = probes.run(check.probe, limits: isBrief ? calmLimits(step) : limits(step))
            evidence.append(["state": seen.state.rawValue.json, "summary": seen.summary.json, "evidence": seen.evidence.json])
            switch seen.state {
            case .ok:
                // That the file holds what was just written need not be said twice.
                if isBrief { continue }
                because += "; \(seen.summary)"
            case .unhealthy where check.wasUnhealthy: because += "; as before, \(seen.summary)"
            case .unhealthy:
                return StepResult(
                    step, .failed, "\(because), but \(seen.summary)", evidence: evidence,
                    mayHaveChanged: true)
            case .failed, .timedOut, .unavailable, .notRun:
                because += "; not verified: \(seen.summary)"
                if !check.mayBeUnknown {
                    return StepResult(step, .unknown, because, evidence: evidence, mayHaveChanged: true)
                }
            }
        }
        return StepResult(step, .done, because, evidence: evidence, mayHaveChanged: true)
    }

    /// What cannot be captured is not destroyed.
    private func loss(_ change: Change, _ step: PlannedStep, _ run: RunInHand) -> String? {
        guard step.effect == .destroy || step.effect == .unknown else { return nil }
        for loss in change.operation.loses.sorted() {
            if let why = run.notCaptured[loss] { return "what it would lose could not be kept: \(why)" }
        }
        return nil
    }

    /// Nothing was done.
    private func refuse(_ step: PlannedStep, _ because: String, _ run: inout RunInHand) throws(RecordingError) -> StepResult {
        run.stop(.stopped, "\(step.id) was not done")
        let result = StepResult(step, .notRun, because)
        try record(result, &run)
        return result
    }

    /// A look in the middle of a plan. What keeps evidence may fail; what verifies must not.
    func look(_ probe: Probe, for step: PlannedStep, _ run: inout RunInHand) throws(RecordingError) -> StepResult {
        let start = MonotonicTime.now()
        let seen = probes.run(probe, limits: limits(step))
        let observation = Observation(
            id: step.id, title: step.title, step: step.step?.id, kind: step.kind, state: seen.state,
            durationMilliseconds: MonotonicTime.now().milliseconds(since: start), summary: seen.summary, evidence: seen.evidence,
            measurement: seen.measurement)
        let state: StepResult.State =
            switch seen.state {
            case .ok: .done
            // A look that keeps evidence does its work whatever it sees.
            case .unhealthy: step.captures.isEmpty ? .failed : .done
            case .failed, .timedOut, .unavailable, .notRun: .unknown
            }
        let evidence: [JSONValue] = seen.evidence.isEmpty ? [] : [seen.evidence.json]
        let result = StepResult(
            step, state, seen.summary, evidence: evidence,
            isFinding: state == .failed && [.closing, .finding].contains(step.standing))
        run.inHand = result
        try recorder.observe(observation)
        guard state != .done else { return result }
        if step.standing == .closing || result.isFinding {
            if cancellation.isCancelled { run.stop(.interrupted, "interrupted") }
            return result
        }
        if step.captures.isEmpty {
            if cancellation.isCancelled {
                run.stop(.interrupted, "interrupted")
            } else {
                state == .failed
                    ? run.stop(.failed, "\(step.id) failed")
                    : run.stop(run.hasChanged || probe.isOfOutcome ? .unverified : .stopped, "\(step.id) could not be seen")
            }
        } else {
            // A service that does not run has nothing to lose.
            guard seen.evidence["nothing_to_lose"]?.bool != true else { return result }
            for loss in step.captures { run.notCaptured[loss] = seen.summary }
        }
        return result
    }
}

extension Probe {
    /// Whether it tells that what was asked for is so: where it cannot, nothing may have been done, and nobody knows that nothing had to be.
    fileprivate var isOfOutcome: Bool { if case .runningFlags = self { true } else { false } }

    /// Whether it compares with what was found when the plan was made; else it is a condition of its own, which may hold later.
    fileprivate var isOfPlan: Bool {
        switch self {
        case .fileVariable, .fileIs: true
        default: false
        }
    }
}
