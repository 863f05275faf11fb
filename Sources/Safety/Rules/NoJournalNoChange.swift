internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// What is not remembered cannot be undone.
    static let noJournalNoChange = SafetyRule(
        id: "no-journal-no-change",
        sentence: "A change whose intent cannot be written to the journal is not made.",
        source: "No runbook states it. A change that nobody recorded can neither be explained nor taken back.",
        reads: "whether the journal can be opened, written and trusted",
        refuses: "every change while it cannot (exit code 73 where it cannot be created, 77 where it does not verify until `audit adopt` "
            + "has begun a new chain, else 74); looking is never refused",
        concerns: { step, _ in step.mayChange },
        words: [],
        judge: { judged in
            switch judged.facts.journal {
            case .ready: nil
            case .cannotCreate(let why):
                Objection("there is no journal to write to: \(why)", hint: "Name a directory that may be written: JARVIS_OPS_STATE=DIR")
            case .failing(let why): Objection("the journal cannot be written: \(why)", hint: "Look at it: jarvis-ops audit verify")
            case .damaged(let why):
                Objection(
                    "the journal does not verify: \(why)",
                    hint: "A new chain after it: jarvis-ops audit adopt --reason TEXT --confirm adopt")
            }
        },
        accepted: RuleExample(
            "The journal is ready.", Examples.flags([.attestation], isOn: false, Examples.bothOn), Examples.bothOn),
        refused: RuleExample(
            "The disk is full.", Examples.flags([.attestation], isOn: false, Examples.bothOn),
            Examples.bothOn.with { $0.journal = .failing("no space left on device") }))
}
