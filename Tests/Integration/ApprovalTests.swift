import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Approval at a real terminal, and where there is none.
@Suite(.ownThread) struct ApprovalTests {
    private static let question = "Make these changes? [y/N]"

    private func answer(_ bench: ChangeBench, _ acts: [TerminalRun.Act], _ arguments: [String] = ChangeBench.disableAll) throws
        -> TerminalRun
    {
        try TerminalRun(arguments, in: bench.fixture, environment: bench.environment, acts)
    }

    @Test("Yes, in any of its forms, makes the change, and the journal says who said so at which terminal", arguments: ["y", "Y", "yes"])
    func yes(word: String) throws {
        try ChangeBench.with { bench in
            let run = try answer(bench, [.see(Self.question), .type(word + "\n")])
            #expect(run.code == 0, "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectOnly()
            let rows = try bench.lastRows().filter { $0.table == .approvals }
            #expect(rows.map(\.event) == ["given", "spent"])
            let given = try #require(rows.first)
            #expect(given.body["means"]?.text == "prompt")
            #expect(given.body["tty"]?.text?.hasPrefix("/dev/pts/") == true)
            #expect(given.body["user"]?.text == (try ProcessIdentity.current()).user)
        }
    }

    @Test(
        "Everything else makes none, and is remembered as refused",
        arguments: [("n\n", 77), ("\n", 77), ("no\n", 77), ("yess\n", 77), ("ye\u{7F}s\n", 77), ("\u{4}", 77), ("\u{3}", 130)]
            as [(String, Int32)])
    func no(keys: String, code: Int32) throws {
        try ChangeBench.with { bench in
            let run = try answer(bench, [.see(Self.question), .type(keys)])
            #expect(run.code == code, "\(run.shown)")
            #expect(run.shown.contains("stopped by a signal; nothing was changed") == (code == 130), "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.both)
            try bench.expectOnly()
            #expect(try bench.runs().first?.outcome == "refused")
            #expect(try bench.lastSteps() == [])
        }
    }

