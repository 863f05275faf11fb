import TestSupport
import Testing

@testable import Runbook

/// Whole small runbooks, and all that is read of them.
@Suite(.ownThread) struct WrittenShapeTests {
    @Test("What was misread once is read", arguments: WrittenShape.misread)
    func misread(shape: WrittenShape) { #expect(shape.isRead == shape.read) }

    @Test("Shapes of runbooks", arguments: WrittenShape.more)
    func more(shape: WrittenShape) { #expect(shape.isRead == shape.read) }

    @Test("Every promised name is its part, in any dress", arguments: WrittenShape.promised)
    func promised(name: String, part: String) throws {
        for dress in [name, name.uppercased(), "3. \(name)", "🛠 \(name):", "\(name) (5 minutes)"] {
            let text = "# A\n\n## Symptoms\n- x\n\n## Fix\n1. y\n\n## \(dress)\n- Look: `ls b`\n"
            let incident = try #require(Runbook.of(text).incidents.first)
            #expect(Runbook.of(text).incidents.count == 1, "\(dress)")
            #expect(incident.symptoms.contains { $0.text.contains("ls b") } == (part == "symptoms"), "\(dress)")
            let step = incident.steps.first { $0.line == "ls b" }?.id.split(separator: "/").last?.split(separator: ".").first
            #expect(step.map(String.init) ?? "" == (part == "symptoms" ? "" : part), "\(dress)")
        }
    }

    @Test("Nothing is said of a severity that nobody wrote")
    func silence() {
        let findings = Lint.findings(Runbook.of("# A\n\n## Symptoms\n- x\n\n## Fix\n1. Ask\n"))
        #expect(!findings.contains { $0.rule.contains("severity") }, "\(findings)")
    }
}
