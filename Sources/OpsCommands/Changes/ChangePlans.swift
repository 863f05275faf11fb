internal import Journal
internal import Planning

extension ChangeRequest {
    /// The plan for it among these facts.
    ///
    /// - Parameter journal: where an undo finds what was done.
    func plan(_ facts: Facts, _ journal: Journal?) -> Plan {
        switch kind {
        case .flags(let goal): FlagPlanner.plan(goal, facts)
        case .undo(let run): UndoPlanner.plan((try? journal?.rows(run: run)) ?? [], subject: subject, facts)
        }
    }
}
