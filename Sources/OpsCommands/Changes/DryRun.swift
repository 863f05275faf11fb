internal import Execution
internal import Planning
internal import Safety

/// What a dry run sees: looks are taken for real, unless they depend on a change that is not made.
enum DryRun {
    struct Look: Sendable {
        /// A probe's state, or `unknown`.
        let state: String
        let summary: String
    }

    static func looks(_ decided: Decided) -> [String: Look] {
        let (decision, target) = (decided.decision, decided.target)
        let firstChange = decision.plan.steps.firstIndex { $0.change.map { !$0.isAlreadySo } ?? false } ?? decision.plan.steps.endIndex
        var looks: [String: Look] = [:]
        for step in decision.plan.steps.suffix(from: firstChange) where step.probe != nil {
            looks[step.id] = Look(state: "unknown", summary: "it depends on a change that was not made")
        }
        let first = decision.plan.steps.prefix(firstChange)
        for step in first where step.probe?.isAWait == true {
            looks[step.id] = Look(state: "unknown", summary: "it would wait until the limits are over")
        }
        let now = first.filter { $0.probe != nil && looks[$0.id] == nil }
        let progress = Progress(target.options, target.world)
        defer { progress.end() }
        let executor = ProbeExecutor(
            runner: target.probes, timeoutMilliseconds: target.options.timeout.milliseconds, cancellation: target.world.cancellation,
            onEvent: progress.handle)
        for observation in executor.run(Policy.approveReading(Plan(subject: decision.plan.subject, steps: Array(now)))) {
            looks[observation.id] = Look(state: observation.state.rawValue, summary: observation.summary)
        }
        return looks
    }
}
