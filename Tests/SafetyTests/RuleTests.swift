import MarkdownKit
import Safety
import TestSupport
import Testing

@testable import Runbook

private let span = SourceSpan(line: 1, column: 1, endLine: 1)

func makeStep(_ action: Action, _ effect: Effect, suggestion: Suggestion? = nil) -> Step {
    var step = Step(id: "a/1", number: 1, title: "t", text: "t", action: action, effect: effect, span: span)
    step.suggestion = suggestion
    return step
}

private func rules(_ action: Action, _ effect: Effect, suggestion: Suggestion? = nil, in incident: String = "api-unresponsive") -> Set<
    String
> {
    Set(
        SafetyRule.applying(to: makeStep(action, effect, suggestion: suggestion), of: Incident(id: incident, title: "", span: span)).map(
            \.id))
}

@Suite(.ownThread) struct RuleTests {
    @Test("Every rule has an id of its own and a sentence")
    func ids() {
        #expect(SafetyRule.all.count == 11)
        #expect(Set(SafetyRule.all.map(\.id)).count == 11)
        #expect(SafetyRule.all.allSatisfy { $0.sentence.hasSuffix(".") })
    }

    @Test("A reading step, and a person's, are no rule's business", arguments: ["mesh", "memory-leak"])
    func reading(incident: String) {
        #expect(rules(.compose(argv: ["docker-compose", "ps"]), .read, in: incident).isEmpty)
        #expect(rules(.manual, .none, in: incident).isEmpty)
    }

    @Test("A restart is a change that loses evidence; in the mesh's incident it must not block writes")
    func restart() {
        let argv = Action.compose(argv: ["docker-compose", "restart", "jarvis-api"])
        let change: Set = ["evidence-before-loss", "own-containers", "one-responder", "no-journal-no-change"]
        #expect(rules(argv, .change) == change)
        #expect(rules(argv, .change, in: "mesh") == change.union(["writes-never-blocked"]))
        #expect(rules(.compose(argv: ["docker-compose", "pull"]), .change) == ["one-responder", "no-journal-no-change"])
    }

    @Test("A flush and a step of unknown effect lose evidence; the unknown one asks")
    func loss() {
        let flush = rules(.redis(arguments: ["FLUSHDB"], options: []), .destroy)
        #expect(flush == ["evidence-before-loss", "one-responder", "no-journal-no-change"])
        #expect(rules(.python(code: "x"), .unknown) == flush.union(["unknown-effect-asks"]))
    }

    @Test("A mesh flag is guarded wherever it is set; another variable is not", arguments: ["mesh", "high-latency"])
    func flags(incident: String) {
        for name in ["JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED"] {
            #expect(
                rules(.flag(name: name, value: "1"), .change, in: incident).isSuperset(of: [
                    "flags-off-unless-smoke", "attest-before-sync",
                ]))
        }
        #expect(
            rules(.flag(name: "LOG_LEVEL", value: "debug"), .change, in: incident).isDisjoint(with: [
                "flags-off-unless-smoke", "attest-before-sync",
            ]))
    }

    @Test("A retry may meet an invalid envelope")
    func retry() {
        #expect(rules(.outbox(.retry(limit: 5)), .change, in: "mesh").contains("invalid-envelope-is-integrity"))
        #expect(!rules(.outbox(.status), .read, in: "mesh").contains("invalid-envelope-is-integrity"))
    }

    @Test("A person's step that the program offers to take is under the rules of what it offers")
    func suggestions() {
        let restore = Suggestion(action: .named(.restoreDatabase), effect: .destroy, target: nil)
        let expected: Set = ["backup-before-restore", "evidence-before-loss", "one-responder", "no-journal-no-change"]
        #expect(rules(.manual, .none, suggestion: restore) == expected)
        #expect(rules(.named(.restoreDatabase), .destroy) == expected)
        #expect(rules(.named(.backupDatabase), .change) == ["one-responder", "no-journal-no-change"])
    }

    @Test(
        "A runbook's sentence is known by what it says",
        arguments: [
            ("Never block user-facing memory writes, whatever the mesh does", "writes-never-blocked"),
            ("User writes must not be held up by the mesh.", "writes-never-blocked"),
            ("In production the mesh flags stay off until the smoke checks have passed", "flags-off-unless-smoke"),
            ("An event marked `invalid_envelope` is a matter of data integrity", "invalid-envelope-is-integrity"),
            ("Events with an invalid envelope are never committed", "invalid-envelope-is-integrity"),
            ("Switch attestation off first, then sync", "attest-before-sync"),
        ])
    func stated(sentence: String, id: String) { #expect(SafetyRule.stating(sentence)?.id == id) }

    @Test(
        "Other sentences state no rule",
        arguments: ["", "Call the lead", "Unblock the writer", "Keep an eye on smoke", "Check the envelope"])
    func notStated(sentence: String) { #expect(SafetyRule.stating(sentence) == nil) }
}
