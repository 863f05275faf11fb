import Safety
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct DocumentationTests {
    @Test("The page of safety rules is current; RENEW=1 make test-unit ONLY=DocumentationTests renews it")
    func documentation() throws {
        let path = Checkout.root + "/docs/safety-rules.md"
        if ProcessEnvironment.snapshot()["RENEW"] == "1" { try AtomicFile.replace(path, with: Array(SafetyDocumentation.markdown().utf8)) }
        #expect(String(decoding: try Files.read(path), as: UTF8.self) == SafetyDocumentation.markdown())
    }

    @Test(
        "Every rule has its section, and says where it comes from, what it reads and what it refuses", arguments: SafetyRule.all.map(\.id))
    func sections(id: String) throws {
        let rule = try #require(SafetyRule.all.first { $0.id == id })
        let page = SafetyDocumentation.markdown()
        #expect(page.contains("\n## \(id)\n"))
        for text in [rule.sentence, rule.source, rule.reads, rule.refuses, rule.accepted.title, rule.refused.title] {
            #expect(!text.isEmpty)
            #expect(page.contains(text))
        }
    }
}
