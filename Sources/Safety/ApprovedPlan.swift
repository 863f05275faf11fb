public import Planning

/// A plan that `Policy` has looked at. Nobody else can make one, nothing is run without one, and running it uses it up.
public struct ApprovedPlan: ~Copyable, Sendable {
    /// What may be run, in the plan's order.
    public let allowed: [PlannedStep]
    /// What may not, and why, for the report.
    public let withheld: [WithheldStep]
    /// The hash of the whole plan.
    public let planHash: String
    /// Those whose word it stands on; empty for a plan that only reads.
    public let approvals: [Approval]

    init(allowed: [PlannedStep], withheld: [WithheldStep], planHash: String, approvals: [Approval] = []) {
        self.allowed = allowed
        self.withheld = withheld
        self.planHash = planHash
        self.approvals = approvals
    }
}

/// A step that is not run.
public struct WithheldStep: Sendable {
    public let step: PlannedStep
    /// A sentence for people.
    public let because: String
}
