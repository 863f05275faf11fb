public import Planning

/// What `Policy` says of a plan among facts. Nobody else can make one.
public struct Decision: Sendable {
    public let plan: Plan
    public let facts: Facts
    /// One per step, in the plan's order.
    public let steps: [StepDecision]
    /// Not every rule was asked (`Policy.decideAsAWhole`).
    var isAsAWhole = false

    init(plan: Plan, facts: Facts, steps: [StepDecision]) {
        self.plan = plan
        self.facts = facts
        self.steps = steps
    }

    /// What an approval is bound to. Computed when it is asked for: it takes longer than the decision, and a refusal needs none.
    public var planHash: String { plan.sha256 }

    /// Whether any step is refused.
    public var isRefused: Bool { steps.contains { $0.verdict == .refused } }

    /// The rules that refuse, each once with its first objection, in the order of the plan.
    public var refusals: [Judgement] {
        var seen: Set<String> = []
        return steps.flatMap(\.judgements).filter { $0.objection?.demand == .refuses && seen.insert($0.rule).inserted }
    }

    /// What people must say before any of it may be done, each once; also when something is refused.
    public var demands: [ApprovalDemand] {
        var demands: [ApprovalDemand] = []
        for case let demand? in steps.map(\.demand) where !demands.contains(demand) { demands.append(demand) }
        return demands
    }
}

/// What is said of one step.
public struct StepDecision: Sendable {
    public enum Verdict: Sendable, Hashable {
        case allowed
        case needsApproval
        /// The name must be typed.
        case needsConfirmation(String)
        case refused
    }

    public let step: PlannedStep
    public let verdict: Verdict
    /// What a person must say for it; nil when nothing. A refused step has one too: it stays when what refused it has passed.
    public let demand: ApprovalDemand?
    /// One sentence for people.
    public let because: String
    /// What every rule said of it; empty for what changes nothing.
    public let judgements: [Judgement]
}

/// What one rule says of one step.
public struct Judgement: Sendable, Hashable {
    public let rule: String
    public let step: String
    /// nil when it has nothing against it.
    public let objection: Objection?

    /// It speaks of the moment and not of the plan: it passes.
    public var isCircumstance: Bool { rule == SafetyRule.oneResponder.id || isOfJournal }
    public var isOfJournal: Bool { rule == SafetyRule.noJournalNoChange.id }
    public var isOfContainers: Bool { rule == SafetyRule.ownContainers.id }
}
