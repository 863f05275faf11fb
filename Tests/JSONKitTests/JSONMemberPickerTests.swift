import JSONKit
import PythonOracle
import TestSupport
import Testing

@Suite(.ownThread) struct JSONMemberPickerTests {
    @Test("Picks the last top-level member of a name, however it is spelled, and nothing deeper")
    func picks() throws {
        let text = Array(#"{"x":{"a":1},"a":[{"a":2}],"\u0062":"y","a" : {"c":3} }"#.utf8)
        var picker = JSONMemberPicker(["a", "b", "c"], JSONReader())
        #expect(try picker.pick(text.span, 0..<text.count) == .object)
        #expect(picker.value(0, text.span) == ["c": 3])
        #expect(picker.value(1, text.span) == "y")
        #expect(picker.value(2, text.span) == nil)
        #expect(picker.value(3, text.span) == nil)
    }

    @Test("Answers and refuses exactly as the tree reader does, text after text", arguments: JSONDialect.allCases)
    func agrees(dialect: JSONDialect) throws {
        var generator = TextGenerator(random: TestRandom(seed: 9))
        let reader = JSONReader(dialect)
        let names = ["a", "event_id", "é"]
        var picker = JSONMemberPicker(names, reader)
        var objects = 0
        for _ in 0..<4000 {
            let text = generator.text()
            guard String(validating: text, as: UTF8.self) != nil else { continue }
            let tree = Result { () throws(JSONError) in try reader.read(text) }
            let picked = Result { () throws(JSONError) in try picker.pick(text.span, 0..<text.count) }
            switch (tree, picked) {
            case (.failure(let tree), .failure(let picked)): #expect(tree == picked)
            case (.success(let value), .success(let outcome)):
                #expect((outcome == .object) == (value.object != nil))
                for (index, name) in names.enumerated() { #expect(picker.value(index, text.span) == value[name]) }
                if outcome == .object { objects += 1 }
            default: Issue.record("one took it, one refused: \(String(decoding: text, as: UTF8.self))")
            }
        }
        #expect(objects > 200)
    }
}
