import JSONKit
import PythonOracle
import TestSupport
import Testing

@Suite(.ownThread) struct JSONWriterTests {
    static let value: JSONValue = ["b": [1, "é\u{1F}\u{7F}\"\\/\n\u{8}\u{C}"], "a": [:], "😀": [], "c": ["x": nil]]

    @Test("Compact has no white space and escapes only what must be")
    func compact() {
        #expect(JSONWriter.compact.text(Self.value) == #"{"b":[1,"é\u001f"# + "\u{7F}" + #"\"\\/\n\b\f"],"a":{},"😀":[],"c":{"x":null}}"#)
    }

    @Test("Pretty indents by two spaces and can sort")
    func pretty() {
        #expect(
            JSONWriter(.pretty, sortsKeys: true).text(["b": [1, [:]], "a": ["x": []]]) == """
                {
                  "a": {
                    "x": []
                  },
                  "b": [
                    1,
                    {}
                  ]
                }
                """)
    }

    @Test("The outbox form is sorted, ASCII, and spells numbers as Python does")
    func outbox() throws {
        #expect(
            JSONWriter.outbox.text(Self.value)
                == #"{"a":{},"b":[1,"\u00e9\u001f\u007f\"\\/\n\b\f"],"c":{"x":null},"\ud83d\ude00":[]}"#)
        let numbers = try JSONReader(.python).read(#"{"z":[-0,-0.0,1E5,1e16,0.00001,1e400,NaN],"a":1,"a":2}"#)
        #expect(JSONWriter.outbox.text(numbers) == #"{"a":2,"z":[0,-0.0,100000.0,1e+16,1e-05,Infinity,NaN]}"#)
        #expect(JSONWriter.compact.text(["x": try JSONReader(.python).read("[NaN,1e400]")]) == #"{"x":[null,1e400]}"#)
    }

    @Test("The outbox form is what Jarvis hashes, in every vector made by its own code")
    func stateHashVectors() throws {
        let document = try JSONReader().read(try TestFile.read(TestFile.fixture("json/state-hashes.json")))
        let vectors = try #require(document["vectors"]?.array)
        #expect(vectors.count > 20)
        for vector in vectors {
            let value = try JSONReader(.python).read(try #require(vector["json"]?.text))
            #expect(JSONWriter.outbox.text(value) == vector["canonical"]?.text)
        }
    }
}
