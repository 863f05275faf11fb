import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// What stands in the way of a change from outside: broken files, closed streams, limits.
@Suite(.ownThread) struct MeshHardeningTests {
    @Test("Memory writes that failed before do not keep the mesh from being turned off")
    func failingMemory() throws {
        try ChangeBench.with { bench in
            try bench.fixture.write(String(repeating: "no database ", count: 100), to: "memory/jarvis.db")
            let run = try bench.run(ChangeBench.disableAll + ["--yes"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(run.output.contains("as before, memory writes fail"))
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test(
        "A .env that cannot be read is not taken for one that says off",
        arguments: ["a directory", "a pipe", "too long", "a loop", "a link to nothing"])
    func unreadableDotEnv(what: String) throws {
        try ChangeBench.with(nil) { bench in
            let path = bench.directory + "/.env"
            switch what {
            case "a directory": try bench.fixture.makeDirectory("jarvis/.env")
            case "a pipe": try #require(mkfifo(path, 0o600) == 0)
            case "a link to nothing": try #require(symlink("nothing", path) == 0)
            case "a loop": try #require(symlink(".env", path) == 0)
            default: try bench.fixture.write("JARVIS_USE_MESH_SYNC=1\n#" + String(repeating: "x", count: 2 << 20), to: "jarvis/.env")
            }
            for arguments in [["mesh", "flags"], ["mesh", "enable", "sync", "--yes"]] {
                let run = try bench.run(arguments + ["-o", "json"])
                #expect(run.code == 66, "\(arguments): \(run.output) \(run.errors)")
                #expect(try run.json()["error"]?["message"]?.text?.contains(".env") == true)
            }
            // Turning off does not wait for it.
            let off = try bench.run(ChangeBench.disableAll + ["-n", "-o", "json"])
            #expect(off.code == 0, "\(off.output) \(off.errors)")
            let writes = try off.json()["steps"]?.array?.filter { $0["title"]?.text?.hasPrefix("Set JARVIS_USE_MESH_") == true } ?? []
            #expect(writes.count == 2 && writes.allSatisfy { $0["kind"]?.text == "manual" }, "\(off.output)")
            #expect(try bench.run(["diagnose", "mesh"]).errors.contains(".env"))
        }
    }

    @Test("A pipe in the place of a file holds nobody up", arguments: ["data/mesh/outbox.jsonl", "docker-compose.yml"])
    func pipes(name: String) throws {
        try ChangeBench.with { bench in
            try bench.fixture.makeDirectory("jarvis/data/mesh")
            try #require(mkfifo(bench.directory + "/" + name, 0o600) == 0)
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
        }
    }

    @Test("Streams that are closed get no file's number: nothing is printed into a file, and it shows")
    func closedStreams() throws {
        try ChangeBench.with { bench in
            let shell = ["sh", "-c", "exec \"$0\" \"$@\" <&- >&-"]
            let child = try bench.start(ChangeBench.disableAll + ["--yes"], prefix: shell)
            #expect(try child.wait() == 74)
            #expect(child.output.contains("the result cannot be written: Bad file descriptor"), "\(child.output)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            try bench.expectWholeJournal()
        }
    }

    @Test("A limit on the size of files is an error that is told, and no death")
    func fileSizeLimit() throws {
        try ChangeBench.with { bench in
            let shell = ["sh", "-c", "ulimit -f 0; exec \"$0\" \"$@\""]
            let code = try bench.start(ChangeBench.disableAll + ["--yes"], prefix: shell).wait()
            #expect([73, 74].contains(code))
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    @Test("Without /proc the command line is understood all the same", .enabled(if: SmallDisk.isPossible))
    func withoutProc() throws {
        try ChangeBench.with { bench in
            let shell = ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /proc && exec \"$0\" \"$@\""]
            for (arguments, code, word) in [(["mesh", "disable", "everything"], 64, "everything"), (ChangeBench.disableAll, 74, "/proc")]
                as [([String], Int32, String)]
            {
                let child = try bench.start(arguments + ["--yes"], prefix: shell)
                #expect(try child.wait() == code)
                #expect(child.output.contains(word), "\(child.output)")
            }
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

}
