public import Planning
public import Runbook

/// A rule that a change must pass. The runbook states some of them; the others follow from how the program works.
///
/// A rule is pure: a plan and measured facts in, an objection or none out. What it says about itself is shown by `explain` and makes
/// up `docs/safety-rules.md`; its two examples are run by the tests.
public struct SafetyRule: Sendable {
    /// A stable name: it stands in documents and exit messages.
    public let id: String
    /// What it demands, in one sentence.
    public let sentence: String
    /// Where it comes from: the runbook's own sentence and its place, or the reason when no runbook states it.
    public let source: String
    /// The facts that it looks at, for people.
    public let reads: String
    /// What it refuses, for people.
    public let refuses: String
    /// Whether a step of this incident is its business.
    let concerns: @Sendable (Step, Incident) -> Bool
    /// What a runbook's own sentence must say to be this rule: of each group the beginning of one word. Empty when no runbook
    /// states it.
    let words: [[String]]
    let judge: @Sendable (Judged) -> Objection?
    public let accepted: RuleExample
    public let refused: RuleExample

    public func applies(to step: Step, of incident: Incident) -> Bool { concerns(step, incident) }
}

/// A change in its plan, among the facts: what a rule is shown.
struct Judged {
    let plan: Plan
    /// The place of the step in the plan.
    let index: Int
    let step: PlannedStep
    let change: Change
    let facts: Facts

    /// The steps before this one.
    var earlier: ArraySlice<PlannedStep> { plan.steps.prefix(index) }
}

/// What a rule has against a change.
public struct Objection: Sendable, Hashable {
    public enum Demand: Sendable, Hashable {
        /// Nothing helps but another plan or other facts.
        case refuses
        /// A person must type the step's name.
        case wantsConfirmation
    }

    public let demand: Demand
    /// One sentence for people, without a full stop.
    public let because: String
    /// What to do instead; nil when there is nothing.
    public let hint: String?

    init(_ because: String, hint: String? = nil, demand: Demand = .refuses) {
        self.demand = demand
        self.because = because
        self.hint = hint
    }
}

/// A plan among facts, for the documentation and the tests.
public struct RuleExample: Sendable {
    /// What it shows, for people.
    public let title: String
    public let plan: Plan
    public let facts: Facts

    init(_ title: String, _ plan: Plan, _ facts: Facts) {
        self.title = title
        self.plan = plan
        self.facts = facts
    }
}

extension SafetyRule {
    /// All rules, in the order of the design.
    public static let all: [SafetyRule] = [
        writesNeverBlocked, flagsOffUnlessSmoke, invalidEnvelopeIsIntegrity, attestBeforeSync, evidenceBeforeLoss, backupBeforeRestore,
        oneInstance, ownContainers, oneResponder, noJournalNoChange, unknownEffectAsks,
    ]

    public static func applying(to step: Step, of incident: Incident) -> [SafetyRule] { all.filter { $0.applies(to: step, of: incident) } }

    /// The rule that a sentence of a runbook states, or nil when none of ours does.
    public static func stating(_ sentence: String) -> SafetyRule? {
        let spoken = sentence.lowercased().split { !$0.isLetter && !$0.isNumber }
        return all.first { rule in
            !rule.words.isEmpty && rule.words.allSatisfy { group in spoken.contains { word in group.contains(where: word.hasPrefix) } }
        }
    }
}
