import JSONKit
import PythonOracle
import TestSupport
import Testing

@testable import Mesh

@Suite(.ownThread) struct PythonBase64Tests {
    @Test(
        "The examples of RFC 4648, section 10, both ways",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ])
    func examples(text: String, encoded: String) {
        #expect(PythonBase64.encode(Array(text.utf8)) == encoded)
        #expect(PythonBase64.decode(JSONString(encoded)) == Array(text.utf8))
    }

    static let script = """
        import base64, json, sys

        def answer(text):
            try:
                return base64.b64decode(text).hex()
            except ValueError:
                return None

        with open(sys.argv[1]) as questions, open(sys.argv[2], 'w') as answers:
            json.dump([answer(text) for text in json.load(questions)], answers)
        """

    @Test(
        "Any text is decoded, or refused, as Python does", .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.missing)))
    func random() throws {
        var random = TestRandom(seed: 64)
        let letters: [UInt32] = Array("ABCyz019+/==== \n-_é".unicodeScalars.map(\.value)) + [0, 0x7F]
        let texts = (0..<30_000).map { _ -> JSONString in
            let likely = random.below(10) > 0 ? 17 : letters.count
            return JSONString(codePoints: (0..<random.below(14)).map { _ in letters[random.below(likely)] }) ?? ""
        }
        let answers = try JSONReader().read(PythonOracle.run(Self.script, input: JSONWriter.outbox.bytes(texts.json))).array ?? []
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            let hex = PythonBase64.decode(text)?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(hex == answer.text, "\(text.text.debugDescription)")
        }
        #expect(answers.count { $0.isNull } > 5000)
        #expect(answers.count { !$0.isNull } > 5000)
    }
}
