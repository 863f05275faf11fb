import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A run that was cut off is finished or taken back, and nothing is done twice unasked.
@Suite struct ResumeTests {
    /// Turning flags on again is judged as turning on: only outside production is it let through without smoke checks.
    private static let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]

    /// Killed right after the first flag was written, before that could be recorded.
    private func cutOff(_ bench: ChangeBench) throws {
        let memory = try HeldMemory(bench)
        defer { memory.release() }
        let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"], name: "cut-off")
        defer { child.stop() }
        try waitUntil("the first flag is written") {
            guard child.isRunning else { throw TestSupportError("it ended: \(child.output)") }
            return try bench.dotEnv.contains("ATTEST=0")
        }
        child.stop()
        #expect(try bench.lastSteps() == ["mesh/disable.attest intended"])
    }

    @Test("A write that is seen to have happened counts as done: the rest is done, and its name need not be given")
    func settled() throws {
        try ChangeBench.with { (bench) throws in
            try cutOff(bench)
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
            try cutOff(bench)
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
            try cutOff(bench)
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
            try cutOff(bench)
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
            try cutOff(bench)
            _ = try bench.run(["diagnose", "mesh"])
            #expect(try bench.run(ChangeBench.disableAll).code == 77)
            #expect(try bench.runs().count == 3)
            let run = try bench.run(["runs", "resume", "last", "--yes"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try bench.runs().map(\.outcome).last == "done")
        }
    }

    @Test("It is taken up for the Jarvis that it was begun for, wherever that is typed")
    func elsewhere() throws {
        try ChangeBench.with { (bench) throws in
            try cutOff(bench)
            let other = try bench.fixture.makeDirectory("other")
            try bench.fixture.write(ChangeBench.both, to: "other/.env")
            #expect(try bench.run(["runs", "resume", "last", "--yes"], ["JARVIS_HOME": other]).code == 0)
            #expect(try bench.dotEnv == ChangeBench.neither)
            #expect(try Files.read(other + "/.env") == Array(ChangeBench.both.utf8))
        }
    }

    @Test("Taken back: sync first, attestation when the service was seen to run with sync, byte for byte what it was, once")
    func undo() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let first = try #require(try bench.runs().first?.id)
            let production = try bench.run(["runs", "resume", first, "--undo", "--yes"])
            #expect(production.code == 77, "\(production.output)")
            #expect(production.errors.contains("flags-off-unless-smoke"))
            let half = try bench.run(["runs", "resume", first, "--undo", "--yes", "-o", "json"], Self.staging)
            #expect(half.code == 1, "\(half.output) \(half.errors)")
            try Schema.check(half.output, "run")
            #expect(try half.json()["outcome"]?.text == "stopped")
            let steps = try half.json()["steps"]?.array ?? []
            #expect(steps.map { $0["id"]?.text } == ["undo/sync", "undo/verify", "undo/later"])
            #expect(steps.last?["because"]?.text?.contains("give the same command again then") == true)
            #expect(try bench.dotEnv == ChangeBench.both.replacing("ATTEST=1", with: "ATTEST=0"))
            let whole = try bench.run(["runs", "resume", first, "--undo", "--yes"], Self.staging)
            #expect(whole.code == 0, "\(whole.output) \(whole.errors)")
            #expect(try bench.dotEnv == ChangeBench.both)
            let again = try bench.run(["runs", "resume", first, "--undo", "--yes"], Self.staging)
            #expect(again.code == 1)
            #expect(again.errors.contains("abandoned or taken back"))
            #expect(try bench.dotEnv == ChangeBench.both)
            try bench.expectWholeJournal()
        }
    }

    @Test("Turning on is taken back in production too, at once, also where the line was not there before", arguments: ["0", "", nil])
    func undoEnable(old: String?) throws {
        let before = "A=1\n" + (old.map { "JARVIS_USE_MESH_SYNC=\($0)\n" } ?? "")
        try ChangeBench.with(before) { (bench) throws in
            #expect(try bench.run(["mesh", "enable", "sync", "--yes"], Self.staging).code == 0)
            #expect(try bench.dotEnv == "A=1\nJARVIS_USE_MESH_SYNC=1\n")
            let back = try bench.run(["runs", "resume", "last", "--undo", "--yes"])
            #expect(back.code == 0, "\(back.output) \(back.errors)")
            #expect(try bench.dotEnv == (old == nil ? "A=1\nJARVIS_USE_MESH_SYNC=0\n" : before))
        }
    }

    @Test("A run that was cut off is taken back as far as it came")
    func undoHalf() throws {
        try ChangeBench.with { (bench) throws in
            try cutOff(bench)
            let back = try bench.run(["runs", "resume", "last", "--undo", "--yes"], Self.staging)
            #expect(back.code == 0, "\(back.output) \(back.errors)")
            #expect(try bench.dotEnv == ChangeBench.both)
            let isOpen = try bench.runs().map(\.isOpen)
            #expect(isOpen == [false, false])
        }
    }

    @Test("Lines that were added and mean nothing stay; there is nothing to take back")
    func undoAddition() throws {
        try ChangeBench.with("A=1\n") { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let back = try bench.run(["runs", "resume", "last", "--undo", "--yes"])
            #expect(back.code == 0, "\(back.output) \(back.errors)")
            #expect(back.output.contains("There was nothing to do."))
            #expect(try bench.dotEnv == "A=1\nJARVIS_USE_MESH_ATTEST=0\nJARVIS_USE_MESH_SYNC=0\n")
        }
    }

    @Test("A line that was added over an older variable is taken out again, for that one is on")
    func undoOverOlder() throws {
        let before = "JARVIS_MESH_ATTESTATION_ENABLED=1\nJARVIS_USE_MESH_SYNC=1\n"
        try ChangeBench.with(before) { (bench) throws in
            #expect(try bench.run(["mesh", "disable", "attest", "--yes"]).code == 0)
            #expect(try bench.dotEnv == before + "JARVIS_USE_MESH_ATTEST=0\n")
            #expect(try bench.run(["runs", "resume", "last", "--undo", "--yes"]).code == 77)
            let back = try bench.run(["runs", "resume", "last", "--undo", "--yes"], Self.staging)
            #expect(back.code == 0, "\(back.output) \(back.errors)")
            #expect(try bench.dotEnv == before)
        }
    }

    @Test("What others changed elsewhere in the file since stays")
    func undoChanged() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(["mesh", "disable", "attest", "--yes"]).code == 0)
            let first = try #require(try bench.runs().first?.id)
            try bench.fixture.write("# new\n" + (try bench.dotEnv) + "LATER=1\n", to: "jarvis/.env")
            #expect(try bench.run(["runs", "resume", first, "--undo", "--yes"], Self.staging).code == 0)
            #expect(try bench.dotEnv == "# new\n" + ChangeBench.both + "LATER=1\n")
        }
    }

    @Test("A service that was recreated is recreated again, and its log kept first")
    func undoRecreation() throws {
        try ChangeBench.with { (bench) throws in
            let compose = try StandInCompose(bench)
            try bench.runService(sync: true, attest: true)
            let off = try bench.run(ChangeBench.disableAll + ["--yes"], compose.environment)
            #expect(off.code == 0, "\(off.output) \(off.errors)")
            let environment = compose.environment.merging(Self.staging) { $1 }
            let first = try #require(try bench.runs().first?.id)
            let half = try bench.run(["runs", "resume", first, "--undo", "--yes", "-o", "json"], environment)
            #expect(half.code == 1, "\(half.output) \(half.errors)")
            let steps = (try half.json()["steps"]?.array ?? []).compactMap { $0["id"]?.text }
            #expect(steps == ["capture/logs", "capture/memory", "undo/sync", "undo/recreate", "undo/verify", "undo/later"])
            let whole = try bench.run(["runs", "resume", first, "--undo", "--yes"], environment)
            #expect(whole.code == 0, "\(whole.output) \(whole.errors)")
            let ups = try compose.calls.filter { $0.hasPrefix("up ") }
            #expect(ups.count == 3)
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    @Test("A recreation that was cut off: when the service runs as wanted it was done")
    func cutOffRecreation() throws {
        try ChangeBench.with { (bench) throws in
            let compose = try StandInCompose(bench)
            try bench.runService(sync: true, attest: true)
            try compose.hold()
            let child = try bench.start(ChangeBench.disableAll + ["--yes"], compose.environment)
            defer { child.stop() }
            try waitUntil("docker-compose is at work") { compose.isHeld || !child.isRunning }
            child.stop()
            compose.release()
            // The engine did it all the same.
            try bench.runService(sync: false, attest: false)
            let resumed = try bench.run(["runs", "resume", "last", "--yes"], compose.environment)
            #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
            let ups = try compose.calls.filter { $0.hasPrefix("up ") }
            #expect(ups.count == 1)
        }
    }

    @Test("A recreation that was cut off and did not happen is done again when its name is given")
    func cutOffBeforeRecreation() throws {
        try ChangeBench.with { (bench) throws in
            let compose = try StandInCompose(bench)
            try bench.runService(sync: true, attest: true)
            try compose.hold()
            let child = try bench.start(ChangeBench.disableAll + ["--yes"], compose.environment)
            defer { child.stop() }
            try waitUntil("docker-compose is at work") { compose.isHeld || !child.isRunning }
            child.stop()
            try compose.abort()
            let unasked = try bench.run(["runs", "resume", "last", "--yes"], compose.environment)
            #expect(unasked.code == 77)
            #expect(unasked.errors.contains("--confirm mesh/disable.recreate"), "\(unasked.errors)")
            let asked = try bench.run(["runs", "resume", "last", "--yes", "--confirm", "mesh/disable.recreate"], compose.environment)
            #expect(asked.code == 0, "\(asked.output) \(asked.errors)")
        }
    }
}
