internal import Journal
internal import Operations
internal import Planning
internal import Runbook

extension ChangeRequest {
    /// The plan for it among these facts.
    ///
    /// - Parameters:
    ///   - journal: where an undo finds what was done.
    ///   - retry: the waiting events of a retry.
    ///   - askedBefore: those of them of which nobody knows whether they were committed.
    ///   - incident: what the runbook says of its subject.
    ///   - present: what an undo finds.
    ///   - isComplete: with the steps that are only asked about once it is known that they are needed: for a dry run.
    func plan(
        _ facts: Facts, _ journal: Journal?, _ retry: RetrySession?, _ incident: Incident? = nil, askedBefore: Set<String> = [],
        present: PresentState = .nothing, isComplete: Bool = false
    ) -> Plan {
        switch kind {
        case .flags(let goal): FlagPlanner.plan(goal, facts)
        case .undo(let run): UndoPlanner.plan(try? journal?.run(run), subject: subject, facts, present)
        case .resolve(let choices): incident.map { ResolutionPlanner.plan($0, facts, choices) } ?? Plan(subject: subject, steps: [])
        case .rollback: RollbackPlanner.plan(incident?.rollback ?? [], facts)
        case .retry: RetryPlan.plan(retry, facts, askedBefore: askedBefore)
        case .resolveMesh:
            RecoveryPlanner.plan(
                sending: RetryPlan.plan(retry, facts, askedBefore: askedBefore).steps, held: retry?.held ?? [:], facts,
                withFlags: isComplete)
        }
    }
}
