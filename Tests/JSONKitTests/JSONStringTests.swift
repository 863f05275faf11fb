import JSONKit
import TestSupport
import Testing

@Suite(.ownThread) struct JSONStringTests {
    static func string(_ text: String) throws -> JSONString { try #require(try JSONReader().read("\"\(text)\"").string) }

    @Test(
        "A lone surrogate survives reading, comparing and writing",
        arguments: [
            #"\ud800"#, #"a\udc00b"#, #"\ude00\ud83d"#, #"\ud83d\ud83d\ude00"#, #"\ud800A"#, #"é\udfff"#,
        ])
    func loneSurrogate(escaped: String) throws {
        let string = try Self.string(escaped)
        #expect(!string.isWellFormed)
        #expect(string.text.unicodeScalars.contains("\u{FFFD}"))
        #expect(string != JSONString(string.text))
        let written = JSONWriter.compact.text(.string(string))
        #expect(try JSONReader().read(written) == .string(string))
        #expect(JSONString(codePoints: string.codePoints) == string)
    }

    @Test("A pair of surrogates is the character they mean")
    func pair() throws {
        #expect(try Self.string(#"\ud83d\ude00"#) == "😀")
        #expect(JSONString(codePoints: [0xD83D, 0xDE00]) == JSONString("😀"))
        #expect(JSONString(codePoints: [0x110000]) == nil)
    }

    @Test(
        "Surrogates pair at the edges of their ranges and nowhere beyond",
        arguments: [
            (#"\ud800\udc00"#, [0x10000]), (#"\udbff\udfff"#, [0x10FFFF]), (#"\ud800\ue000"#, [0xD800, 0xE000]),
            (#"\ud800\udbff"#, [0xD800, 0xDBFF]), (#"\udc00\udc00"#, [0xDC00, 0xDC00]), (#"\ud7ff\udc00"#, [0xD7FF, 0xDC00]),
        ] as [(String, [UInt32])])
    func edges(escaped: String, points: [UInt32]) throws {
        let string = try Self.string(escaped)
        #expect(string.codePoints == points)
        #expect(JSONString(codePoints: points) == string)
    }

    @Test("Two spellings of é are two strings, and hash apart")
    func canonicalEquivalence() {
        #expect(JSONString("\u{E9}") != JSONString("e\u{301}"))
        #expect(Set([JSONString("\u{E9}"), JSONString("e\u{301}"), JSONString("\u{E9}")]).count == 2)
    }

    @Test("The order is that of the code points, surrogates below what follows them")
    func order() throws {
        let sorted = try ["", "A", "a", "é", #"\ud800"#, #"\udfff"#, #"\uffff"#, "😀"].map(Self.string)
        #expect(sorted.shuffled().sorted() == sorted)
    }
}
