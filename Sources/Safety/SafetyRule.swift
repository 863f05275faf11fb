public import Runbook

/// A rule that a change must pass. The runbook states three of them; the others follow from how the program works.
///
/// What is here tells which steps a rule is about, so that `show` and `explain` can say it. The judgement itself is `Policy`'s.
public struct SafetyRule: Sendable {
    /// A stable name: it stands in documents and exit messages.
    public let id: String
    /// What it demands, in one sentence.
    public let sentence: String
    /// Whether a step of this incident is its business.
    let concerns: @Sendable (Step, Incident) -> Bool
    /// Words that a runbook's own sentence must have to be this rule.
    let words: [String]

    public func applies(to step: Step, of incident: Incident) -> Bool { concerns(step, incident) }
}

extension SafetyRule {
    /// All rules, in the order of the design.
    public static let all: [SafetyRule] = [
        writesNeverBlocked, flagsOffUnlessSmoke, invalidEnvelopeIsIntegrity, attestBeforeSync, evidenceBeforeLoss, backupBeforeRestore,
        oneResponder, noJournalNoChange, unknownEffectAsks,
    ]

    public static func applying(to step: Step, of incident: Incident) -> [SafetyRule] { all.filter { $0.applies(to: step, of: incident) } }

    /// The rule that a sentence of a runbook states, or nil when none of ours does.
    public static func stating(_ sentence: String) -> SafetyRule? {
        let text = sentence.lowercased()
        return all.first { rule in !rule.words.isEmpty && rule.words.allSatisfy(text.contains) }
    }
}

extension Effect {
    /// Whether anything may be different afterwards, as far as is known.
    public var mayChange: Bool { self == .change || self == .destroy || self == .unknown }
}
