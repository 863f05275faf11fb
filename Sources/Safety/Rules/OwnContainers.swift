internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// What is meant for one checkout must not replace another's containers, with another compose file and another `.env`.
    static let ownContainers = SafetyRule(
        id: "own-containers",
        sentence: "The containers of another Jarvis directory are never touched.",
        source: """
            No runbook states it. Two directories whose paths end in one name share a compose project: docker-compose takes the \
            containers of the one for those of the other.
            """,
        reads: "the directory that the project's containers were made from, as their labels say; whether an engine answers",
        refuses: """
            whatever makes, replaces, stops or starts containers while those of the project were made from another directory; where that \
            cannot be seen the step's name must be typed, unless the plan turns flags off
            """,
        concerns: { step, _ in
            step.mayChange && step.possibleActions.contains { Operation.runbook($0).touchesContainers }
        },
        words: [],
        judge: { judged in
            guard judged.change.operation.touchesContainers else { return nil }
            switch judged.facts.containers {
            case .ours: return nil
            case .another(let theirs, let ours):
                return Objection(
                    "the containers of this compose project belong to \(theirs), and this is \(ours): they are not touched",
                    hint: "Go on there: -C \(theirs). Or give this one a project of its own: COMPOSE_PROJECT_NAME=NAME in its .env. "
                        + "Nothing was changed.")
            case .unknown(let why):
                // Without an engine there is nothing to touch.
                guard judged.facts.service.engineAnswers, !judged.plan.turnsFlagsOff else { return nil }
                return Objection("whose containers these are cannot be seen: \(why)", demand: .wantsConfirmation)
            }
        },
        accepted: RuleExample(
            "The containers were made from this directory.", Examples.flags([.attestation], isOn: false, Examples.bothOn),
            Examples.bothOn),
        refused: RuleExample(
            "They were made from a copy of it.", Examples.flags([.attestation], isOn: false, Examples.bothOn),
            Examples.bothOn.with { $0.containers = .another(theirs: "/srv/copy/jarvis", ours: "/srv/jarvis") }))
}

extension Plan {
    /// Whether it writes flags off, and none on.
    fileprivate var turnsFlagsOff: Bool {
        let written = changes.compactMap { $0.change?.operation.flagChange }
        return !written.isEmpty && written.allSatisfy { !$0.isOn }
    }
}
