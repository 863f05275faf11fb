import TestSupport
import Testing

@testable import TerminalKit

@Suite(.ownThread) struct TextTests {
    @Test(
        "Columns of text",
        arguments: [
            ("", 0), ("abc", 3), ("äöü", 3), ("a\u{308}", 1), ("日本語", 6), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｗ", 2),
            ("✓ ok", 4), ("◐", 1), ("…", 1), ("🚀", 2), ("👩‍💻", 2), ("🇩🇪", 2), ("👍🏽", 2),
            ("❤️", 2), ("1️⃣", 2), ("\u{200B}", 0), ("a\u{200D}", 1),
            ("é", 1),
            ("\u{1B}[31;1mred\u{1B}[0m", 3), ("नमस्ते", 4), ("\u{AD}", 0), ("─│", 2),
        ])
    func width(_ text: String, _ columns: Int) { #expect(DisplayWidth.of(text) == columns) }

    @Test(
        "Control characters are shown, not obeyed",
        arguments: [
            ("plain", "plain"), ("\u{1B}[2J", "␛[2J"), ("a\u{7}b", "a␇b"), ("\u{9B}31m", "\\u{9B}31m"), ("x\u{8}y", "x␈y"), ("\u{7F}", "␡"),
            ("a\nb", "a⏎b"), ("a\r\nb", "a⏎b"), ("a\rb", "a␍b"), ("a\tb", "a b"), ("\u{202E}evil", "\\u{202E}evil"), ("naïve 日", "naïve 日"),
            ("\u{0}", "␀"), ("\u{FFFD}", "\u{FFFD}"), ("👩‍💻", "👩‍💻"),
            ("e\u{200B}1", "e\\u{200B}1"), ("e\u{200D}1", "e\\u{200D}1"), ("a\u{AD}\u{2060}", "a\\u{AD}\\u{2060}"),
        ])
    func sanitizing(_ text: String, _ safe: String) { #expect(Sanitizer.line(text) == safe) }

    @Test("No scalar below 32, and none of C1, leaves the sanitizer")
    func nothingSlipsThrough() {
        for value in UInt32(0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = Sanitizer.multiline("a" + String(Character(scalar)) + "b")
            #expect(!text.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || (127..<160).contains($0.value) })
        }
        #expect(Sanitizer.multiline("a\r\nb\tc") == "a\nb    c")
    }

    @Test(
        "Cut text ends with an ellipsis and never takes more columns",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
            ("\u{1B}[32mgreen\u{1B}[0m", 3, "\u{1B}[32mgr…\u{1B}[0m"), ("\u{1B}[32mg\u{1B}[0mabc", 3, "\u{1B}[32mg\u{1B}[0ma…"),
        ])
    func truncation(_ text: String, _ width: Int, _ expected: String) {
        #expect(Layout.truncated(text, to: width) == expected)
        #expect(DisplayWidth.of(Layout.truncated(text, to: width)) <= max(0, width))
    }

    @Test(
        "Wrapping breaks at spaces, and inside a word only when it must",
        arguments: [
            ("one two three", 7, ["one two", "three"]), ("one", 10, ["one"]), ("", 5, [""]), ("abcdefgh", 3, ["abc", "def", "gh"]),
            ("a abcdefgh b", 4, ["a", "abcd", "efgh", "b"]), ("日本 語", 4, ["日本", "語"]), ("a\n\nb", 5, ["a", "", "b"]),
            ("日本", 1, ["日", "本"]), ("Run: jarvis-ops mesh smoke, then go on", 22, ["Run:", "jarvis-ops mesh smoke,", "then go on"]),
            ("Run: jarvis-ops mesh smoke", 12, ["Run:", "jarvis-ops", "mesh smoke"]),
        ])
    func wrapping(_ text: String, _ width: Int, _ lines: [String]) { #expect(Layout.wrapped(text, to: width) == lines) }

    @Test(
        "What is put together by hand is broken at spaces below where it began; words and commands stay whole, colours have no width",
        arguments: [
            ("short\nlines", 20, "short\nlines"), ("", 20, ""),
            ("  one two three four five six", 18, "  one two three\n  four five six"),
            ("see 0123456789012345678901234567890 there", 20, "see\n0123456789012345678901234567890\nthere"),
            ("To go on: jarvis-ops runs resume 20261128-1 --undo", 30, "To go on:\njarvis-ops runs resume 20261128-1 --undo"),
            ("first, jarvis-ops knows nothing of it", 20, "first, jarvis-ops\nknows nothing of it"),
            ("\u{1B}[31mone two three four\u{1B}[0m five", 18, "\u{1B}[31mone two three four\u{1B}[0m\nfive"),
            // A terminal that is all indent.
            ("                    one two three four five six", 20, "                    one two three\n                    four five six"),
        ])
    func fitting(_ text: String, _ width: Int, _ expected: String) { #expect(Layout.fitted(text, to: width) == expected) }

    @Test("Padding counts columns") func padding() {
        #expect(Layout.padded("日", to: 4) == "日  ")
        #expect(Layout.padded("7", to: 3, .right) == "  7")
        #expect(Layout.padded("long", to: 2) == "long")
    }
}
