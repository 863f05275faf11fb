internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// Unknown is dangerous.
    static let unknownEffectAsks = SafetyRule(
        id: "unknown-effect-asks",
        sentence: "A step whose effect could not be classified is handled as one that destroys.",
        source: "No runbook states it. What could not be read may do anything.",
        reads: "the effect of the step, and of the runbook's step behind it",
        refuses: "nothing outright: the step's name must be typed, or given with --confirm; --yes is not enough",
        concerns: { step, _ in step.possibleEffects.contains(.unknown) },
        words: [],
        judge: { judged in
            guard judged.step.effect == .unknown || judged.step.step?.effect == .unknown else { return nil }
            return Objection("its effect is not known", demand: .wantsConfirmation)
        },
        accepted: RuleExample(
            "A change that is understood needs no name.",
            Examples.flags([.attestation], isOn: false, Examples.bothOn), Examples.bothOn),
        refused: RuleExample(
            "Code that was not understood.",
            Examples.steps("memory-leak", [("memory-leak/x", .unknown, .runbook(.python(code: "import gc; gc.collect()")))]),
            Examples.facts { $0.capturable = [] }))
}
