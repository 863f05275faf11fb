import Glibc
import SystemKit
import TestSupport
import Testing

/// What others could have written is used, and that is said.
@Suite(.ownThread) struct LooseFileTests {
    @Test(
        "An environment file that everybody may write is said, and none that only its owner or group may",
        arguments: [(0o666, true), (0o602, true), (0o664, false), (0o600, false)] as [(UInt32, Bool)])
    func environmentFile(mode: UInt32, isSaid: Bool) throws {
        try ChangeBench.with { (bench) throws in
            try #require(chmod(bench.directory + "/.env", mode) == 0)
            for arguments in [["diagnose", "mesh"], ChangeBench.disableAll + ["-n"], ChangeBench.disableAll + ["--yes"]] {
                let run = try bench.run(arguments)
                #expect(run.errors.contains("\(bench.directory)/.env may be written by everybody") == isSaid, "\(run.errors)")
            }
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("A journal that others may write, or that is another user's, is said", .enabled(if: getuid() == 0))
    func journal() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).errors.contains("the journal may be written") == false)
            let anchor = bench.state + "/jarvis-ops/journal.anchor"
            try #require(chmod(anchor, 0o666) == 0 && chown(anchor, 65534, 65534) == 0)
            let run = try bench.run(["runs"])
            #expect(run.code == 0)
            #expect(run.errors.contains("may be written by others (\(anchor), mode 0666)"), "\(run.errors)")
            #expect(run.errors.contains("chmod go-w \(anchor)\n"), "\(run.errors)")
            try #require(chmod(anchor, 0o600) == 0)
            let theirs = try bench.run(["runs"])
            #expect(theirs.code == 0 && theirs.errors.contains("belongs to another user (\(anchor), nobody)"), "\(theirs.errors)")
        }
    }

    @Test(
        "A journal's directory that others may write is said by whatever uses it, and one of its owner's alone is not",
        arguments: [(0o777, true), (0o770, true), (0o702, true), (0o755, false), (0o700, false)] as [(UInt32, Bool)])
    func journalDirectory(mode: UInt32, isSaid: Bool) throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(["diagnose", "mesh"]).errors.contains("may be written by others") == false)
            let directory = bench.state + "/jarvis-ops"
            try #require(chmod(directory, mode) == 0)
            for arguments in [
                ["diagnose", "mesh"], ["runs"], ["report", "last"], ["audit", "verify"], ChangeBench.disableAll + ["-n"],
                ChangeBench.disableAll + ["--yes"],
            ] {
                let run = try bench.run(arguments)
                #expect(run.errors.contains("may be written by others (\(directory), mode") == isSaid, "\(arguments): \(run.errors)")
                #expect(!isSaid || run.errors.contains("chmod go-w \(directory)"), "\(run.errors)")
            }
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }
}
