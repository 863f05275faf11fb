import Glibc
import SystemKit
import TestSupport
import Testing

/// A responder who is not root, on a machine where others work too.
@Suite(.ownThread) struct OtherUserTests {
    static let isPossible: Bool = {
        if getuid() == 0, Files.isExecutable("/usr/bin/setpriv") { return true }
        print("NOT TESTED: responders of different users; it needs root and setpriv")
        return false
    }()
    private static let nobody: UInt32 = 65534
    private static let asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

    /// Gives everything of the bench to nobody, but for the Jarvis directory as asked.
    private func give(_ bench: ChangeBench, directory owner: UInt32, _ mode: UInt32, file: UInt32, _ fileMode: UInt32) {
        chmod(bench.fixture.directory, 0o755)
        for name in ["state", "memory"] { chown(bench.fixture.path(name), Self.nobody, Self.nobody) }
        chown(bench.directory, owner, owner)
        chmod(bench.directory, mode)
        chown(bench.directory + "/.env", file, file)
        chmod(bench.directory + "/.env", fileMode)
    }

    private func run(_ bench: ChangeBench, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let child = try bench.start(arguments, ["HOME": bench.state, "TMPDIR": "/tmp"], prefix: Self.asNobody, name: "nobody")
        return (try child.wait(), child.output)
    }

    @Test(
        "What may not be written is not written, though a rename could get around it, and nothing is left",
        .enabled(if: isPossible),
        arguments: [
            // Directory: owner, mode; file: owner, mode; exit code.
            (65534, 0o755, 65534, 0o600, 0), (65534, 0o755, 65534, 0o400, 1), (65534, 0o755, 0, 0o644, 1), (0, 0o755, 65534, 0o600, 73),
            (65534, 0o555, 65534, 0o600, 73),
        ] as [(UInt32, UInt32, UInt32, UInt32, Int32)])
    func permissions(directory: UInt32, mode: UInt32, file: UInt32, fileMode: UInt32, code: Int32) throws {
        try ChangeBench.with { (bench) throws in
            give(bench, directory: directory, mode, file: file, fileMode)
            let result = try run(bench, ChangeBench.disableAll + ["--yes"])
            #expect(result.code == code, "\(result.output)")
            #expect(try bench.dotEnv == (code == 0 ? ChangeBench.neither : ChangeBench.both))
            try bench.expectOnly()
            var status = stat()
            stat(bench.directory + "/.env", &status)
            #expect(status.st_uid == file && status.st_mode & 0o777 == fileMode)
        }
    }

    @Test(
        "What another user's journal may know of a file is not known to a rollback: it stays, and that is said", .enabled(if: isPossible))
    func otherJournal() throws {
        try ChangeBench.with { (bench) throws in
            give(bench, directory: Self.nobody, 0o755, file: Self.nobody, 0o600)
            for name in ["jarvis/lifeos", "jarvis/lifeos/config", "theirs"] {
                try bench.fixture.makeDirectory(name)
                chown(bench.fixture.path(name), Self.nobody, Self.nobody)
            }
            let path = "lifeos/config/jarvis.json"
            let first =
                "{\"providers\":{\"groq\":{\"enabled\":true,\"priority\":1},\"ollama\":{\"enabled\":true,\"priority\":2}},\"router\":{\"provider\":\"groq\"}}\n"
            try bench.fixture.write(first, to: "jarvis/" + path)
            chown(bench.directory + "/" + path, Self.nobody, Self.nobody)
            // Their run switched the provider; what it replaced is in their journal.
            let theirs = try bench.start(
                ["resolve", "provider-failures", "--provider", "ollama", "--skip", "provider-failures/resolution.1", "--yes"],
                ["HOME": bench.state, "TMPDIR": "/tmp", "XDG_STATE_HOME": bench.state], prefix: Self.asNobody, name: "theirs-run")
            _ = try theirs.wait()
            let switched = String(decoding: try Files.read(bench.directory + "/" + path), as: UTF8.self)
            try #require(switched != first, "\(theirs.output)")
            let ours = try bench.fixture.makeDirectory("ours")
            let rollback = try bench.run(["rollback", "mesh", "-n"], ["XDG_STATE_HOME": ours])
            #expect(rollback.code == 0, "\(rollback.output) \(rollback.errors)")
            #expect(rollback.output.contains("The configuration stays: no run in this journal changed \(path)"), "\(rollback.output)")
            #expect(String(decoding: try Files.read(bench.directory + "/" + path), as: UTF8.self) == switched)
        }
    }

