import JSONKit
import PythonOracle
import TestSupport
import Testing

@Suite(.ownThread, .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.missing)))
struct PythonComparisonTests {
    /// One text a line in hexadecimal; answers `-` for a refused one, else what json.dumps makes of it in the outbox form.
    static let script = """
        import json, sys
        with open(sys.argv[1]) as questions, open(sys.argv[2], 'w') as answers:
            for line in questions:
                try:
                    value = json.loads(bytes.fromhex(line).decode('utf-8'))
                    answers.write(json.dumps(value, sort_keys=True, separators=(',', ':')) + '\\n')
                except (ValueError, RecursionError):
                    answers.write('-\\n')
        """

    static func ours(_ text: [UInt8]) -> String {
        guard let value = try? JSONReader(.python).read(text) else { return "-" }
        return JSONWriter.outbox.text(value)
    }

    static func compare(_ texts: [[UInt8]]) throws -> (taken: Int, refused: Int) {
        let hex = texts.map { text in text.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n" }.joined()
        let answers = String(decoding: try PythonOracle.run(script, input: Array(hex.utf8)), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true)
        try #require(answers.count == texts.count)
        var refused = 0
        for (text, answer) in zip(texts, answers) {
            let mine = ours(text)
            if mine == "-" { refused += 1 }
            #expect(mine == answer, "\(String(decoding: text, as: UTF8.self))")
        }
        return (texts.count - refused, refused)
    }

    @Test("Reader and outbox form agree with Python on every vector of JSONTestSuite")
    func suite() throws {
        _ = try Self.compare(try SuiteVector.load().map(\.bytes))
    }

    @Test("Reader and outbox form agree with Python on random texts, whole and damaged", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = TextGenerator(random: TestRandom(seed: seed))
        let (taken, refused) = try Self.compare((0..<3000).map { _ in generator.text() })
        // The generator is worth something only while both happen often.
        #expect(taken > 500)
        #expect(refused > 500)
    }

    @Test("Floats are spelled as Python spells them, from long spellings and over random bit patterns")
    func floats() throws {
        var random = TestRandom(seed: 4)
        let edges = [
            "0.0", "-0.0", "1e16", "9999999999999998.0", "1e15", "0.0001", "0.00009999", "5e-324", "2e-324", "1e22", "1e23", "-1e400",
            "2.2250738585072014e-308", "1.7976931348623157e308", "9007199254740993.0", "18014398509481984.0",
        ]
        let powers = (-1074...1023).map { String(Double(sign: .plus, exponent: $0, significand: 1)) }
        let patterns = (0..<3000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite).map { String($0) }
        let long = (0..<3000).map { _ in "\(1 + random.below(9)).\(random.next())e\(random.below(640) - 325)" }
        _ = try Self.compare((edges + powers + patterns + long).map { Array($0.utf8) })
    }
}
