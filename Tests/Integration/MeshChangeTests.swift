import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// `mesh enable` and `mesh disable`: what is refused and with which code, and what a dry run shows.
@Suite(.ownThread) struct MeshChangeTests {
    // MARK: - Refusals

    /// What stands in the way at the same time; the earlier in the contract's order decides.
    struct Obstacles: OptionSet, CustomTestStringConvertible, Sendable {
        let rawValue: Int
        /// A word that is none: 64.
        static let word = Obstacles(rawValue: 1)
        /// A runbook that is not there: 66.
        static let runbook = Obstacles(rawValue: 2)
        /// No smoke checks in production: 77.
        static let rule = Obstacles(rawValue: 4)
        /// Nobody said yes: 77.
        static let approval = Obstacles(rawValue: 8)
        /// The directory is no Jarvis: 78.
        static let directory = Obstacles(rawValue: 16)
        /// The state directory is a file: 73.
        static let journal = Obstacles(rawValue: 32)
        /// Somebody else holds the lock: 75.
        static let lock = Obstacles(rawValue: 64)

        static let all: [(Obstacles, code: Int32, word: String)] = [
            (.word, 64, "usage"), (.runbook, 66, "runbook-missing"), (.directory, 78, "no-jarvis"), (.rule, 77, "flags-off-unless-smoke"),
            (.approval, 77, "approval-missing"), (.journal, 73, "journal"), (.lock, 75, "locked"),
        ]
        var testDescription: String { Obstacles.all.filter { contains($0.0) }.map(\.word).joined(separator: ", ") }
    }

    /// Each alone, every two of them, and all together.
    static let meetings: [Obstacles] =
        (0..<7).flatMap { first in (first..<7).map { Obstacles(rawValue: 1 << first | 1 << $0) } } + [Obstacles(rawValue: 127)]

    @Test("Of all that stands in the way, the first in the contract's order gives the exit code", arguments: meetings)
    func precedence(_ obstacles: Obstacles) throws {
        try ChangeBench.with("X=1\n") { bench in
            let flag = obstacles.contains(.rule) ? ["mesh", "enable"] : ["mesh", "disable"]
            var arguments = flag + [obstacles.contains(.word) ? "everything" : "sync", "-o", "json"]
            if !obstacles.contains(.approval) { arguments.append("--yes") }
            if obstacles.contains(.runbook) { arguments += ["--runbook", bench.fixture.path("none.md")] }
            let target = obstacles.contains(.directory) ? try bench.fixture.makeDirectory("empty") : bench.directory
            var environment = ["JARVIS_HOME": target]
            if obstacles.contains(.journal) { environment["XDG_STATE_HOME"] = try bench.fixture.write("", to: "a-file") }
            let holder = obstacles.contains(.lock) ? try LockHolder(target, bench.fixture) : nil
            defer { holder?.stop() }
            let before = try bench.fixture.snapshot().filter { $0.key.hasPrefix(target) }
            let run = try bench.run(arguments, environment)
            let expected = try #require(Obstacles.all.first { obstacles.contains($0.0) })
            #expect(run.code == expected.code, "\(run.output) \(run.errors)")
            #expect(try run.json()["error"]?["code"]?.text == expected.word)
            try Schema.check(run.output, "error")
            let after = try bench.fixture.snapshot().filter { $0.key.hasPrefix(target) }
            #expect(after == before)
        }
    }

    @Test("An environment file that cannot be read stops what turns on, and not what turns off", arguments: ["link", "directory"])
    func unreadableFile(kind: String) throws {
        try ChangeBench.with { (bench) throws in
            let path = bench.fixture.path("jarvis/.env")
            #expect(unlink(path) == 0)
            #expect((kind == "link" ? symlink("nowhere", path) : mkdir(path, 0o755)) == 0)
            let off = try bench.run(ChangeBench.disableAll + ["--yes"])
            #expect(off.code != 66, "\(off.output) \(off.errors)")
            #expect((off.output + off.errors).contains("by hand, as whoever may write it"), "\(off.output) \(off.errors)")
            let on = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(on.code == 66 && on.errors.contains("To turn the mesh off by hand"), "\(on.errors)")
        }
    }

    @Test("A directory that an option names and that is not there is a missing input, for changes and looks alike")
    func noDirectory() throws {
        try ChangeBench.with { (bench) throws in
            for command in [
                ChangeBench.disableAll + ["--yes"], ["diagnose", "mesh"], ["triage"], ["mesh", "status"], ["rollback", "mesh", "-n"],
            ] {
                #expect(try bench.run(command + ["-C", "/nowhere/at/all"]).code == 66, "\(command)")
            }
        }
    }

