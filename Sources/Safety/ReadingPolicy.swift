public import Planning
internal import Runbook

extension Policy {
    /// A diagnosis only looks: whatever is not proved to be reading is withheld, and no approval can change that here.
    public static func approveReading(_ plan: Plan) -> ApprovedPlan {
        var allowed: [PlannedStep] = []
        var withheld: [WithheldStep] = []
        for step in plan.steps {
            let effects = effects(of: step)
            if effects.allSatisfy({ $0 == .read }), step.probe != nil, step.change == nil {
                allowed.append(step)
            } else {
                withheld.append(WithheldStep(step: step, because: want(of: step) ?? reason(effects)))
            }
        }
        return ApprovedPlan(allowed: allowed, withheld: withheld, planHash: plan.sha256)
    }

    /// What a step needs before anything can be said of it; nil for one that lacks nothing.
    static func want(of step: PlannedStep) -> String? {
        guard let needs = step.step?.needs, !needs.isEmpty else { return nil }
        let options = needs.map { "--set \($0)=VALUE" }.joined(separator: " ")
        return "it needs a value for \(needs.joined(separator: ", ")): \(options)"
    }

    /// What the plan says is not enough: the runbook's step behind it, and the request that would be sent, must read too.
    static func effects(of step: PlannedStep) -> [Effect] {
        var effects = [step.effect]
        if let own = step.step?.effect { effects.append(own) }
        if case .http(let request)? = step.probe, !["GET", "HEAD"].contains(request.method.uppercased()) || request.body != nil {
            effects.append(.unknown)
        }
        return effects
    }

    /// The most dangerous of the effects is the reason.
    private static func reason(_ effects: [Effect]) -> String {
        switch effects.reduce(Effect.none, { $0.combined(with: $1) }) {
        case .read: "no probe can measure it"
        case .none: "a person's step"
        case .change: "it changes the system: a diagnosis only reads"
        case .destroy: "it destroys something: a diagnosis only reads"
        case .unknown: "its effect is not known: a diagnosis runs only what is known to read"
        }
    }
}
