public import Planning
internal import Runbook

/// Decides what of a plan may be run. A pure function: facts in, decision out.
public enum Policy {
    /// A diagnosis only looks: whatever is not proved to be reading is withheld, and no approval can change that here.
    public static func approveReading(_ plan: Plan) -> ApprovedPlan {
        var allowed: [PlannedStep] = []
        var withheld: [WithheldStep] = []
        for step in plan.steps {
            if step.effect == .read, step.probe != nil {
                allowed.append(step)
            } else {
                withheld.append(WithheldStep(step: step, because: reason(step)))
            }
        }
        return ApprovedPlan(allowed: allowed, withheld: withheld)
    }

    private static func reason(_ step: PlannedStep) -> String {
        switch step.effect {
        case .read: "nothing here can measure it"
        case .none: "a person's step"
        case .change: "it changes the system: a diagnosis only reads"
        case .destroy: "it destroys something: a diagnosis only reads"
        case .unknown: "its effect is not known: a diagnosis runs only what is known to read"
        }
    }
}
