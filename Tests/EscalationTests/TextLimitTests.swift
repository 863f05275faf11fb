import Escalation
import TestSupport
import Testing

@Suite(.ownThread) struct TextLimitTests {
    @Test(
        "What fits stays, what does not ends in a mark, and no character is cut",
        arguments: [
            ("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("", 0, ""), ("a", 0, ""), ("ab", 1, "…"), ("👩‍👩‍👧‍👦x", 5, "…"), ("x👍🏽yz", 6, "x👍🏽…"),
            ("x👍🏽yz", 5, "x…"),
        ] as [(String, Int, String)])
    func units(text: String, limit: Int, expected: String) {
        let cut = TextLimit.cut(text, to: limit)
        #expect(cut == expected && cut.utf16.count <= limit)
    }

    @Test(
        "Bytes are counted as bytes",
        arguments: [("äöü", 6, "äöü"), ("äöüx", 6, "ä…"), ("äöüx", 7, "äöüx"), ("ää", 2, "")] as [(String, Int, String)])
    func bytes(text: String, limit: Int, expected: String) {
        let cut = TextLimit.cut(text, toBytes: limit)
        #expect(cut == expected && cut.utf8.count <= limit)
    }

    @Test("An entity is cut out whole", arguments: 0...12)
    func entities(limit: Int) {
        let cut = TextLimit.cut("a&b&c", to: limit) { $0 == "&" ? "&amp;" : String($0) }
        #expect(["", "…", "a…", "a&amp;…", "a&amp;b…", "a&amp;b&amp;…", "a&amp;b&amp;c"].contains(cut) && cut.utf16.count <= limit)
    }

    @Test("A line has no line break of any kind", arguments: ["\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\0", "\u{1B}[2J"])
    func lines(breaker: String) {
        let line = "a\(breaker)b".oneLine
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x2028 })
    }
}
