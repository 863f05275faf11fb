import TerminalKit
import TestSupport
import Testing

@Suite(.ownThread) struct TextTableTests {
    private static func sample() -> TextTable {
        var table = TextTable([.init("STEP"), .init("TIME", .right), .init("SUMMARY")])
        table.add([.init("http"), .init("0.31 s"), .init("503 from /api/health, expected 200; body says draining", .bad)])
        table.add([.init("日本"), .init("12.4 s"), .init("ok", .good)])
        table.add([.init("none")])
        return table
    }

    @Test("Columns line up, also with wide characters; without a terminal nothing is cut") func plain() {
        #expect(
            Self.sample().render() == """
                STEP    TIME  SUMMARY
                http  0.31 s  503 from /api/health, expected 200; body says draining
                日本  12.4 s  ok
                none

                """)
    }

    @Test("The last column is wrapped to the terminal's width") func wrapped() {
        let text = Self.sample().render(width: 40)
        #expect(
            text == """
                STEP    TIME  SUMMARY
                http  0.31 s  503 from /api/health,
                              expected 200; body says
                              draining
                日本  12.4 s  ok
                none

                """)
    }

    @Test("Colours wrap around the text and change no column") func coloured() {
        let text = Self.sample().render(palette: .coloured, width: 80)
        #expect(text.contains("\u{1B}[1mSTEP\u{1B}[0m    \u{1B}[1mTIME\u{1B}[0m  \u{1B}[1mSUMMARY\u{1B}[0m\n"))
        #expect(text.contains("日本  12.4 s  \u{1B}[32mok\u{1B}[0m\n"))
    }

    @Test("Limits, indentation, no titles, foreign text") func details() {
        var table = TextTable([.init(limit: 5), .init()])
        table.indent = 2
        table.add(["abcdefgh", "a\u{1B}[2J\nsecond"])
        #expect(table.render(width: 60) == "  abcd…  a␛[2J\n         second\n")
        #expect(table.render() == "  abcdefgh  a␛[2J\n            second\n")
        #expect(TextTable([]).render() == "")
    }

    @Test("No line is wider than a terminal that leaves room", arguments: [40, 57, 80, 120]) func width(_ columns: Int) {
        for line in Self.sample().render(palette: .coloured, width: columns).split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= columns)
        }
    }
}