    @Test("The file of another group keeps its owner and group, or is left alone", .enabled(if: isPossible))
    func otherGroup() throws {
        try ChangeBench.with { (bench) throws in
            give(bench, directory: Self.nobody, 0o755, file: Self.nobody, 0o660)
            chown(bench.directory + "/.env", 0, Self.nobody)
            let result = try run(bench, ChangeBench.disableAll + ["--yes"])
            #expect(result.code == 1, "\(result.output)")
            #expect(result.output.contains("belongs to another user or group"))
            #expect(try bench.dotEnv == ChangeBench.both)
            try bench.expectOnly()
        }
    }

    @Test("Whoever may not write the directory learns it, and whose it is, before the plan is shown", .enabled(if: isPossible))
    func unwritable() throws {
        try ChangeBench.with { (bench) throws in
            give(bench, directory: 0, 0o755, file: 0, 0o644)
            let result = try run(bench, ChangeBench.disableAll + ["--yes"])
            #expect(result.code == 73, "\(result.output)")
            #expect(
                result.output.contains("\(bench.directory) may not be written by nobody: it belongs to root (mode 0755)"),
                "\(result.output)")
            #expect(!result.output.contains("mesh/disable"), "\(result.output)")
            try bench.expectOnly()
            // To look takes no right to write.
            #expect(try run(bench, ["mesh", "flags"]).code == 0)
            #expect(try run(bench, ChangeBench.disableAll + ["--dry-run"]).code == 0)
        }
    }

    @Test("Whoever may only look into the directory keeps nobody from turning flags off", .enabled(if: isPossible))
    func lookers() throws {
        try ChangeBench.with { (bench) throws in
            chmod(bench.fixture.directory, 0o755)
            let child = try ChildProcess(
                Self.asNobody + ["flock", bench.directory, "sleep", "600"], output: bench.fixture.path("flock.out"))
            defer { child.stop() }
            try waitUntil("it is held") { try FileLocks.holders(of: bench.directory)?.isEmpty == false }
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectOnly()
        }
    }

    @Test("A holder who left no record is named, with how to end it", .enabled(if: isPossible))
    func holderWithoutRecord() throws {
        try ChangeBench.with { (bench) throws in
            let path = bench.directory + "/.jarvis-ops.hold"
            let child = try ChildProcess(["flock", path, "sleep", "600"], output: bench.fixture.path("flock.out"))
            defer { child.stop() }
            try waitUntil("it is held") { try FileLocks.holders(of: path)?.isEmpty == false }
            let pid = try #require(try FileLocks.holders(of: path)?.first)
            let run = try bench.run(ChangeBench.disableAll + ["--yes"])
            #expect(run.code == 75)
            #expect(run.errors.contains("process \(pid) (root: ") && run.errors.contains("sleep 600)"), "\(run.errors)")
            #expect(run.errors.contains("kill \(pid)"), "\(run.errors)")
        }
    }

    @Test("The lock excludes other users, who are told who holds it", .enabled(if: isPossible))
    func lock() throws {
        try ChangeBench.with { (bench) throws in
            give(bench, directory: Self.nobody, 0o755, file: Self.nobody, 0o600)
            try bench.hold(ChangeBench.verification)
            let other = try bench.fixture.makeDirectory("other-state")
            let first = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"], ["XDG_STATE_HOME": other])
            defer { first.stop() }
            try waitUntil("root is in the verification") { bench.isHeld(ChangeBench.verification) || !first.isRunning }
            let second = try run(bench, ChangeBench.disableAll + ["--yes"])
            #expect(second.code == 75, "\(second.output)")
            #expect(second.output.contains("process \(first.processID)"))
            bench.release(ChangeBench.verification)
            #expect(try first.wait() == 0, "\(first.output)")
        }
    }
}
