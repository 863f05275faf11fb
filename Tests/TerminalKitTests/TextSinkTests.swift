import SystemKit
import TestSupport
import Testing

@testable import TerminalKit

/// The one way out for text: our own sequences pass, everybody else's are shown.
@Suite(.ownThread) struct TextSinkTests {
    private func shown(_ text: String) -> String { String(decoding: TextSink.shown(Array(text.utf8)), as: UTF8.self) }

    @Test("Sealed colours leave as the terminal wants them")
    func colours() {
        let painted = Palette.coloured.sealed.paint("all well", .good)
        #expect(shown("a " + painted + " b") == "a \u{1B}[32mall well\u{1B}[0m b")
        #expect(
            shown(Layout.truncated(painted, to: 4)) == "\u{1B}[32mall\u{1B}[0m…"
                || shown(Layout.truncated(painted, to: 4)) == "\u{1B}[32mall…\u{1B}[0m")
    }

    @Test(
        "Others' are made visible, also where they look like ours",
        arguments: [
            ("\u{1B}[32mgreen\u{1B}[0m", "␛[32mgreen␛[0m"), ("\u{1B}]0;title\u{7}", "␛]0;title␇"), ("a\0b\rc\u{7F}", "a␀b␍c␡"),
            ("\u{9B}2J\u{85}", "\\u{9B}2J\\u{85}"),
            ("\u{202E}\u{2066}\u{200F}\u{2028}\u{2029}", "\\u{202E}\\u{2066}\\u{200F}\\u{2028}\\u{2029}"),
            ("\u{1B}[32;1234567890mgreen", "␛[32;1234567890mgreen"), ("\u{1B}", "␛"), ("\u{1B}[", "␛["), ("line\nline\n", "line\nline\n"),
            ("naïve — ✓ 日本", "naïve — ✓ 日本"),
        ])
    func foreign(text: String, seen: String) { #expect(shown(text) == seen) }

    @Test("Drawing of our own is sealed once, and passes: moves of the cursor, carriage returns")
    func drawing() {
        let drawing = "\u{1B}[?25l\u{1B}[2A\r" + Palette.coloured.sealed.paint("x", .bad) + "\u{1B}[K\n\u{1B}[J"
        #expect(shown(TextSink.sealing(drawing)) == "\u{1B}[?25l\u{1B}[2A\r\u{1B}[31;1mx\u{1B}[0m\u{1B}[K\n\u{1B}[J")
        #expect(shown(drawing).contains("␛[?25l"))
    }
}
