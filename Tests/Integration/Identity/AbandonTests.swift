import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Giving a run up is asked about, under the lock, and never done to a run that goes on.
@Suite(.ownThread) struct AbandonTests {
    @Test("Nobody's yes is no yes: 77 names the option, and the run stays open", arguments: [[], ["--no-input"], ["-o", "json"]])
    func asks(options: [String]) throws {
        try ChangeBench.with { bench in
            try bench.cutOff()
            let run = try bench.run(["runs", "abandon", "last"] + options)
            #expect(run.code == 77 && (run.errors + run.output).contains("--yes"), "\(run.errors)")
            #expect(try bench.runs().map(\.state) == [.running])
            #expect(try bench.run(["runs", "abandon", "last", "--yes"]).code == 0)
            #expect(try bench.runs().map(\.state) == [.abandoned])
            try bench.expectOnly()
        }
    }

    @Test("At a terminal it is asked, and shows which run", arguments: [("y\n", 0), ("\n", 77)] as [(String, Int32)])
    func terminal(answer: String, code: Int32) throws {
        try ChangeBench.with { bench in
            try bench.cutOff()
            let id = try #require(try bench.runs().first?.id)
            let run = try TerminalRun(
                ["runs", "abandon", "last"], in: bench.fixture, environment: bench.environment,
                [.see("Abandon it"), .type(answer)])
            #expect(run.code == code, "\(run.shown)")
            #expect(
                run.shown.contains("run \(id): mesh disable all") && run.shown.contains("mesh/disable.attest was begun"), "\(run.shown)")
        }
    }

    @Test("A run that goes on is shown so, with its process, and is neither resumed nor abandoned")
    func running() throws {
        try ChangeBench.with { bench in
            try bench.hold(ChangeBench.verification)
            let first = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"], name: "first")
            defer { first.stop() }
            try waitUntil("the first is in its verification") { bench.isHeld(ChangeBench.verification) }
            let list = try bench.run(["runs"]).output
            let user = try ProcessIdentity.current().user
            #expect(list.contains("running (pid \(first.processID), \(user), since 20") && !list.contains("runs resume"), "\(list)")
            let document = try bench.run(["runs", "-o", "json"])
            try Schema.check(document.output, "runs")
            #expect(try document.json()["runs"]?.array?.first?["running"]?["pid"]?.int == Int(first.processID))
            for action in [["abandon"], ["resume"], ["resume", "--undo"]] {
                let run = try bench.run(["runs", "\(action[0])", "last", "--yes"] + action.dropFirst())
                #expect(run.code == 75, "\(action): \(run.output) \(run.errors)")
                #expect(run.errors.contains("is still running: pid \(first.processID), \(user), since 20"), "\(run.errors)")
            }
            bench.release(ChangeBench.verification)
            #expect(try first.wait() == 0, "\(first.output)")
            #expect(try bench.runs().map(\.state) == [.ended])
        }
    }

    @Test("Whoever holds the lock is not written about behind their back")
    func locked() throws {
        try ChangeBench.with { bench in
            try bench.cutOff()
            let helper = try ChildProcess(
                [SystemHelper.path, "lock", bench.directory, bench.fixture.path("release")], output: bench.fixture.path("helper"))
            defer { helper.stop() }
            try waitUntil("it is locked") { helper.output.hasPrefix("locked") }
            let run = try bench.run(["runs", "abandon", "last", "--yes"])
            #expect(run.code == 75 && run.errors.contains("process \(helper.processID)"), "\(run.errors)")
            #expect(try bench.runs().map(\.state) == [.running])
        }
    }
}
