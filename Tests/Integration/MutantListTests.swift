import ProcessKit
import SystemKit
import TestSupport
import Testing

/// The list of single changes (`Tests/Mutants`), and what `make mutants` makes of one.
@Suite(.ownThread) struct MutantListTests {
    /// What the runner, or a line of Python beside it, says in a checkout.
    private static func python(_ arguments: [String], in root: String) throws -> (code: Int32, output: String) {
        let result = try ProcessRun.run(
            Command("python3", ["-B"] + arguments, environment: ProcessEnvironment.snapshot(), directory: root),
            deadline: .after(milliseconds: 60_000), cancellation: try Cancellation())
        guard case .exited(let code) = result.ending else { throw TestSupportError("python3 \(result.ending)") }
        return (code, result.standardOutput.text + result.standardError.text)
    }

    /// A checkout of one file, with the runner and a list.
    private static func checkout(_ source: String, _ list: String, _ body: (String) throws -> Void) throws {
        try Fixture.with { fixture in
            for directory in ["Tests", "Tests/Mutants", "Sources", "Sources/Room"] { try fixture.makeDirectory(directory) }
            for script in ["mutants.py", "run.py"] {
                _ = try fixture.write(Checkout.text("Tests/\(script)"), to: "Tests/\(script)")
            }
            _ = try fixture.write(source, to: "Sources/Room/Rule.swift")
            _ = try fixture.write("tests: Room\nRule.swift\n" + list, to: "Tests/Mutants/Room.txt")
            try body(fixture.directory)
        }
    }

    @Test("Every change that is listed has one place in the sources; where a source was changed the list follows")
    func list() throws {
        let (code, output) = try Self.python(["Tests/mutants.py", "--check"], in: Checkout.root)
        #expect(code == 0 && output == "", "\(output)")
    }

    @Test(
        "What does not fit the sources is named",
        arguments: [
            ("gone  return «a > b → a < b»", "Room/Rule/gone: its text is not in Sources/Room/Rule.swift"),
            ("twice  «limit → 0»", "Room/Rule/twice: its text is 2 times in Sources/Room/Rule.swift"),
            ("plain  return a < limit", "Room/Rule/plain: no «original → change» in it"),
            ("same  «a < limit → true»\nsame  «a < limit → false»", "Room/Rule/same: 2 have this name"),
            ("one  «a < limit → true»\ntwo  «limit && b → b»", "Room/Rule/two and Room/Rule/one change the same text"),
            ("none  «a < limit → true»\nOther.swift\n", "Room.txt: there is no Sources/Room/Other.swift"),
        ])
    func misfit(list: String, words: String) throws {
        try Self.checkout("func rule() {\n    act(limit)\n    return a < limit && b\n}\n", list) { root in
            let (code, output) = try Self.python(["Tests/mutants.py", "--check"], in: root)
            #expect(code == 65)
            #expect(output.contains(words), "\(output)")
        }
    }

    @Test("All changes are written at once, one within another too, each as a question")
    func rewriting() throws {
        let source = "func rule() {\n    act(limit)\n    guard a < limit, let c = b else { return }\n    switch c { case .x: go() }\n}\n"
        let list = """
            drop    «act(limit) → »
            all     guard «a < limit → true», let
            limit   guard a < «limit → limit + 1», let
            raw     let «c = b → c = MUTANT ? nil : b» else { return }⏎switch
            place   case .x: «go() → stay()»
            """
        let script = """
            import sys; sys.path.insert(0, "Tests"); import mutants
            print(mutants.rewritten(open("Sources/Room/Rule.swift").read(), mutants.listed()))
            """
        try Self.checkout(source, list) { root in
            let (code, output) = try Self.python(["-c", script], in: root)
            #expect(code == 0)
            #expect(
                output.replacing(/mutant\(\d+\)/, with: "mutant(N)") == """
                    func rule() {
                        if !mutant(N) { act(limit) }
                        guard (mutant(N) ? (true) : (a < (mutant(N) ? (limit + 1) : (limit)))), let c = mutant(N) ? nil : b else { return }
                        switch c { case .x: (mutant(N) ? (stay()) : (go())) }
                    }


                    """)
        }
    }

    @Test("A wrong expression, and a name that no change has, are told from changes that survive")
    func usage() throws {
        try Self.checkout("let a = b\n", "a  let a = «b → c»\n") { (root) throws in
            #expect(try Self.python(["Tests/mutants.py", "--check", "--only", "("], in: root).code == 64)
            #expect(try Self.python(["Tests/mutants.py", "--check", "--only", "nobody"], in: root).code == 64)
            #expect(try Self.python(["Tests/mutants.py", "--chek"], in: root).code == 64)
            #expect(try Self.python(["Tests/mutants.py", "--check", "--only", "Room/Rule/a"], in: root).code == 0)
        }
    }
}
