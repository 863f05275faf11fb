import JSONKit
import TestSupport
import Testing

@Suite(.ownThread) struct JSONReaderTests {
    @Test(
        "A fault has its place and its reason",
        arguments: [
            ("", 1, 1, "the JSON text ends too early"),
            ("{\n  \"a\": 1,\n}", 3, 1, "expected a key"),
            ("{\n  \"a\" 1}", 2, 7, "expected ':'"),
            ("[1 2]", 1, 4, "expected ',' or ']'"),
            ("[1,]", 1, 4, "expected a value"),
            ("[01]", 1, 3, "a number that JSON does not allow"),
            ("[\"\\q\"]", 1, 3, "an escape that JSON does not know"),
            ("[\"a\tb\"]", 1, 4, "a raw control character in a string"),
            ("[NaN]", 1, 2, "expected a value or ']'"),
            ("{} {}", 1, 4, "something follows the JSON value"),
            ("[tru]", 1, 5, "expected 'true'"),
            ("\u{FEFF}{}", 1, 1, "expected a value"),
        ])
    func fault(text: String, line: Int, column: Int, reason: String) {
        let error = #expect(throws: JSONError.self) { try JSONReader().read(text) }
        #expect(error?.description == "\(line):\(column): \(reason)")
    }

    @Test("Invalid UTF-8 is refused where it begins")
    func invalidUTF8() {
        let error = #expect(throws: JSONError.self) { try JSONReader().read(Array("[\"a".utf8) + [0xFF] + Array("\"]".utf8)) }
        #expect(error?.reason == .invalidUTF8)
        #expect(error?.offset == 3)
    }

    @Test("Nesting is refused past the limit and taken up to it", arguments: [0, 1, 7, 512, JSONReader.deepest])
    func depth(limit: Int) throws {
        let reader = JSONReader(maximumDepth: limit)
        func nested(_ levels: Int) -> String { String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        if limit > 0 { #expect(try reader.read(nested(limit)) == reader.read(JSONWriter.pretty.bytes(reader.read(nested(limit))))) }
        let error = #expect(throws: JSONError.self) { try reader.read(nested(limit + 1)) }
        #expect(error?.reason == .tooDeep(limit: limit))
        #expect(error?.offset == limit)
    }

    @Test("100,000 levels are refused without harm, whatever limit is asked for")
    func bottomless() {
        let text = String(repeating: "{\"a\":[", count: 50_000)
        let error = #expect(throws: JSONError.self) { try JSONReader(.python, maximumDepth: .max).read(text) }
        #expect(error?.reason == .tooDeep(limit: JSONReader.deepest))
    }

    @Test(
        "Python's dialect takes what json.loads takes",
        arguments: [
            ("NaN", true), ("[Infinity,-Infinity]", true), ("-NaN", false), ("+Infinity", false), ("nan", false), ("Inf", false),
            ("1" + String(repeating: "0", count: 4299), true), ("-1" + String(repeating: "0", count: 4299), true),
            ("1" + String(repeating: "0", count: 4300), false), ("1.0" + String(repeating: "0", count: 5000), true),
            ("\"a\u{1}\"", false), ("\"a\u{7F}\"", true), ("\u{FEFF}1", false), ("\"\\ud800\"", true),
        ])
    func python(text: String, taken: Bool) {
        #expect(((try? JSONReader(.python).read(text)) != nil) == taken)
    }

    @Test("Members keep their order, their repeats and their places")
    func members() throws {
        let text = "{ \"b\": 1, \"a\" : [ 2 ], \"b\": \"x\" }"
        let object = try #require(try JSONReader().read(text).object)
        #expect(object.keys == ["b", "a", "b"])
        #expect(object["b"] == "x")
        #expect(object.withoutRepeats == ["b": "x", "a": [2]])
        let bytes = Array(text.utf8)
        #expect(object.members.compactMap(\.source).map { String(decoding: bytes[$0], as: UTF8.self) } == ["1", "[ 2 ]", "\"x\""])
    }
}
