internal import Planning
internal import Runbook

extension SafetyRule {
    /// The runbook's third mesh safety rule. What was not validated counts as invalid.
    static let invalidEnvelopeIsIntegrity = SafetyRule(
        id: "invalid-envelope-is-integrity",
        sentence: "An event with an invalid envelope is never published or committed; it is raised as a data-integrity event.",
        source: """
            Mesh, Safety Rules 3: "An `invalid_envelope` is a data-integrity event: look into it, and never commit it automatically."
            """,
        reads: "the outbox: which events are recorded `invalid_envelope`, and which waiting ones passed validation",
        refuses: "sending an event that did not pass validation; Jarvis's own retry, which publishes before it validates",
        concerns: { step, _ in step.possibleActions.contains { if case .outbox(.retry) = $0 { true } else { false } } },
        words: [["invalid"], ["envelope"]],
        judge: { judged in
            switch judged.change.operation {
            case .send(let event):
                if judged.facts.outbox.invalid.contains(event) {
                    return Objection(
                        "event \(event) is invalid: that is a matter of data integrity, and it is not sent",
                        hint: "Look into it: jarvis-ops mesh tail; then: jarvis-ops mesh acknowledge EVENT --reason TEXT")
                }
                return judged.facts.outbox.valid.contains(event)
                    ? nil : Objection("event \(event) has not passed validation", hint: "See why: jarvis-ops mesh retry --dry-run")
            case .runbook(.outbox(.retry)):
                return Objection("Jarvis's own retry publishes before it validates", hint: "Use: jarvis-ops mesh retry")
            default: return nil
            }
        },
        accepted: RuleExample(
            "A waiting event that passed validation is sent.",
            Examples.steps("mesh", [("mesh/retry.e1", .change, .send(event: "e1"))]),
            Examples.facts(sync: true) {
                $0.outbox.pendingPublish = ["e1"]
                $0.outbox.valid = ["e1"]
            }),
        refused: RuleExample(
            "A waiting event whose envelope was changed is to be sent.",
            Examples.steps("mesh", [("mesh/retry.e1", .change, .send(event: "e1"))]),
            Examples.facts(sync: true) {
                $0.outbox.pendingPublish = ["e1"]
                $0.outbox.invalid = ["e1"]
            }))
}
