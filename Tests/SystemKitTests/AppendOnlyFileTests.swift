import Glibc
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct AppendOnlyFileTests {
    @Test("The lock is on the file, whatever it is called, is told with its holder, and ends with its value")
    func lock() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("", to: "file")
            #expect(try FileLocks.holders(of: path) == [])
            var first: AppendOnlyFile? = try AppendOnlyFile(path, creates: false)
            #expect(try first?.lock() == true)
            let other = try AppendOnlyFile(fixture.directory + "/./file", creates: false)
            #expect(try other.lock() == false)
            #expect(try FileLocks.holders(of: path) == [ProcessIdentity.current().pid])
            #expect(first?.identity == other.identity)
            first = nil
            #expect(try other.lock() == true)
        }
    }

    @Test("It stays the file that was opened when another one takes its name")
    func identity() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("", to: "file")
            let file = try AppendOnlyFile(path, creates: false)
            #expect(try Files.identity(path) == file.identity)
            try Files.remove(path)
            try fixture.write("", to: "held-inode")
            try fixture.write("", to: "file")
            #expect(try Files.identity(path) != file.identity)
        }
    }

    @Test(
        "A file that goes with another one has its mode, so that whoever writes the one may write the other",
        arguments: [0o600, 0o664, 0o666] as [UInt32])
    func access(mode: UInt32) throws {
        try Fixture.with { fixture in
            let model = try AppendOnlyFile(try fixture.write("", to: "model", mode: 0o600), creates: false)
            model.takeAccess(of: try AppendOnlyFile(try made(fixture, mode), creates: false))
            #expect(try permissions(fixture.path("model")) == mode)
        }
    }

    @Test(
        "What another member of the group makes beside a file is the group's too, whatever the umask",
        .enabled(if: getuid() == 0 && Files.isExecutable("/usr/bin/setpriv"), "it needs root and setpriv"))
    func groupAccess() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("outbox")
            let outbox = try fixture.write("", to: "outbox/outbox.jsonl")
            for (path, mode) in [(fixture.directory, 0o755), (directory, 0o770), (outbox, 0o660)] as [(String, mode_t)] {
                try #require(chmod(path, mode) == 0 && chown(path, 61_001, 61_000) == 0)
            }
            let note = directory + "/note"
            let script = "umask 077; exec '\(SystemHelper.path)' note '\(note)' '\(outbox)'"
            let child = try ChildProcess(
                ["setpriv", "--reuid=61002", "--regid=61002", "--groups=61000", "sh", "-c", script], output: fixture.path("out"))
            #expect(try child.wait() == 0, "\(child.output)")
            var status = stat()
            stat(note, &status)
            #expect(status.st_uid == 61_002 && status.st_gid == 61_000 && status.st_mode & 0o777 == 0o660)
        }
    }

    private func made(_ fixture: Fixture, _ mode: UInt32) throws -> String {
        let path = try fixture.write("", to: "other", mode: 0o600)
        #expect(chmod(path, mode) == 0)
        return path
    }

    private func permissions(_ path: String) throws -> UInt32 {
        var status = stat()
        #expect(stat(path, &status) == 0)
        return status.st_mode & 0o777
    }
}
