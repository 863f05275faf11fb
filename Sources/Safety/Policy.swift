public import Planning
internal import Runbook

/// Decides what of a plan may be run. Pure: plan and facts in, decision out.
public struct Policy: Sendable {
    /// Of each rule only this: a rule with its examples is much to copy, for every step.
    private let judges: [(id: String, judge: @Sendable (Judged) -> Objection?)]

    /// The policy of all rules: outside this module there is no other.
    public init() { self.init(rules: SafetyRule.all) }

    /// The proof leaves a rule out to see that it is missed.
    init(rules: [SafetyRule]) { judges = rules.map { ($0.id, $0.judge) } }

    /// Judges every step by every rule.
    public func decide(_ plan: Plan, _ facts: Facts) -> Decision {
        Decision(
            plan: plan, facts: facts,
            steps: plan.steps.enumerated().map { index, step in
                guard let change = step.change else { return look(step) }
                let judged = Judged(plan: plan, index: index, step: step, change: change, facts: facts)
                return self.change(
                    step, change, judges.map { Judgement(rule: $0.id, step: step.id, objection: $0.judge(judged)) })
            })
    }

    /// What the rules have against sending events at all, whatever each of them is like: the one rule that looks into them is not asked. It is
    /// to be shown, and approves nothing.
    public func decideAsAWhole(_ plan: Plan, _ facts: Facts) -> Decision {
        var decision = Policy(rules: SafetyRule.all.filter { $0.id != SafetyRule.invalidEnvelopeIsIntegrity.id }).decide(plan, facts)
        decision.isAsAWhole = true
        return decision
    }

    /// The plan, approved: every demand of the decision is answered, and nothing in it is refused.
    ///
    /// Throws: `PolicyRefusal`.
    public func approve(_ decision: Decision, _ approvals: [Approval]) throws(PolicyRefusal) -> ApprovedPlan {
        guard !decision.isRefused, !decision.isAsAWhole else { throw .rules(decision.refusals) }
        let planHash = decision.planHash
        guard approvals.allSatisfy({ $0.planHash == planHash }) else { throw .otherPlan }
        let missing = decision.demands.filter { demand in !approvals.contains { $0.answers == demand } }
        guard missing.isEmpty else { throw .missing(missing) }
        return ApprovedPlan(
            allowed: decision.plan.steps, withheld: [], planHash: planHash,
            approvals: approvals.filter { decision.demands.contains($0.answers) })
    }

    /// What changes nothing needs nobody's word, unless it only seems to.
    private func look(_ step: PlannedStep) -> StepDecision {
        let effects = Policy.effects(of: step)
        if Policy.want(of: step) == nil, effects.allSatisfy({ $0 == .read }) { return StepDecision(step, .allowed, nil, "it only reads") }
        if effects.allSatisfy({ $0 == .none }) {
            return StepDecision(step, .allowed, nil, step.isAsked ? "a person's step" : "nothing to do")
        }
        let objection = Objection(
            Policy.want(of: step) ?? "it is not proved to read, and no rule can look at it as a change",
            hint: "See how it was read: jarvis-ops explain \(step.id)")
        return StepDecision(
            step, .refused, nil, objection.because, [Judgement(rule: SafetyRule.unknownEffectAsks.id, step: step.id, objection: objection)])
    }

    private func change(_ step: PlannedStep, _ change: Change, _ judgements: [Judgement]) -> StepDecision {
        let objections = judgements.compactMap(\.objection)
        let (demand, because) = demand(step, change, objections)
        if let refusal = objections.first(where: { $0.demand == .refuses }) {
            return StepDecision(step, .refused, demand, refusal.because, judgements)
        }
        let verdict: StepDecision.Verdict =
            switch demand {
            case nil: .allowed
            case .changes?: .needsApproval
            case .confirmation(let name)?: .needsConfirmation(name)
            }
        return StepDecision(step, verdict, demand, because, judgements)
    }

    /// Whose word it takes, and why.
    private func demand(_ step: PlannedStep, _ change: Change, _ objections: [Objection]) -> (ApprovalDemand?, String) {
        if change.isAlreadySo { return (nil, change.already) }
        if step.history == .done { return (nil, "it was done before") }
        if let name = change.confirmation { return (.confirmation(name), "its name must be given") }
        if step.history == .uncertain { return (.confirmation(step.id), "it was begun before, and how it ended is not known") }
        if let objection = objections.first(where: { $0.demand == .wantsConfirmation }) {
            return (.confirmation(step.id), objection.because)
        }
        if Policy.effects(of: step).contains(.destroy) { return (.confirmation(step.id), "it destroys something") }
        return (.changes, "it changes the system")
    }
}

extension StepDecision {
    fileprivate init(
        _ step: PlannedStep, _ verdict: Verdict, _ demand: ApprovalDemand?, _ because: String, _ judgements: [Judgement] = []
    ) {
        self.init(step: step, verdict: verdict, demand: demand, because: because, judgements: judgements)
    }
}

/// Why a plan was not approved.
public enum PolicyRefusal: Error, Sendable {
    case rules([Judgement])
    case missing([ApprovalDemand])
    /// An approval was given for another plan.
    case otherPlan
}
