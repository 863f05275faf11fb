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
    /// What a runbook's own sentence must say to be this rule: of each group the beginning of one word. Empty when no runbook
    /// states it.
    let words: [[String]]

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
        let spoken = sentence.lowercased().split { !$0.isLetter && !$0.isNumber }
        return all.first { rule in
            !rule.words.isEmpty && rule.words.allSatisfy { group in spoken.contains { word in group.contains(where: word.hasPrefix) } }
        }
    }
}

extension Effect {
    /// Whether anything may be different afterwards, as far as is known.
    public var mayChange: Bool { self == .change || self == .destroy || self == .unknown }
}

extension Step {
    /// What the step does, and what the program would offer to do in its place: a rule looks at both.
    var possibleActions: [Action] { [action] + (suggestion.map { [$0.action] } ?? []) }
    var possibleEffects: [Effect] { [effect] + (suggestion.map { [$0.effect] } ?? []) }
    var mayChange: Bool { possibleEffects.contains(where: \.mayChange) }

    /// Whether it sets one of the mesh's flags, by the present or the older name.
    var setsMeshFlag: Bool {
        possibleActions.contains { action in
            if case .flag(let name, _) = action { name.hasPrefix("JARVIS_USE_MESH_") || name.hasPrefix("JARVIS_MESH_") } else { false }
        }
    }
}
