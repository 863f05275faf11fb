import JSONKit
import PythonOracle
import TestSupport
import Testing

@testable import Mesh

@Suite(.ownThread, .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.missing)))
struct PythonEqualityTests {
    static let script = """
        import json, sys
        with open(sys.argv[1]) as questions, open(sys.argv[2], 'w') as answers:
            values = json.load(questions)
            json.dump([[bool(a)] + [a == b for b in values] for a in values], answers)
        """

    static let values = [
        "null", "true", "false", "0", "-0", "0.0", "-0.0", "0e9", "1e-400", "1", "1.0", "1e0", "10e-1", "-1", "-1.0", "2", "1.5", "NaN",
        "Infinity",
        "-Infinity", "1e999", "-1e999", "9007199254740992", "9007199254740993", "9007199254740992.0", "9007199254740993.0", "1e16",
        "10000000000000000", "1e22", "10000000000000000000000", "1e23", "100000000000000000000000", "99999999999999991611392",
        "9223372036854775807", "9223372036854775808", "9223372036854775808.0", "-9223372036854775808", "-9223372036854775808.0",
        "18446744073709551616", "18446744073709551616.0", "1.7976931348623157e308",
        "17976931348623157" + String(repeating: "0", count: 292),
        "1" + String(repeating: "0", count: 4299), #""""#, #""a""#, #""\u0061""#, #""1""#, #""\ud800""#, #""é""#, #""e\u0301""#, "[]",
        "[1]",
        "[1.0]", "[true]", "[NaN]", "[[NaN]]", "[1,2]", "[2,1]", "[null]", "{}", #"{"a":1,"b":2}"#, #"{"b":2.0,"a":true}"#, #"{"a":1}"#,
        #"{"a":2,"a":1}"#, #"{"a":NaN}"#, #"{"a":null}"#, #"{"b":null}"#,
    ]

    @Test("Every pair of values is equal or not as in Python, and every value true or not")
    func pairs() throws {
        let question = "[" + Self.values.joined(separator: ",") + "]"
        let answers = try JSONReader().read(PythonOracle.run(Self.script, input: Array(question.utf8))).array ?? []
        try #require(answers.count == Self.values.count)
        let values = try #require(try JSONReader(.python).read(question).array)
        for (a, answer) in zip(values, answers) {
            #expect(PythonEquality.isTrue(a) == answer[0]?.bool, "\(JSONWriter.outbox.text(a).prefix(60))")
            for (place, b) in values.enumerated() {
                #expect(
                    PythonEquality.areEqual(a, b) == answer[place + 1]?.bool,
                    "\(JSONWriter.outbox.text(a).prefix(60)) == \(JSONWriter.outbox.text(b).prefix(60))")
            }
        }
    }
}
