import Planning
import TestSupport
import Testing

@testable import Safety

@Suite(.ownThread) struct ExampleTests {
    @Test("A rule's accepted example is objected to by no rule", arguments: SafetyRule.all.map(\.id))
    func accepted(id: String) throws {
        let rule = try #require(SafetyRule.all.first { $0.id == id })
        #expect(objecting(rule.accepted).isEmpty)
    }

    @Test("A rule's refused example is objected to by that rule and no other", arguments: SafetyRule.all.map(\.id))
    func refused(id: String) throws {
        let rule = try #require(SafetyRule.all.first { $0.id == id })
        #expect(objecting(rule.refused) == [id])
        let decision = Policy().decide(rule.refused.plan, rule.refused.facts)
        #expect(decision.isRefused == (id != "unknown-effect-asks"))
    }

    private func objecting(_ example: RuleExample) -> Set<String> {
        Set(Policy().decide(example.plan, example.facts).steps.flatMap(\.judgements).filter { $0.objection != nil }.map(\.rule))
    }
}
