import JSONKit
import Journal
import MarkdownKit
import SystemKit
import TestSupport
import Testing

@testable import Reporting

/// Everything that the journal quotes was written by others: services, event ids, reasons that somebody typed.
@Suite(.ownThread) struct HostileTextTests {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "</style><script>", "]]></failure><x/>",
        "a | b | c", "`code` ``more`` ```", "*bold* _em_ ~~gone~~ **b", "[click](https://example.com/?a=b&c=d) ![i](x.png)",
        "https://example.com/x",
        "www.example.com", "<https://example.com>", "line one\nline two\r\n# heading\n- item", "\\| \\` \\\\", "&lt;b&gt; &amp; &#60;",
        "$x$ $$y$$",
        "\u{0}\u{1}\u{B}\u{1B}[31mred\u{9B}31m", "\u{202E}desrever\u{2066}", "\u{FFFE}\u{FFFF}\u{FEFF}", "# one", "1. one", "- [x] done",
        "> quote",
        "| --- | --- |", "    indented", "a\tb", "", "🙂 ünïcödé ﷽", "-->", "{{template}} ${shell} %s", "@channel #1",
        String(repeating: "x", count: 5000),
    ]

    /// A run in which that text stands wherever one can.
    static func report(_ text: String) throws -> IncidentReport {
        var rows = Rows()
        rows.add(
            .runs, "began",
            [
                "command": text.json, "subject": "api-unresponsive", "kind": "change", "directory": text.json,
                "by": ["user": text.json, "host": text.json, "tty": text.json],
            ])
        rows.look(text, "unhealthy", text, Sample.sampleOfAPI([1, 2]))
        rows.look(
            "check/rate-limits", "ok", text,
            ["keys": [["provider": text.json, "ttl_ms": 5000], ["provider": (text + "2").json, "ttl_ms": 100]]])
        rows.look("check/memory", "ok", text, ["source": text.json, "times_ms": [0, 1], "resident_bytes": [1, 2]])
        rows.verdict("api-unresponsive", "confirmed", [(text, "present"), (text, text)], because: text)
        rows.verdict(text, text, [(text, "unknown")], because: text)
        rows.add(
            .decisions, "decided", step: text,
            ["verdict": text.json, "because": text.json, "rules": [["rule": text.json, "because": text.json]]])
        rows.add(
            .approvals, "given",
            ["id": text.json, "name": text.json, "means": text.json, "user": text.json, "host": text.json, "tty": text.json])
        rows.step("a/" + text, "intended", ["title": text.json])
        rows.step(
            "a/" + text, "failed",
            [
                "title": text.json, "because": text.json, "word": text.json, "reason": text.json,
                "by": ["person": true, "user": text.json, "host": text.json],
            ])
        rows.add(.runs, "ended", ["outcome": text.json, "exit_code": 1])
        return try #require(Sample.report(rows) { $0.journalWarning = text })
    }

    @Test("A page stays a page: nothing of it runs, loads, links or closes what it did not open", arguments: texts)
    func html(text: String) throws {
        try Fixture.with { fixture in
            let page = try ReportChecks.page(HTMLReport.text(try HostileTextTests.report(text)), in: fixture)
            #expect(page.faults.isEmpty)
            // What can be shown as it is stands there as it is.
            if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { #expect(page.text.contains(text)) }
        }
    }

    @Test(
        "Markdown stays the document it was: the same headings and tables, no HTML, and each cell the text itself",
        arguments: texts.filter { !$0.isEmpty })
    func markdown(text: String) throws {
        let source = MarkdownReport.text(try HostileTextTests.report(text))
        let parsed = parse(source)
        #expect(shape(parsed) == shape(parse(MarkdownReport.text(try HostileTextTests.report("plain")))))
        #expect(inlines(parsed.blocks).allSatisfy { $0.kind != .html })
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) {
            #expect(inlines(parsed.blocks).map(\.text).joined().contains(text))
        }
        #expect(!source.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202E })
    }

    @Test("Addresses do not become links by themselves")
    func links() {
        #expect(MarkdownText.escape("https://e.com www.e.com [a](b)") == "https\\://e.com www\\.e.com \\[a\\](b)")
    }

    private func parse(_ text: String) -> MarkdownDocument { MarkdownParser.parse(Array(text.utf8)) }

    private func inlines(_ blocks: [MarkdownBlock]) -> [MarkdownInline] { blocks.flatMap { $0.inlines + inlines($0.children) } }

    /// Kinds of blocks and their numbers of children, outermost first.
    private func shape(_ document: MarkdownDocument) -> [String] {
        func lines(_ block: MarkdownBlock, _ depth: Int) -> [String] {
            ["\(depth) \(name(block.kind))"] + block.children.flatMap { lines($0, depth + 1) }
        }
        return document.blocks.flatMap { lines($0, 0) }
    }

    private func name(_ kind: MarkdownBlock.Kind) -> String { String("\(kind)".prefix { $0 != "(" }) }

    @Test("JUnit's XML is valid by its schema, whatever characters there are", arguments: texts)
    func junit(text: String) throws {
        let xml = JUnitReport.text(try HostileTextTests.report(text))
        #expect(try Sample.junitFaults(xml) == "")
        #expect(!xml.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0xFFFE || $0.value == 0xFFFF })
    }

    @Test("JSON keeps every text as it is", arguments: texts)
    func json(text: String) throws {
        let document = try JSONReader().read(JSONWriter.pretty.text(ReportJSON.document(try HostileTextTests.report(text))))
        #expect(document["command"]?.text == text && document["steps"]?[0]?["reason"]?.text == text)
    }

    @Test(
        "Code in Markdown is what it was, in a table and outside of one",
        arguments: ["`", "``a`", "a|b", "a\\|b", " a ", "`a` b", "|", "\\"])
    func code(text: String) throws {
        let line = MarkdownText.code(text, isInTable: false)
        let table = "| a |\n| --- |\n| \(MarkdownText.code(text, isInTable: true)) |\n"
        for source in ["x " + line + " y\n", table] {
            #expect(inlines(parse(source).blocks).filter { $0.kind == .code }.map(\.text) == [text], "\(source)")
        }
    }
}
