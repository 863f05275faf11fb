import JSONKit
import TestSupport
import Testing

@Suite(.ownThread) struct JSONPathTests {
    static let document: JSONValue = [
        "services": ["providers": [["name": "a", "up": true], ["name": "b"]], "none": nil, "a b": 1, "é": 2], "n": 3,
    ]

    @Test(
        "A path selects as jq does",
        arguments: [
            (".", [Self.document]), (".n", [3]), (" .n ", [3]), (".services.\"a b\"", [1]), (".services[\"a b\"]", [1]),
            (".services[\"\\u00e9\"]", [2]), (".services.providers[0].name", ["a"]), (".services.providers.[-1].name", ["b"]),
            (".services.providers[].name", ["a", "b"]),
        ] as [(String, [JSONValue])])
    func found(path: String, values: [JSONValue]) throws {
        #expect(try Self.document.path(path) == values.map { .found($0) })
    }

    @Test("Not there, null and the wrong kind are three answers, each with its place")
    func nothing() throws {
        #expect(try Self.document.path(".services.none") == [.null])
        #expect(try Self.document.path(".services.none.x.y") == [.absent(at: JSONPath(".services.none.x"))])
        #expect(try Self.document.path(".servces.providers") == [.absent(at: JSONPath(".servces"))])
        #expect(try Self.document.path(".services.providers[7]") == [.absent(at: JSONPath(".services.providers[7]"))])
        #expect(try Self.document.path(".n.x") == [.mismatch(at: JSONPath(".n.x"), wanted: "object", got: "number")])
        #expect(try Self.document.path(".services[0]") == [.mismatch(at: JSONPath(".services[0]"), wanted: "array", got: "object")])
        #expect(try Self.document.path(".n[]") == [.mismatch(at: JSONPath(".n[]"), wanted: "array or object", got: "number")])
        #expect(try Self.document.path(".services.providers[].up") == [.found(true), .absent(at: JSONPath(".services.providers[].up"))])
    }

    @Test(
        "What is no such path is refused with its column",
        arguments: [
            ("", 1), ("services", 1), (".a.", 4), ("..a", 2), (".a | .b", 3), (".a|.b", 3), (".a[", 4), (".a[x]", 4), (".a[0", 4),
            (".a.\"b", 4), (".a-b", 3), (".0", 2), ("  .a[1:2]", 6), (".[\"a\"", 2), (".a.\"\\q\"", 4),
        ])
    func refused(path: String, column: Int) {
        let error = #expect(throws: JSONPathError.self) { try JSONPath(path) }
        #expect(error?.column == column, "\(String(describing: error))")
    }

    @Test("A path prints as it can be read again", arguments: [".", ".a.b", ".\"a b\"", ".[0].x", ".a[-1][]", ".[\"0\"]"])
    func printing(path: String) throws {
        let once = try JSONPath(path)
        #expect(try JSONPath(once.description) == once)
    }
}
