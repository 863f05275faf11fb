public import Planning

/// A plan that `Policy` has looked at. Nobody else can make one, and nothing is run without one.
public struct ApprovedPlan: Sendable {
    /// What may be run.
    public let allowed: [PlannedStep]
    /// What may not, and why, for the report.
    public let withheld: [WithheldStep]
}

/// A step that is not run.
public struct WithheldStep: Sendable {
    public let step: PlannedStep
    /// A sentence for people.
    public let because: String
}
