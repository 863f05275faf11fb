import TestSupport
import Testing
import YAMLKit

private func read(_ text: String) throws -> YAMLValue { try YAMLReader.read(Array(text.utf8)) }

/// The error of a text, or nil when it is read.
private func failure(_ bytes: [UInt8]) -> YAMLError? {
    do throws(YAMLError) {
        _ = try YAMLReader.read(bytes)
        return nil
    } catch { return error }
}

@Suite(.ownThread) struct YAMLReaderTests {
    @Test("Scalars keep their text, whatever YAML would make of it", arguments: ["8000", "yes", "0x10", "22:22", "~", "1e3"])
    func scalars(text: String) throws { #expect(try read("key: \(text)")["key"]?.text == text) }

    @Test("Quotes, escapes and folded blocks")
    func quoted() throws {
        #expect(try read(#"a: "x\ty""#)["a"]?.text == "x\ty")
        #expect(try read("a: 'it''s'")["a"]?.text == "it's")
        #expect(try read("a: >-\n  one\n  two\n")["a"]?.text == "one two")
    }

    @Test("Sequences and mappings keep the order of the text")
    func collections() throws {
        let value = try read("z: [1, 2]\na:\n  - x\n  - y: 1\n")
        #expect(value.mapping?.map(\.key) == ["z", "a"])
        #expect(value["z"]?.sequence?.compactMap(\.text) == ["1", "2"])
        #expect(value["a"]?.sequence?.last?["y"]?.text == "1")
    }

    @Test("An empty file, or one of comments, is an empty mapping", arguments: ["", "\n", "# nothing\n", "\u{FEFF}"])
    func empty(text: String) throws { #expect(try read(text) == .mapping([])) }

    @Test("Only the first document counts")
    func documents() throws { #expect(try read("a: 1\n---\nb: 2\n").mapping?.map(\.key) == ["a"]) }

    @Test("An alias stands for its anchor, and the last of repeated keys counts")
    func aliases() throws {
        let value = try read("a: &x {p: 1}\nb: *x\nc: 1\nc: 2\n")
        #expect(value["b"]?["p"]?.text == "1")
        #expect(value["c"]?.text == "2")
        #expect(value.mapping?.count == 3)
    }

    @Test("A merge key brings in what is missing; own keys win, then the earlier mapping")
    func merge() throws {
        let value = try read("a: &a {p: 1, q: 1}\nb: &b {q: 2, r: 2}\nc:\n  <<: [*a, *b]\n  p: 3\n")["c"]
        #expect(["p", "q", "r"].map { value?[$0]?.text } == ["3", "1", "2"])
        #expect(value?.mapping?.count == 3)
    }

    @Test("Aliases that unfold into billions of nodes are refused")
    func bomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 { text += "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]\n" }
        #expect(failure(Array(text.utf8)) != nil)
    }

    @Test("A long text repeated by aliases is refused as well")
    func longBomb() {
        let text = "a: &a \(String(repeating: "x", count: 500_000))\nb: [\((0..<1000).map { _ in "*a" }.joined(separator: ", "))]\n"
        #expect(failure(Array(text.utf8))?.message.contains("too large") == true)
    }

    @Test("An anchor that holds itself is refused")
    func recursion() { #expect(failure(Array("&a [*a]".utf8)) != nil) }

    @Test("Nesting is refused beyond the limit and not before", arguments: [(60, false), (100, true), (100_000, true)])
    func nesting(depth: Int, refused: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect((failure(Array(text.utf8)) != nil) == refused)
    }

    @Test("An error tells line and column")
    func place() {
        #expect(failure(Array("a: 1\nb: [1, 2\nc: 3\n".utf8))?.line == 3)
        let error = failure(Array("a: 1\n  b: 2\n".utf8))
        #expect(error?.line == 2)
        #expect(error?.column == 4)
    }

    @Test("Bytes that are no text are an error at their place")
    func invalidBytes() {
        let error = failure(Array("a: 1\nb: ".utf8) + [0xFF, 0x0A])
        #expect(error?.line == 2)
        #expect(error?.column == 4)
        #expect(failure(Array("a: ".utf8) + [0]) != nil)
    }
}
