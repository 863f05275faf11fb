import TestSupport
import Testing

@testable import Runbook

/// Headings in a part: which of them are steps.
@Suite(.ownThread) struct StepWordsTests {
    private static let words = StepWords.rows.flatMap { row in row.words.map { (row.kind, $0, row.example) } }

    @Test("Each word makes its example a step, or takes it back", arguments: words)
    func word(kind: StepWords.Kind, word: String, example: String) throws {
        let heading = example.split(separator: "@", omittingEmptySubsequences: false).joined(separator: word)
        let isTakenBack = [.vague, .trial, .thing, .regular].contains(kind)
        let steps = try Meant.incident("**Resolution:**\n1. Look: `ls c`\n\n\(heading)\n```bash\ntouch b\n```\n").read
        #expect(steps.contains { $0.hasSuffix(" touch b") } == !isTakenBack, "\(heading): \(steps)")
    }

    @Test(
        "Any other heading closes the part",
        arguments: [
            "#### Background", "#### Architecture", "#### Last time", "#### Previously", "#### Old restart", "#### Nightly restart",
            "#### For development", "#### For example", "#### Example cleanup", "#### Do not restart it", "#### ~~Restart it~~",
            "#### I. Introduction", "#### What we tried", "#### Windows", "#### Expected recovery",
        ])
    func other(heading: String) throws {
        let steps = try Meant.incident("**Resolution:**\n1. Look: `ls c`\n\n\(heading)\n```bash\ntouch a\n```\n").read
        #expect(!steps.contains { $0.contains("touch a") }, "\(steps)")
    }

    @Test(
        "Beside a heading that closed the part the next one that is a step goes on with it",
        arguments: [
            ("##### Architecture", "##### Restart the broker", true), ("##### Architecture", "##### 1. More", true),
            ("##### Architecture", "###### Restart the broker", false), ("##### Never do this", "##### Restart the broker", false),
            ("**Architecture**", "**Restart the broker**", false),
        ])
    func beside(closing: String, next: String, goesOn: Bool) throws {
        let steps = try Meant.incident("#### Resolution\n\(closing)\n```bash\ntouch a\n```\n\n\(next)\n```bash\ntouch b\n```\n").read
        #expect(!steps.contains { $0.contains("touch a") })
        #expect(steps.contains { $0.hasSuffix(" touch b") } == goesOn, "\(steps)")
    }
}
