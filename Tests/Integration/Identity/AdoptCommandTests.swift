import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A damaged journal stops what relies on it, until a person adopts it.
@Suite(.ownThread) struct AdoptCommandTests {
    private static let adopt = ["audit", "adopt", "--reason", "a disk was full"]

    /// An early row says something else; the end of the chain is as it was.
    private func damage(_ bench: ChangeBench, _ statement: String = "update runs set body = '{}' where seq = 1") throws {
        try bench.fixture.sql(statement, bench.state)
    }

    @Test("Without its name nothing is adopted: 77 with the option, nobody's yes is it, and the reason is wanted")
    func asks() throws {
        try ChangeBench.with { (bench) throws in
            _ = try bench.run(["diagnose", "mesh"])
            try damage(bench)
            let before = try bench.fixture.snapshot()
            for options in [[], ["--yes"], ["--no-input"], ["-o", "json"], ["--confirm", "mesh"]] {
                let run = try bench.run(Self.adopt + options)
                #expect(run.code == 77, "\(options): \(run.errors)")
                #expect((run.errors + run.output).contains("audit adopt --reason 'a disk was full' --confirm adopt"), "\(run.errors)")
            }
            for reason in ["", "  "] { #expect(try bench.run(["audit", "adopt", "--reason", reason, "--confirm", "adopt"]).code == 64) }
            #expect(try bench.run(["audit", "adopt", "--confirm", "adopt"]).code == 64)
            let dry = try bench.run(Self.adopt + ["-n", "-o", "json"])
            #expect(dry.code == 0 && dry.errors.isEmpty, "\(dry.errors)")
            try Schema.check(dry.output, "audit-adopted")
            let document = try dry.json()
            #expect(document["adopted"]?.bool == false && document["findings"]?.array?.isEmpty == false)
            #expect(try bench.fixture.snapshot() == before)
        }
    }

    @Test("Where nothing is wrong, or nothing is there, there is nothing to adopt")
    func nothing() throws {
        try ChangeBench.with { (bench) throws in
            let none = try bench.run(Self.adopt + ["-o", "json"])
            #expect(none.code == 0)
            try Schema.check(none.output, "audit-adopted")
            #expect(try none.json()["state"]?.text == "absent")
            _ = try bench.run(["diagnose", "mesh"])
            let whole = try bench.run(Self.adopt)
            #expect(whole.code == 0 && whole.output.contains("verifies: nothing to adopt"), "\(whole.output) \(whole.errors)")
            #expect(try bench.runs().count == 1)
        }
    }

    @Test("At a terminal what is wrong is shown and the name is typed", arguments: [("adopt\n", 0), ("y\n", 77)] as [(String, Int32)])
    func terminal(answer: String, code: Int32) throws {
        try ChangeBench.with { (bench) throws in
            _ = try bench.run(["diagnose", "mesh"])
            try damage(bench)
            let run = try TerminalRun(
                Self.adopt, in: bench.fixture, environment: bench.environment, [.see("Type adopt to go on:"), .type(answer)])
            #expect(run.code == code, "\(run.shown)")
            #expect(run.shown.contains("the row was edited"), "\(run.shown)")
            #expect(try Journal.verify(directory: bench.state + "/jarvis-ops").isWhole == (code == 0))
        }
    }

    @Test("The new chain verifies and says what it follows; the old runs are shown, and neither resumed nor abandoned")
    func after() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            let old = try #require(try bench.runs().first?.id)
            try damage(bench, "update runs set at = at + 1 where seq = 1")
            let found = try Journal.verify(directory: bench.state + "/jarvis-ops")
            let adopted = try bench.run(Self.adopt + ["--confirm", "adopt", "-o", "json"])
            #expect(adopted.code == 0, "\(adopted.errors)")
            try Schema.check(adopted.output, "audit-adopted")
            let check = try bench.run(["audit", "verify", "-o", "json"])
            #expect(check.code == 0)
            try Schema.check(check.output, "audit")
            let adoption = try #require(try check.json()["adoption"])
            #expect(adoption["reason"]?.text == "a disk was full" && adoption["findings"]?.int == found.findings.count)
            #expect(adoption["anchored"]?["head"]?.text == found.anchored?.hash && adoption["head"]?["rows"]?.int == found.head.rows)
            let me = try ProcessIdentity.current()
            #expect(adoption["by"]?["user"]?.text == me.user)
            let text = try bench.run(["audit", "verify"]).output
            #expect(text.contains("were adopted damaged") && text.contains("a disk was full"), "\(text)")

            let list = try bench.run(["runs"])
            #expect(list.output.contains(old) && list.output.contains("in a damaged journal"), "\(list.output)")
            #expect(!list.output.contains("runs resume"), "\(list.output)")
            let runs = try bench.run(["runs", "-o", "json"])
            try Schema.check(runs.output, "runs")
            #expect(
                try runs.json()["runs"]?.array?.map { $0["damaged_journal"]?.bool == true } == [false, true], "\(runs.output)")
            let shown = try bench.run(["runs", "show", "last"]).output
            #expect(shown.contains("adopted a damaged journal") && shown.contains("a disk was full"), "\(shown)")
            let show = try bench.run(["runs", "show", old, "-o", "json"])
            try Schema.check(show.output, "run-record")
            #expect(try show.json()["steps"]?.array?.count == 1)
            let report = try bench.run(["report", old, "--format", "json"])
            try Schema.check(report.output, "report")
            #expect(try report.json()["audit"]?["warning"]?.text?.contains("adopted as damaged") == true)
            for command in [["runs", "resume", old], ["runs", "resume", old, "--undo"], ["runs", "abandon", old]] {
                let run = try bench.run(command + ["--yes"])
                #expect(run.code == 77 && run.errors.contains("adopted as damaged"), "\(command): \(run.code) \(run.errors)")
            }
            // Once more is nothing.
            #expect(try bench.run(Self.adopt + ["--confirm", "adopt"]).output.contains("nothing to adopt"))
        }
    }

    @Test("Turning off wants a damaged journal adopted, says the command, and goes on then", arguments: ["middle", "end", "file", "gone"])
    func turningOff(kind: String) throws {
        try ChangeBench.with { (bench) throws in
            _ = try bench.run(["diagnose", "mesh"])
            let database = bench.state + "/jarvis-ops/journal.db"
            switch kind {
            case "middle": try damage(bench)
            case "end": try damage(bench, "delete from runs where event = 'ended'")
            case "file": try bench.fixture.write(Array(repeating: 7, count: 9000), to: "state/jarvis-ops/journal.db")
            default: try #require(unlink(database) == 0)
            }
            let spaced = bench.fixture.path("it's here")
            try #require(symlink("jarvis", spaced) == 0)
            let before = try bench.fixture.snapshot()
            for command in [ChangeBench.disableAll, ["rollback", "mesh", "--confirm", "mesh"], ["mesh", "enable", "sync"]] {
                let run = try bench.run(command + ["--yes"])
                #expect(run.code == 77, "\(command): \(run.code) \(run.errors)")
                #expect(run.errors.contains(" jarvis-ops -C \(bench.directory) audit adopt --reason TEXT --confirm adopt\n"), "\(run.errors)")
                let there = try bench.run(command + ["--yes", "-C", spaced, "-o", "json"])
                #expect(there.code == 77)
                let quoted = "jarvis-ops -C '\(spaced.replacing("'", with: "'\\''"))' audit adopt --reason TEXT --confirm adopt"
                #expect(try there.json()["error"]?["hint"]?.text?.hasSuffix(quoted) == true, "\(there.output)")
                #expect(try bench.run(command + ["-n"]).code == 77)
            }
            #expect(try bench.fixture.snapshot() == before)
            let resume = try bench.run(["runs", "resume", "last", "--yes"])
            #expect(["middle", "end"].contains(kind) || resume.code == 77 && resume.errors.contains("audit adopt"), "\(resume.errors)")
            #expect(try bench.run(Self.adopt + ["--confirm", "adopt"]).code == 0)
            let run = try bench.run(ChangeBench.disableAll + ["--yes"])
            #expect(run.code == 0, "\(run.errors)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectWholeJournal()
        }
    }

    @Test("While a run is at work its journal is not taken from it")
    func running() throws {
        try ChangeBench.with { (bench) throws in
            try bench.hold(ChangeBench.verification)
            let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"])
            defer { child.stop() }
            try waitUntil("it is in its verification") { bench.isHeld(ChangeBench.verification) || !child.isRunning }
            try damage(bench, "update runs set at = at + 1 where seq = 1")
            let adopt = try bench.run(Self.adopt + ["--confirm", "adopt"])
            #expect(adopt.code == 75 && adopt.errors.contains("is still running: pid \(child.processID)"), "\(adopt.errors)")
            bench.release(ChangeBench.verification)
            #expect(try child.wait() == 0, "\(child.output)")
            #expect(try bench.run(Self.adopt + ["--confirm", "adopt"]).code == 0)
        }
    }

    @Test(
        "What people say is not written into a journal that does not verify",
        arguments: [["runs", "note", "x"], ["runs", "abandon", "last"]])
    func words(command: [String]) throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            try damage(bench, "update runs set at = at + 1 where seq = 1")
            let run = try bench.run(command + ["--yes"])
            #expect(run.code == 77 && run.errors.contains("jarvis-ops -C \(bench.directory) audit adopt --reason TEXT"), "\(run.code) \(run.errors)")
        }
    }

    @Test("A smoke result from before an adoption lets nothing go on")
    func smoke() throws {
        try SmokeBench.with { bench in
            #expect(try bench.smoke(["sync"]).run.code == 0)
            let enable = ["mesh", "enable", "sync", "--yes"]
            try bench.fixture.sql("update runs set at = at + 1 where seq = 1", bench.change.state)
            #expect(try bench.change.run(enable).code == 77)
            #expect(try bench.change.run(Self.adopt + ["--confirm", "adopt"]).code == 0)
            let run = try bench.change.run(enable)
            #expect(run.code == 77 && run.errors.contains("flags-off-unless-smoke"), "\(run.errors)")
            #expect(try bench.smoke(["sync"]).run.code == 0)
            #expect(try bench.change.run(enable).code == 0)
        }
    }

    @Test("An acknowledgement that was written by somebody else opens nothing, nor does one from before an adoption")
    func acknowledgement() throws {
        try SmokeBench.with { bench in
            try bench.outbox([SmokeTests.line("evt 1", "invalid_envelope", reason: "hash_mismatch")])
            let acknowledge = ["mesh", "acknowledge", "evt 1", "--reason", "looked at"]
            #expect(try bench.change.run(acknowledge).code == 0)
            #expect(try bench.smoke(["sync"]).checks("failed") == [])
            try bench.fixture.sql("update observations set body = replace(body, 'looked', 'glanced')", bench.change.state)
            #expect(try bench.smoke(["sync"]).checks("failed") == ["outbox"])
            #expect(try bench.change.run(acknowledge).code == 77)
            #expect(try bench.change.run(Self.adopt + ["--confirm", "adopt"]).code == 0)
            #expect(try bench.smoke(["sync"]).checks("failed") == ["outbox"])
            #expect(try bench.change.run(acknowledge).code == 0)
            #expect(try bench.smoke(["sync"]).checks("failed") == [])
        }
    }

    @Test("A commit whose end is not known stays asked about after an adoption", .enabled(if: RetryBench.isPossible))
    func uncertainCommit() throws {
        try RetryBench.with { (bench) throws in
            let nats = try bench.server()
            try bench.makeAttestation("kill")
            try bench.makeOutbox([["id": "e"]])
            #expect(try bench.retry(["--yes"], RetryCommitTests.on, nats: nats).code == 1)
            // Another's note beside the outbox is gone, and the journal alone remembers.
            for name in try Files.list(Paths.parent(bench.outbox)) where name.hasSuffix("-commits") {
                unlink(Paths.parent(bench.outbox) + "/" + name)
            }
            try bench.fixture.sql("update runs set at = at + 1 where seq = 1", bench.state)
            let damaged = try bench.retry(["--yes"], RetryCommitTests.on, nats: nats)
            #expect(damaged.code == 77 && damaged.errors.contains("jarvis-ops -C \(bench.directory) audit adopt --reason TEXT"))
            #expect(try bench.run(Self.adopt + ["--confirm", "adopt"]).code == 0)
            try bench.makeAttestation("committed")
            let asked = try bench.retry(["--yes"], RetryCommitTests.on, nats: nats)
            #expect(asked.code == 77 && asked.errors.contains("--confirm mesh/retry.e"), "\(asked.errors)")
            // By another spelling of the directory it is the same Jarvis.
            try #require(symlink("jarvis", bench.fixture.path("link")) == 0)
            let link = try Run(
                ["-C", bench.fixture.path("link"), "mesh", "retry", "--yes"], environment: bench.variables(RetryCommitTests.on, nats))
            #expect(link.code == 77 && link.errors.contains("--confirm mesh/retry.e"), "\(link.errors)")
            #expect(try bench.retry(["--yes", "--confirm", "mesh/retry.e"], RetryCommitTests.on, nats: nats).code == 0)
        }
    }
}

extension Fixture {
    /// What somebody with a database tool does to the journal.
    func sql(_ statement: String, _ state: String) throws {
        try PythonServer.run(
            "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.executescript(sys.argv[2])\nc.commit()", in: self, name: "sql",
            arguments: [state + "/jarvis-ops/journal.db", statement])
    }
}
