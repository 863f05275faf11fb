internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// Every change is made under one lock on the Jarvis directory.
    static let oneResponder = SafetyRule(
        id: "one-responder",
        sentence: "Two responders never change the same Jarvis at the same time.",
        source: "No runbook states it. Two people woken by the same page would undo each other's steps.",
        reads: "who holds the lock on the Jarvis directory",
        refuses: "every change while somebody else holds the lock, or while that cannot be seen (exit code 75)",
        concerns: { step, _ in step.mayChange },
        words: [],
        judge: { judged in
            switch judged.facts.lock {
            case .free, .ours: nil
            case .held(let holder): Objection("another responder is at work: \(holder)", hint: "Speak to them, or try again later.")
            case .unknown(let why):
                Objection("whether another responder is at work cannot be seen: \(why)", hint: "See what is in the way: jarvis-ops doctor")
            }
        },
        accepted: RuleExample(
            "Nobody holds the lock.", Examples.flags([.attestation], isOn: false, Examples.bothOn), Examples.bothOn),
        refused: RuleExample(
            "A colleague holds it.", Examples.flags([.attestation], isOn: false, Examples.bothOn),
            Examples.bothOn.with { $0.lock = .held(by: "ada on web-1, process 4711, mesh retry") }))
}
