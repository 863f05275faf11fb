internal import Journal
internal import Operations
internal import Planning

extension ChangeRequest {
    /// The plan for it among these facts.
    ///
    /// - Parameters:
    ///   - journal: where an undo finds what was done.
    ///   - retry: the waiting events of a retry.
    func plan(_ facts: Facts, _ journal: Journal?, _ retry: RetrySession?) -> Plan {
        switch kind {
        case .flags(let goal): FlagPlanner.plan(goal, facts)
        case .undo(let run): UndoPlanner.plan((try? journal?.rows(run: run)) ?? [], subject: subject, facts)
        case .retry: RetryPlan.plan(retry, facts)
        }
    }
}