    @Test(
        "Words that are none are refused before anything is looked at",
        arguments: [["enable", "all"], ["enable"], ["disable"], ["enable", "sync", "attest"], ["disable", "Sync"], ["toggle", "sync"]])
    func words(arguments: [String]) throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(["mesh"] + arguments + ["--yes"]).code == 64)
            #expect(try Files.list(bench.state) == [])
        }
    }

    // MARK: - Production

    @Test(
        "Production is the default, and only the process environment can say otherwise",
        arguments: [
            (nil, "", 77), ("production", "", 77), ("dev", "", 77), ("Development", "", 77), ("", "", 77),
            (nil, "JARVIS_OPS_ENVIRONMENT=development\n", 77), ("production", "JARVIS_OPS_ENVIRONMENT=staging\n", 77),
            ("development", "", 0), ("staging", "", 0), ("staging", "JARVIS_OPS_ENVIRONMENT=production\n", 0),
        ] as [(String?, String, Int32)])
    func production(environment: String?, dotEnv: String, code: Int32) throws {
        try ChangeBench.with(dotEnv + "X=1\n") { bench in
            let run = try bench.run(["mesh", "enable", "sync", "--yes"], environment.map { ["JARVIS_OPS_ENVIRONMENT": $0] } ?? [:])
            #expect(run.code == code, "\(run.output) \(run.errors)")
            #expect(try bench.dotEnv == dotEnv + "X=1\n" + (code == 0 ? "JARVIS_USE_MESH_SYNC=1\n" : ""))
            #expect((code == 77) == run.errors.contains("flags-off-unless-smoke"))
            try bench.expectOnly()
        }
    }

    @Test("Turning on what the file says is on is judged all the same", arguments: [true, false])
    func alreadyOn(isRunning: Bool) throws {
        try ChangeBench.with { bench in
            try bench.runService(sync: isRunning, attest: isRunning)
            let run = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("flags-off-unless-smoke"))
        }
    }

    @Test("Turning off needs no smoke, attestation goes before sync, and sync alone is refused while attestation is on")
    func order() throws {
        try ChangeBench.with { bench in
            let alone = try bench.run(["mesh", "disable", "sync", "--yes"])
            #expect(alone.code == 77)
            #expect(alone.errors.contains("attest-before-sync") && alone.errors.contains("mesh disable all"))
            #expect(try bench.run(["mesh", "disable", "attest", "--yes"]).code == 0)
            #expect(try bench.dotEnv == ChangeBench.both.replacing("ATTEST=1", with: "ATTEST=0"))
            #expect(try bench.run(["mesh", "disable", "sync", "--yes"]).code == 0)
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("On: sync first, then attestation, when the service is seen to run with sync")
    func on() throws {
        try ChangeBench.with(ChangeBench.neither) { bench in
            let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]
            let early = try bench.run(["mesh", "enable", "attest", "--yes"], staging)
            #expect(early.code == 77)
            #expect(early.errors.contains("attest-before-sync"))
            #expect(try bench.run(["mesh", "enable", "sync", "--yes"], staging).code == 0)
            #expect(try bench.run(["mesh", "enable", "attest", "--yes"], staging).code == 0)
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    // MARK: - Dry run

    @Test(
        "A dry run writes nothing at all, neither in the Jarvis directory nor in the state directory",
        arguments: [
            (ChangeBench.disableAll, [:], 0), (["mesh", "disable", "attest"], [:], 0), (["mesh", "enable", "sync"], [:], 77),
            (["mesh", "disable", "sync"], [:], 77), (["mesh", "enable", "sync"], ["JARVIS_OPS_ENVIRONMENT": "staging"], 0),
            (ChangeBench.disableAll + ["--yes"], [:], 0), (ChangeBench.disableAll + ["--no-input"], [:], 0),
        ] as [([String], [String: String], Int32)], [false, true])
    func dryRun(_ test: ([String], [String: String], Int32), hasJournal: Bool) throws {
        try ChangeBench.with { bench in
            if hasJournal { _ = try bench.run(["diagnose", "mesh"]) }
            let places = [bench.directory, bench.state]
            let before = try bench.fixture.snapshot().filter { file in places.contains { file.key.hasPrefix($0) } }
            #expect(before.keys.contains { $0.hasSuffix("journal.db") } == hasJournal)
            let (arguments, environment, code) = test
            let json = try bench.run(arguments + ["--dry-run", "-o", "json"], environment)
            #expect(json.code == code, "\(json.output) \(json.errors)")
            try Schema.check(json.output, "plan")
            let steps = try json.json()["steps"]?.array ?? []
            #expect(steps.contains { $0["verdict"]?.text == "refused" } == (code == 77))
            let text = try bench.run(arguments + ["-n"], environment)
            #expect(text.code == code)
            #expect(text.output.contains("Nothing was changed"))
            let after = try bench.fixture.snapshot().filter { file in places.contains { file.key.hasPrefix($0) } }
            #expect(after == before, "\(after.keys.sorted())")
        }
    }

    @Test("The plan shows for each change the old value, the new one and the way back; what hangs on a change is unknown")
    func plan() throws {
        try ChangeBench.with { bench in
            let steps = try bench.run(ChangeBench.disableAll + ["-n", "-o", "json"]).json()["steps"]?.array ?? []
            #expect(steps.map { $0["id"]?.text } == ["mesh/disable.attest", "mesh/disable.sync", "mesh/disable.verify"])
            let first = try #require(steps.first)
            #expect(first["before"]?.text == "1")
            #expect(first["after"]?.text == "0")
            #expect(first["undo"]?.text == "write JARVIS_USE_MESH_ATTEST=1 to .env")
            #expect(first["verdict"]?.text == "needs-approval")
            #expect(steps.last?["state"]?.text == "unknown")
        }
    }

    @Test("The hash is the same for the same plan, and another one for other facts")
    func planHash() throws {
        try ChangeBench.with { bench in
            let hash = { try bench.run(ChangeBench.disableAll + ["-n", "-o", "json"]).json()["plan_sha256"]?.text }
            let first = try hash()
            #expect(first != nil)
            #expect(try hash() == first)
            try bench.fixture.write(ChangeBench.both.replacing("SYNC=1", with: "SYNC=on"), to: "jarvis/.env")
            #expect(try hash() != first)
        }
    }
}

/// Another program that holds the lock of a directory.
final class LockHolder {
    private let server: PythonServer

    init(_ directory: String, _ fixture: Fixture) throws {
        server = try PythonServer(
            """
            import fcntl, os, sys, time
            fcntl.flock(os.open(sys.argv[1] + "/.jarvis-ops.hold", os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)
            print("ready 1", flush=True)
            time.sleep(3600)
            """, in: fixture, name: "lock-holder", arguments: [directory])
    }

    func stop() { server.process.stop() }
}
