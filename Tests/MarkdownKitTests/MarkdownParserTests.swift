import MarkdownKit
import TestSupport
import Testing

@Suite(.ownThread) struct MarkdownParserTests {
    @Test("A heading has its level, its text and its place", arguments: 1...6)
    func headings(level: Int) throws {
        let block = try #require(parse("\n" + String(repeating: "#", count: level) + " Redis is full\n").first)
        #expect(block.kind == .heading(level: level))
        #expect(block.inlines == [MarkdownInline(kind: .text, text: "Redis is full", line: 2, column: level + 2)])
        #expect(block.span == SourceSpan(line: 2, column: 1, endLine: 2))
    }

    @Test("A fence keeps its text byte for byte, its info, and whether it was closed")
    func fences() {
        #expect(
            parse("```bash {name=x}\n echo  1\n\n\techo 2\n```\n").map(\.kind) == [
                .code(info: "bash {name=x}", text: " echo  1\n\n\techo 2\n", isFenced: true, isClosed: true)
            ])
        #expect(parse("~~~\nls\n").map(\.kind) == [.code(info: "", text: "ls\n", isFenced: true, isClosed: false)])
        #expect(parse("    df -h\n").map(\.kind) == [.code(info: "", text: "df -h\n", isFenced: false, isClosed: true)])
    }

    @Test("A shorter fence inside a longer one is text; the longer one closes it")
    func nestedFence() {
        #expect(
            parse("````\n```\nx\n```\n````\n").map(\.kind) == [.code(info: "", text: "```\nx\n```\n", isFenced: true, isClosed: true)])
    }

    @Test("Lists keep their first number and their items; an item holds what is indented below it")
    func lists() throws {
        let blocks = parse("3. one\n   ```\n   ls\n   ```\n4. two\n\n- a\n- b\n")
        #expect(blocks.map(\.kind) == [.list(start: 3), .list(start: nil)])
        let first = try #require(blocks.first)
        #expect(first.children.map(\.kind) == [.item, .item])
        #expect(first.children.map(\.span.line) == [1, 5])
        #expect(
            first.children.first?.children.map(\.kind) == [
                .paragraph, .code(info: "", text: "ls\n", isFenced: true, isClosed: true),
            ])
        #expect(blocks.last?.children.count == 2)
    }

    @Test("A fence that is not indented ends the list before it")
    func fenceAfterList() {
        let kinds = parse("1. one\n```\nls\n```\n2. two\n").map(\.kind)
        #expect(
            kinds == [.list(start: 1), .code(info: "", text: "ls\n", isFenced: true, isClosed: true), .list(start: 2)])
    }

    @Test("A table has a header row, rows and cells with their text")
    func tables() throws {
        let table = try #require(parse("| Level | Time |\n|---|---|\n| Critical | 15 `min` |\n").first)
        #expect(table.kind == .table)
        #expect(table.children.map(\.kind) == [.tableRow(isHeader: true), .tableRow(isHeader: false)])
        let texts = table.children.map { row in row.children.map { cell in cell.inlines.map(\.text).joined() } }
        #expect(texts == [["Level", "Time"], ["Critical", "15 min"]])
        #expect(table.children.last?.children.last?.inlines.map(\.kind) == [.text, .code])
    }

    @Test("Inline text: code spans without their backticks, bold marked, each at its own place")
    func inlines() throws {
        let inlines = try #require(parse("Run `a b` **now**, *soon* <!-- not --> end\nnext\n").first).inlines
        let code = try #require(inlines.first { $0.kind == .code })
        #expect(code.text == "a b" && code.line == 1 && code.column == 6)
        #expect(inlines.filter(\.isStrong).map(\.text) == ["now"])
        #expect(inlines.first { $0.kind == .html }?.text == "<!-- not -->")
        #expect(inlines.contains { $0.kind == .lineBreak && $0.text == " " })
        #expect(inlines.filter { $0.kind == .text }.map(\.text).joined().contains("soon"))
        #expect(inlines.last?.text == "next" && inlines.last?.line == 2)
    }

    @Test("Columns count bytes, whatever stands before")
    func columns() throws {
        let code = try #require(parse("é→ `x`\n").first?.inlines.first { $0.kind == .code })
        // Two bytes, three, a space, a backtick.
        #expect(code.column == 8)
    }

    @Test("Quotes, rules and HTML are blocks of their own")
    func others() {
        #expect(
            parse("> a\n\n---\n\n<details>\nx\n</details>\n").map(\.kind) == [
                .quote, .thematicBreak, .html("<details>\nx\n</details>\n"),
            ])
    }

    @Test("CR LF and CR end a line like LF, and move no line", arguments: ["\r\n", "\r"])
    func lineEndings(end: String) {
        let text = "# a\n\n```\nls\n```\n"
        #expect(parse(text.replacing("\n", with: end)) == parse(text))
    }

    @Test("No bytes are too odd: NUL and invalid UTF-8 are replaced, a byte order mark is skipped, nothing is an empty document")
    func oddBytes() {
        #expect(MarkdownParser.parse([]).blocks.isEmpty)
        #expect(MarkdownParser.parse([0xEF, 0xBB, 0xBF] + Array("# a\n".utf8)).blocks.first?.kind == .heading(level: 1))
        #expect(MarkdownParser.parse([0x61, 0x00, 0xFF, 0x62, 0x0A]).blocks.first?.inlines.map(\.text).joined() == "a\u{FFFD}\u{FFFD}b")
    }

    @Test("Blocks nested deeper than the limit are not read, and where they begin is said")
    func tooDeep() {
        func quotes(_ depth: Int) -> [UInt8] { Array((String(repeating: ">", count: depth) + " x\n").utf8) }
        #expect(MarkdownParser.parse(quotes(MarkdownDocument.maximumDepth - 2)).tooDeep == nil)
        #expect(MarkdownParser.parse(quotes(3000)).tooDeep?.line == 1)
    }
}

private func parse(_ text: String) -> [MarkdownBlock] { MarkdownParser.parse(Array(text.utf8)).blocks }
