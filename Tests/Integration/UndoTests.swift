import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A run is taken back, the last step first, under all rules.
@Suite(.ownThread) struct UndoTests {
    /// Turning flags on again is judged as turning on: only outside production is it let through without smoke checks.
    private static let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]

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
            try bench.cutOff()
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

    @Test("An undo that came half way is resumed like any other run, and then the first run is over")
    func resumeUndo() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let first = try #require(try bench.runs().first?.id)
            #expect(try bench.run(["runs", "resume", first, "--undo", "--yes"], Self.staging).code == 1)
            let resumed = try bench.run(["runs", "resume", "last", "--yes"], Self.staging)
            #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
            #expect(try bench.dotEnv == ChangeBench.both)
            let outcomes = try bench.runs().map(\.outcome)
            #expect(outcomes == ["done", "abandoned"])
        }
    }

    @Test("What is done and left nothing to take back stays done; what was taken back is listed so")
    func nothingToTakeBack() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(["mesh", "disable", "attest", "--yes"]).code == 0)
            let first = try #require(try bench.runs().first?.id)
            // It is off already: this one changes nothing.
            #expect(try bench.run(["mesh", "disable", "attest", "--yes"]).code == 0)
            let second = try #require(try bench.runs().first?.id)
            let nothing = try bench.run(["runs", "resume", second, "--undo", "--yes"])
            #expect(nothing.code == 0, "\(nothing.output) \(nothing.errors)")
            #expect(nothing.errors.contains("nothing that can be taken back"))
            #expect(try bench.runs().first { $0.id == second }?.outcome == "done")
            #expect(try bench.run(["runs", "resume", first, "--undo", "--yes"], Self.staging).code == 0)
            let listed = try bench.run(["runs"]).output
            #expect(listed.contains("taken back") && !listed.contains("abandoned"), "\(listed)")
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
}