    @Test("What was typed before the question approves nothing")
    func typeAhead() throws {
        try ChangeBench.with { bench in
            let run = try answer(bench, [.typeAhead("y\ny\nyes\n"), .see(Self.question), .type("n\n")])
            #expect(run.code == 77, "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    @Test("Before anybody is asked nothing lies in the Jarvis directory, and the lock is free")
    func whileAsked() throws {
        try ChangeBench.with { bench in
            let sign = bench.fixture.path("asked")
            let first = try BlockingThread {
                try? TerminalRun(
                    ChangeBench.disableAll, in: bench.fixture, environment: bench.environment,
                    [.see(Self.question), .write("", path: sign), .appears(bench.fixture.path("go")), .type("n\n")])
            }
            try waitUntil("the question is there") { Files.exists(sign) }
            try bench.expectOnly()
            let second = try bench.run(["mesh", "disable", "attest", "--yes"])
            #expect(second.code == 0, "\(second.errors)")
            try bench.fixture.write("", to: "go")
            #expect(first.value()?.code == 77)
        }
    }

    @Test("A file that changes while the question stands makes another plan: it is shown, and asked about anew")
    func changedMeanwhile() throws {
        try ChangeBench.with { bench in
            let changed = ChangeBench.both.replacing("MESH_ATTEST=1", with: "MESH_ATTEST=yes")
            let run = try answer(
                bench,
                [
                    .see(Self.question), .write(changed, path: bench.directory + "/.env"), .type("y\n"),
                    .see("something changed while you were asked"), .see("now `yes`"), .see(Self.question), .type("y\n"),
                ])
            #expect(run.code == 0, "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectOnly()
        }
    }

    @Test("The old yes does not count for the new plan")
    func oldYes() throws {
        try ChangeBench.with { bench in
            let changed = ChangeBench.both + "JARVIS_USE_MESH_SYNC=on\n"
            let run = try answer(
                bench,
                [
                    .see(Self.question), .write(changed, path: bench.directory + "/.env"), .type("y\n"), .see(Self.question), .type("n\n"),
                ])
            #expect(run.code == 77, "\(run.shown)")
            #expect(try bench.dotEnv == changed)
            try bench.expectOnly()
        }
    }

    /// With --yes, of a directory whose file changes between the first look and the lock.
    private func underYes(
        _ arguments: [String], _ before: String, _ changed: String, _ body: (ChangeBench, ChildProcess) throws -> Void
    ) throws {
        try ChangeBench.with(before) { bench in
            // By the time the service is asked the file was read: what changes now is seen under the lock.
            try bench.hold(1)
            let child = try bench.start(arguments + ["--yes", "--timeout", "100s"], ["JARVIS_OPS_ENVIRONMENT": "staging"])
            defer { child.stop() }
            try waitUntil("it looks for the first time") { bench.isHeld(1) }
            try bench.fixture.write(changed, to: "jarvis/.env")
            bench.release(1)
            try body(bench, child)
            try bench.expectOnly()
        }
    }

    @Test("With --yes there is no second question: a plan to turn on that changed before the lock was taken is refused")
    func changedUnderYes() throws {
        let changed = ChangeBench.neither + "JARVIS_USE_MESH_SYNC=off\n"
        try underYes(["mesh", "enable", "sync"], ChangeBench.neither, changed) { (bench, child) throws in
            #expect(try child.wait() == 77, "\(child.output)")
            #expect(child.output.contains("the approval was for another plan"))
            #expect(try bench.dotEnv == changed)
            #expect(try bench.runs().first?.outcome == "refused")
        }
    }

    @Test("What only turns off goes on, by the plan as it is then: it is shown, and --yes answers it")
    func changedUnderYesOff() throws {
        try underYes(ChangeBench.disableAll, ChangeBench.both, ChangeBench.both + "JARVIS_USE_MESH_SYNC=on\n") { (bench, child) throws in
            #expect(try child.wait() == 0, "\(child.output)")
            #expect(child.output.contains("something changed") && child.output.contains("now `on`"), "\(child.output)")
            let lines = try bench.dotEnv.split(separator: "\n")
            #expect(lines.last { $0.hasPrefix("JARVIS_USE_MESH_SYNC=") } == "JARVIS_USE_MESH_SYNC=0")
        }
    }

    @Test("What changes after the last look is seen just before the write, and nothing is written over it")
    func changedUnderLock() throws {
        try ChangeBench.with { bench in
            try bench.hold(2)
            let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"])
            defer { child.stop() }
            try waitUntil("it looks again under the lock") { bench.isHeld(2) }
            let changed = ChangeBench.both.replacing("MESH_ATTEST=1", with: "MESH_ATTEST=on")
            try bench.fixture.write(changed, to: "jarvis/.env")
            bench.release(2)
            #expect(try child.wait() == 1, "\(child.output)")
            #expect(child.output.contains("it is not as it was when the plan was made"))
            #expect(try bench.dotEnv == changed)
            #expect(try bench.lastSteps() == ["mesh/disable.attest not-run"])
            try bench.expectOnly()
        }
    }

    @Test(
        "Off a terminal there is no question and no silent yes: the option is named",
        arguments: [[], ["--no-input"], ["--confirm", "mesh"], ["-o", "json"], ["-q"]])
    func noTerminal(options: [String]) throws {
        try ChangeBench.with { bench in
            let run = try bench.run(ChangeBench.disableAll + options)
            #expect(run.code == 77)
            #expect((run.output + run.errors).contains("--yes"))
            #expect(try bench.dotEnv == ChangeBench.both)
            try bench.expectOnly()
        }
    }

    @Test("However quiet, what is asked about is shown before the question")
    func quiet() throws {
        try ChangeBench.with { bench in
            let run = try answer(bench, [.see(Self.question), .type("n\n")], ChangeBench.disableAll + ["-q"])
            #expect(run.code == 77, "\(run.shown)")
            let plan = try #require(run.shown.firstRange(of: "mesh/disable.sync  Set JARVIS_USE_MESH_SYNC=0 in .env:2"))
            let question = try #require(run.shown.firstRange(of: Self.question))
            #expect(plan.upperBound < question.lowerBound, "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    @Test("At a terminal --no-input asks nothing", arguments: [["--no-input"], ["-o", "json"]])
    func noInput(options: [String]) throws {
        try ChangeBench.with { bench in
            let run = try answer(bench, [], ChangeBench.disableAll + options)
            #expect(run.code == 77)
            #expect(!run.shown.contains(Self.question))
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    @Test("At a terminal --yes asks nothing, and the journal says that an option answered")
    func option() throws {
        try ChangeBench.with { bench in
            let run = try answer(bench, [], ChangeBench.disableAll + ["--yes"])
            #expect(run.code == 0, "\(run.shown)")
            #expect(!run.shown.contains(Self.question))
            #expect(try bench.lastRows().first { $0.table == .approvals }?.body["means"]?.text == "option")
        }
    }
}
