import JSONKit
import Testing

@Suite struct JSONStringTests {
    static func string(_ text: String) throws -> JSONString { try #require(try JSONReader().read("\"\(text)\"").string) }

    @Test("A lone surrogate survives reading, comparing and writing", arguments: [
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
