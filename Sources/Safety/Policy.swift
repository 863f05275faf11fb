public import Planning
internal import Runbook

/// Decides what of a plan may be run. A pure function: facts in, decision out.
public enum Policy {
    /// A diagnosis only looks: whatever is not proved to be reading is withheld, and no approval can change that here.
    public static func approveReading(_ plan: Plan) -> ApprovedPlan {
        var allowed: [PlannedStep] = []
        var withheld: [WithheldStep] = []
        for step in plan.steps {
            let effect = effect(of: step)
            if effect == .read, step.probe != nil, (step.step?.effect ?? .read) == .read, step.effect == .read {
                allowed.append(step)
            } else {
                withheld.append(WithheldStep(step: step, because: reason(effect)))
            }
        }
        return ApprovedPlan(allowed: allowed, withheld: withheld)
    }

    /// What the plan says is not enough: the runbook's step behind it, and the request it would send, must read too. The most
    /// dangerous of these counts.
    private static func effect(of step: PlannedStep) -> Effect {
        var effect = step.effect
        if let own = step.step?.effect { effect = effect.combined(with: own) }
        if case .http(let request)? = step.probe, !["GET", "HEAD"].contains(request.method.uppercased()) || request.body != nil {
            effect = effect.combined(with: .unknown)
        }
        return effect
    }

    private static func reason(_ effect: Effect) -> String {
        switch effect {
        case .read: "no probe can measure it"
        case .none: "a person's step"
        case .change: "it changes the system: a diagnosis only reads"
        case .destroy: "it destroys something: a diagnosis only reads"
        case .unknown: "its effect is not known: a diagnosis runs only what is known to read"
        }
    }
}
