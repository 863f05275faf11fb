import Mesh
import Planning
import Runbook
import Testing

@testable import Safety

/// A plan among facts, and what one rule says of it.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let title: String
    let plan: Plan
    let facts: Facts
    /// The rule's first objection, word for word; nil when it has none.
    let objection: String?

    var testDescription: String { title }

    init(_ title: String, _ plan: Plan, _ facts: Facts, _ objection: String? = nil) {
        self.title = title
        self.plan = plan
        self.facts = facts
        self.objection = objection
    }

    /// What `mesh enable` or `mesh disable` would plan there.
    init(_ title: String, _ flags: Set<MeshFlag>, isOn: Bool, _ facts: Facts, _ objection: String? = nil) {
        self.init(title, Examples.flags(flags, isOn: isOn, facts), facts, objection)
    }

    /// Single changes, as a planner that keeps nothing would put them.
    init(
        _ title: String, _ subject: String, _ changes: [(Effect, Operation)], _ facts: Facts = Examples.facts(), _ objection: String? = nil
    ) {
        let steps = changes.enumerated().map { (id: "\(subject)/\($0.offset + 1)", effect: $0.element.0, operation: $0.element.1) }
        self.init(title, Examples.steps(subject, steps), facts, objection)
    }

    /// Judges the plan by that rule alone.
    func check(_ rule: SafetyRule) {
        let said = Policy(rules: [rule]).decide(plan, facts).steps.flatMap(\.judgements).compactMap(\.objection)
        for objection in said where objection.demand == .refuses {
            #expect(objection.hint?.isEmpty == false, "no hint: \(objection.because)")
        }
        // How a change that writes no flag would turn it on stands before the condition (`turningOn`).
        let because = said.first?.because
        #expect(because == objection || objection.map { because?.hasSuffix(": \($0)") == true } == true)
    }
}

func compose(_ words: String) -> Operation { .runbook(.compose(argv: words.split(separator: " ").map(String.init))) }

func set(_ flag: MeshFlag, _ value: String?) -> Operation { .setVariable(name: flag.variable, value: value) }

func setLegacy(_ flag: MeshFlag, _ value: String?) -> Operation { .setVariable(name: flag.legacyVariable, value: value) }
