internal import Execution
internal import Journal
internal import Planning
internal import SystemKit

/// A new plan for a run that was interrupted, seen in the light of what the journal knows of it.
enum Resumption {
    /// Steps that were done are not done again. One that was begun and never ended is looked at: when what it wanted is there, it was done;
    /// else it is only done again when somebody says so.
    static func plan(_ plan: Plan, after run: RunHistory, _ probes: any ProbeRunner, _ cancellation: Cancellation) -> Plan {
        let uncertain = Set(run.uncertainSteps)
        return Plan(
            subject: plan.subject,
            steps: plan.steps.map { step in
                // Events are found in the outbox again as long as they wait, and a repeat is recognised; those with a commit are known
                // from all earlier retries (`JournalAccess.unknownCommits`).
                guard let change = step.change, !change.operation.isDoneTogether, uncertain.contains(step.id) else { return step }
                var step = step
                let limits = ProbeLimits(timeoutMilliseconds: 5000, cancellation: cancellation)
                let isSettled = change.settledBy.map { probes.run($0, limits: limits).state == .ok } ?? false
                step.history = isSettled ? .done : .uncertain
                return step
            })
    }
}
