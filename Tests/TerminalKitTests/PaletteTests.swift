import TerminalKit
import TestSupport
import Testing

@Suite(.ownThread) struct PaletteTests {
    @Test(
        "Colours only for a terminal that can and a person who wants",
        arguments: [
            (true, [:], true, true), (false, [:], true, false), (true, ["NO_COLOR": "1"], true, false),
            (true, ["NO_COLOR": ""], true, true),
            (true, ["TERM": "dumb"], true, false), (true, ["TERM": "xterm"], true, true), (true, [:], false, false),
        ] as [(Bool, [String: String], Bool, Bool)])
    func choosing(_ isTerminal: Bool, _ environment: [String: String], _ isAllowed: Bool, _ expected: Bool) {
        #expect(Palette(isTerminal: isTerminal, environment: environment, isAllowed: isAllowed).isColoured == expected)
    }

    @Test("Painted text cannot bring escape sequences of its own") func painting() {
        #expect(Palette.coloured.paint("ok", .good) == "\u{1B}[32mok\u{1B}[0m")
        #expect(Palette.coloured.paint("a\n\nb", .dim) == "\u{1B}[2ma\u{1B}[0m\n\n\u{1B}[2mb\u{1B}[0m")
        #expect(Palette.plain.paint("\u{1B}[0m", .bad) == "␛[0m")
        #expect(Palette.coloured.paint("\u{1B}[0m", .bad) == "\u{1B}[31;1m␛[0m\u{1B}[0m")
        #expect(Palette.coloured.paint("x", nil) == "x" && Palette.coloured.paint("", .good) == "")
    }
}
