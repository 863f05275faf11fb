import JSONKit
import TestSupport
import Testing

@Suite(.ownThread) struct JSONValueTests {
    @Test("Values are built from literals and .json, and read with subscripts")
    func building() {
        let line: Int? = nil
        let names = ["a", "b"]
        let value: JSONValue = ["schema": "x/v1", "line": line.json, "names": names.json, "ok": true, "share": 0.5, "none": nil]
        #expect(JSONWriter.compact.text(value) == #"{"schema":"x/v1","line":null,"names":["a","b"],"ok":true,"share":0.5,"none":null}"#)
        #expect(value["names"]?[1]?.text == "b")
        #expect(value["names"]?[2] == nil)
        #expect(value["line"]?.isNull == true)
        #expect(value["absent"] == nil)
        #expect(value["share"]?.double == 0.5)
        #expect(Double.nan.json == .null)
    }

    @Test(
        "A number keeps its spelling",
        arguments: [
            ("1", 1, 1.0), ("-0", 0, -0.0), ("1.0", nil, 1.0), ("1e2", nil, 100.0),
            ("9223372036854775807", 9_223_372_036_854_775_807, 0x1p63),
            ("9223372036854775808", nil, 0x1p63), ("1e400", nil, .infinity), ("-1E400", nil, -.infinity),
            ("5e-324", nil, .leastNonzeroMagnitude),
        ] as [(String, Int64?, Double)])
    func numbers(spelling: String, int64: Int64?, double: Double) throws {
        let number = try #require(try JSONReader().read(spelling).number)
        #expect(number.spelling == spelling)
        #expect(number.int64 == int64)
        #expect(number.double == double)
    }

    @Test("Setting a member replaces the last of its name, adds or removes")
    func setting() {
        var object: JSONObject = ["a": 1, "b": 2, "a": 3]
        object["a"] = 4
        object["c"] = 5
        object["b"] = nil as JSONValue?
        #expect(object == ["a": 1, "a": 4, "c": 5])
    }
}
