import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Two people woken by the same page: one changes, the other is told who does, and looking never waits for anybody.
@Suite(.ownThread) struct ResponderTests {
    /// A first responder who is in the middle of a change: all is written, and the service does not answer the verification yet.
    private func inTheMiddle(_ bench: ChangeBench) throws -> ChildProcess {
        try bench.hold(ChangeBench.verification)
        let first = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"], name: "first")
        try waitUntil("the first is in its verification") {
            guard first.isRunning else { throw TestSupportError("the first ended: \(first.output)") }
            return bench.isHeld(ChangeBench.verification)
        }
        return first
    }

    @Test("The second is told who is at work, on which host, in which process and on what, and changes nothing")
    func second() throws {
        try ChangeBench.with { bench in
            let first = try inTheMiddle(bench)
            defer { first.stop() }
            let between = try bench.dotEnv
            let second = try bench.run(["mesh", "disable", "attest", "--yes"])
            #expect(second.code == 75, "\(second.output) \(second.errors)")
            let me = try ProcessIdentity.current()
            #expect(second.errors.contains("\(me.user)@\(me.host) (process \(first.processID)): mesh disable all, since "))
            #expect(second.output == "")
            let document = try bench.run(["mesh", "disable", "attest", "--yes", "-o", "json"])
            #expect(document.code == 75)
            try Schema.check(document.output, "error")
            #expect(try document.json()["error"]?["code"]?.text == "locked")
            #expect(try bench.dotEnv == between)
            bench.release(ChangeBench.verification)
            #expect(try first.wait() == 0, "\(first.output)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectOnly()
        }
    }

    @Test(
        "Looking needs no lock",
        arguments: [
            ["mesh", "flags"], ["diagnose", "mesh"], ["list"], ["explain", "mesh/recovery.3a"], ["triage"], ["doctor"],
        ])
    func looking(arguments: [String]) throws {
        try ChangeBench.with { bench in
            let first = try inTheMiddle(bench)
            defer { first.stop() }
            let look = try bench.run(arguments)
            #expect([0, 1, 2].contains(look.code), "\(look.errors)")
            bench.release(ChangeBench.verification)
            #expect(try first.wait() == 0, "\(first.output)")
        }
    }

    @Test("A dry run beside a change says that the change would be refused now, and why")
    func dryRun() throws {
        try ChangeBench.with { bench in
            let first = try inTheMiddle(bench)
            defer { first.stop() }
            let dry = try bench.run(ChangeBench.disableAll + ["--dry-run"])
            #expect(dry.code == 77, "\(dry.errors)")
            #expect(dry.output.contains("another responder is at work"))
            bench.release(ChangeBench.verification)
            #expect(try first.wait() == 0, "\(first.output)")
        }
    }

    @Test("A first that stands still holds the lock all the same")
    func stopped() throws {
        try ChangeBench.with { bench in
            let first = try inTheMiddle(bench)
            defer { first.stop() }
            first.signal(SIGSTOP)
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 75)
            first.signal(SIGCONT)
            bench.release(ChangeBench.verification)
            #expect(try first.wait() == 0, "\(first.output)")
        }
    }

    @Test("A first that was killed is recognised as dead: the second goes on, and says who died in the middle of what")
    func killed() throws {
        try ChangeBench.with { bench in
            let first = try inTheMiddle(bench)
            first.stop()
            #expect(Files.exists(bench.directory + "/.jarvis-ops.lock"))
            let second = try bench.run(["mesh", "disable", "attest", "--yes"])
            #expect(second.code == 0, "\(second.output) \(second.errors)")
            let me = try ProcessIdentity.current()
            #expect(second.errors.contains("the previous responder, \(me.user)@\(me.host) (process \(first.processID)): mesh disable all"))
            #expect(second.errors.contains("died in the middle of it: what it did may be half done"))
            try bench.expectOnly()
            // Both are remembered: the first as one that did not end.
            let runs = try bench.runs()
            #expect(runs.map(\.state) == [.ended, .running])
            let began = try bench.lastRows().first { $0.event == "began" }
            #expect(began?.body["after_death_of"]?["pid"]?.int == Int(first.processID))
            let list = try bench.run(["runs"])
            #expect(list.output.contains("not ended"))
            let third = try bench.run(["mesh", "disable", "attest", "--yes"])
            #expect(!third.errors.contains("died"), "it is said once: \(third.errors)")
        }
    }

    @Test("What a dead owner's record says cannot reach the terminal raw")
    func forged() throws {
        try ChangeBench.with { bench in
            try bench.fixture.write(
                """
                {"schema":"jarvis-ops/lock/v1","user":"ann\\u001b]0;x\\u0007","host":"h","pid":4711,"boot_id":"b","start_ticks":1,\
                "command":"mesh\\u001b[2J","since":"2026-11-24T03:00:00.000Z"}
                """, to: "jarvis/.jarvis-ops.lock")
            let run = try bench.run(ChangeBench.disableAll + ["--yes"])
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.errors.contains("the previous responder, ann"))
            #expect(!run.errors.contains("\u{1B}"))
        }
    }

    @Test("Of many at once, every one ends as done or as told about another, and the file is whole")
    func many() throws {
        try ChangeBench.with { bench in
            let children = try (0..<6).map { try bench.start(ChangeBench.disableAll + ["--yes"], name: "many-\($0)") }
            defer { for child in children { child.stop() } }
            let codes = try children.map { try $0.wait() }
            // 77: the plan was for a file that another one changed in between.
            #expect(codes.allSatisfy { [0, 75, 77].contains($0) }, "\(codes) \(children.map(\.output))")
            #expect(codes.contains(0))
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectOnly()
            try bench.expectWholeJournal()
        }
    }
}
