import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct LintTests {
    @Test("Rules have ids of their own, in order, and say everything about themselves")
    func rules() {
        let ids = Lint.rules.map(\.id)
        #expect(ids == Set(ids).sorted())
        #expect(Set(ids).isDisjoint(with: ReaderFinding.all.map(\.id)))
        for rule in Lint.rules {
            #expect(rule.summary.hasSuffix("."), "\(rule.id)")
            #expect(rule.explanation.hasSuffix("."), "\(rule.id)")
        }
    }

    @Test("What a rule's page shows as wrong is found, and what it shows instead is not", arguments: Lint.rules.map(\.id))
    func examples(id: String) throws {
        let rule = try #require(Lint.rules.first { $0.id == id })
        func count(_ text: String) -> Int {
            // Examples leave the heading out where it says nothing.
            let isWhole = text.hasPrefix("#") && id != "rule-not-enforced" || text.hasPrefix("|")
            return rule.check(.of(isWhole ? text : "## Queue Stuck\n\n" + text), .poor).count
        }
        #expect(count(rule.example) == 1)
        #expect(count(rule.instead) == 0)
    }

    @Test("The page of lint rules is current; print LintDocumentation.markdown() to renew it")
    func documentation() throws {
        #expect(String(decoding: try Checkout.read("docs/lint-rules.md"), as: UTF8.self) == LintDocumentation.markdown())
    }

    @Test(
        "Everything the reader reports is on the page, at the level it says",
        arguments: [
            ("byte-order-mark", Array("\u{FEFF}# A\n".utf8)), ("empty-runbook", []),
            ("incident-without-part", Array("### 1. A (Low)\n".utf8)),
            ("fence-not-run", Array("### 1. A (Low)\n\n**Fix:**\n\nNever run this:\n```sh\nls\n```\n".utf8)),
            ("invalid-utf8", [0x41, 0xFF, 0x0A]), ("nested-too-deep", Array(String(repeating: ">", count: 200).utf8) + Array(" a\n".utf8)),
            ("nul-byte", [0x41, 0x00, 0x0A]),
            ("unknown-attribute", Array("### 1. A (Low)\n\n**Fix:**\n```bash {colour=red}\nls\n```\n".utf8)),
            ("unknown-duration", Array("| Severity | Response Time | Escalation |\n|---|---|---|\n| Low | soon | Ticket |\n".utf8)),
        ] as [(String, [UInt8])])
    func reader(id: String, bytes: [UInt8]) throws {
        let documented = try #require(ReaderFinding.all.first { $0.id == id })
        #expect(Lint.findings(RunbookReader.read(bytes)).filter { $0.rule == id }.map(\.level) == [documented.level])
        #expect(LintDocumentation.markdown().contains("\n## \(id)\n"))
    }

    @Test("Findings come in the order of the text, the reader's among them, and always the same")
    func order() {
        let text = "\u{FEFF}### 2. A (Urgent)\n\n**Diagnosis:**\n```bash {colour=red}\ncurl http://localhost:1/ -w @x\n```\n"
        let found = Lint.findings(.of(text), .poor)
        #expect(
            found.map(\.place) == [
                "1:1 note byte-order-mark", "1:4 warning unknown-severity", "4:1 warning unknown-attribute", "5:1 warning hard-coded-path",
                "5:1 warning http-without-deadline", "5:1 warning missing-helper-file",
            ])
        #expect(Lint.findings(.of(text), .poor) == found)
    }

    @Test("Without a context nothing is said about files and enforced rules")
    func textOnly() {
        let text = "## Mesh\n\n### Safety Rules\n1. Take care.\n\n### Diagnosis\n```bash\nbash nowhere.sh\n```\n"
        #expect(Lint.findings(.of(text)).map(\.rule) == ["unclassified-step"])
    }
}
