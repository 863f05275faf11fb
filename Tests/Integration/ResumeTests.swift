import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A run that was cut off is finished, and nothing is done twice unasked.
@Suite(.ownThread) struct ResumeTests {
    @Test("A write that is seen to have happened counts as done: the rest is done, and its name need not be given")
    func settled() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            let run = try bench.run(["runs", "resume", "last", "--yes", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let steps = try run.json()["steps"]?.array ?? []
            #expect(steps.map { $0["state"]?.text } == ["skipped", "done", "done"])
            #expect(steps.first?["because"]?.text == "done before the interruption")
            #expect(try bench.dotEnv == ChangeBench.neither)
            let intents = try bench.lastSteps().filter { $0.hasSuffix("intended") }
            #expect(intents == ["mesh/disable.attest intended", "mesh/disable.sync intended"])
            #expect(run.errors.contains("died in the middle of it"))
            try bench.expectOnly()
            try bench.expectWholeJournal()
        }
    }

    @Test("One of which nobody knows whether it happened is only done again when its name is given")
    func uncertain() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            // Somebody set it again since: whether the run ever wrote it cannot be seen any more.
            try bench.fixture.write(ChangeBench.both, to: "jarvis/.env")
            let unasked = try bench.run(["runs", "resume", "last", "--yes"])
            #expect(unasked.code == 77)
            #expect(unasked.errors.contains("--confirm mesh/disable.attest"), "\(unasked.errors)")
            #expect(try bench.dotEnv == ChangeBench.both)
            #expect(try bench.run(["runs", "resume", "last", "--yes", "--confirm", "mesh/disable.sync"]).code == 77)
            let asked = try bench.run(["runs", "resume", "last", "--yes", "--confirm", "mesh/disable.attest"])
            #expect(asked.code == 0, "\(asked.output) \(asked.errors)")
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("At a terminal its name must be typed, letter for letter")
    func typed() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            try bench.fixture.write(ChangeBench.both, to: "jarvis/.env")
            let arguments = ["runs", "resume", "last", "--yes"]
            let wrong = try TerminalRun(
                arguments, in: bench.fixture, environment: bench.environment, [.see("Type mesh/disable.attest"), .type("yes\n")])
            #expect(wrong.code == 77, "\(wrong.shown)")
            let right = try TerminalRun(
                arguments, in: bench.fixture, environment: bench.environment,
                [.see("Type mesh/disable.attest"), .type("mesh/disable.attest\n")])
            #expect(right.code == 0, "\(right.shown)")
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("A dry run of it shows what was done, spends nothing and writes nothing")
    func dryRun() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            let before = try bench.runs().map(\.state)
            let run = try bench.run(["runs", "resume", "last", "--yes", "--dry-run", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "plan")
            let steps = try run.json()["steps"]?.array ?? []
            #expect(steps.map { $0["verdict"]?.text } == ["allowed", "needs-approval", "allowed"])
            #expect(try bench.runs().map(\.state) == before)
        }
    }

    @Test("`last` is the last change that began: a look, or one that was refused, does not hide it")
    func last() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            _ = try bench.run(["diagnose", "mesh"])
            #expect(try bench.run(ChangeBench.disableAll).code == 77)
            #expect(try bench.runs().count == 3)
            let run = try bench.run(["runs", "resume", "last", "--yes"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try bench.runs().map(\.outcome).last == "done")
        }
    }

    @Test("It is taken up for the Jarvis that it was begun for, and not for another one where that is typed")
    func elsewhere() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            let other = try bench.fixture.makeDirectory("other")
            try bench.fixture.write(ChangeBench.both, to: "other/.env")
            #expect(try bench.run(["runs", "resume", "last", "--yes"], ["JARVIS_HOME": other]).code == 66)
            #expect(try bench.dotEnv != ChangeBench.neither)
            #expect(try bench.run(["runs", "resume", "last", "--yes", "-C", bench.directory], ["JARVIS_HOME": other]).code == 0)
            #expect(try bench.dotEnv == ChangeBench.neither)
            #expect(try Files.read(other + "/.env") == Array(ChangeBench.both.utf8))
        }
    }
}
