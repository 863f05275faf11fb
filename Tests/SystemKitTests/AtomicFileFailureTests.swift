import Glibc
import TestSupport
import Testing

@testable import SystemKit

/// What a full disk and a kill leave, tried with a process of its own.
@Suite(.ownThread) struct AtomicFileFailureTests {
    @Test("When the disk is full the file stays as it was, and no temporary file is left")
    func fullDisk() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            let big = try fixture.write([UInt8](repeating: 7, count: 300_000), to: "big")
            // The shell's limit counts blocks of 512 or 1024 bytes: 64 of them are too few for the new text.
            let process = try ChildProcess(
                ["sh", "-c", "ulimit -f 64; exec \"$@\" | cat", "sh", SystemHelper.path, "replace", path, big], output: fixture.path("out"))
            #expect(try process.wait() == 0)
            #expect(process.output.hasPrefix("error: write ") && process.output.contains("File too large"))
            #expect(try Files.list(fixture.directory) == ["big", "file", "out"])
            #expect(try Files.read(path) == Array("old".utf8))
        }
    }

    @Test("On a small file system of its own that is full, likewise", .enabled(if: canMount))
    func fullFileSystem() throws {
        try Fixture.with { fixture in
            let big = try fixture.write([UInt8](repeating: 7, count: 300_000), to: "big")
            try fixture.makeDirectory("disk")
            let script = """
                mount -t tmpfs -o size=64k none "$1" && printf old > "$1/file" && { "$2" replace "$1/file" "$3"; cat "$1/file"; ls -A "$1"; }
                """
            let process = try ChildProcess(
                ["unshare", "-rm", "sh", "-c", script, "sh", fixture.path("disk"), SystemHelper.path, big], output: fixture.path("out"))
            #expect(try process.wait() == 0)
            #expect(process.output.contains("No space left on device"))
            #expect(process.output.hasSuffix("oldfile\n"))
        }
    }

    @Test("Killed at any call, the file is the old one or the new one, and the next replacement clears up", .enabled(if: canTrace))
    func killedAnywhere() throws {
        try Fixture.with { fixture in
            let new = try fixture.write([UInt8](repeating: 7, count: 5000), to: "source")
            try fixture.makeDirectory("place")
            let old = Array("old".utf8)
            var leftovers = 0
            for call in ["write", "fchmod", "fsync", "renameat", "flock"] {
                for number in 1...2 {
                    try fixture.write(old, to: "place/file")
                    let process = try ChildProcess(
                        Strace.words(call, "signal=KILL:when=\(number)") + [SystemHelper.path, "replace", fixture.path("place/file"), new],
                        output: fixture.path("out"))
                    let code = try process.wait()
                    let left = try Files.list(fixture.path("place")).filter { $0 != "file" }
                    leftovers += left.count
                    let text = try Files.read(fixture.path("place/file"))
                    #expect(text == old || text == [UInt8](repeating: 7, count: 5000))
                    #expect(code == 137 || (code == 0 && text != old && left.isEmpty), "\(call) \(number): \(code)")
                    #expect(left.allSatisfy { TemporaryName($0)?.name == "file" })
                    try AtomicFile.replace(fixture.path("place/file"), with: [1])
                    #expect(try Files.list(fixture.path("place")) == ["file"])
                }
            }
            #expect(leftovers >= 4)
        }
    }

    @Test("Only what a dead process left for the same file is removed")
    func leftovers() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            let ended = try ChildProcess(["true"], output: fixture.path("out"))
            _ = try ended.wait()
            let dead = ended.processID
            let me = try ProcessIdentity.current()
            let kept = [
                ".file.\(me.pid)-\(me.startTicks)-0123456789abcdef.new", ".other.\(dead)-1-0123456789abcdef.new",
                ".file.\(dead)-1-0123456789abcde.new", ".file.\(dead)-1-0123456789abcdef.old", ".file.new",
                ".file.0-1-0123456789abcdef.new",
            ]
            // The number of this process with another start is somebody who is gone.
            let gone = [".file.\(dead)-1-0123456789abcdef.new", ".file.\(me.pid)-\(me.startTicks &+ 1)-0123456789abcdef.new"]
            for name in kept + gone { try fixture.write("x", to: name) }
            let linked = ".file.\(dead)-2-0123456789abcdef.new"
            try #require(symlink("file", fixture.path(linked)) == 0)
            let held = ".file.\(dead)-3-0123456789abcdef.new"
            let descriptor = open(try fixture.write("x", to: held), O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            try #require(flock(descriptor, LOCK_EX) == 0)

            try AtomicFile.replace(path, with: [1])
            #expect(try Set(Files.list(fixture.directory)) == Set(kept + [linked, held, "file", "out"]))
        }
    }
}

/// Whether this user may make a mount namespace of its own.
private let canMount = works(["unshare", "-rm", "true"])
private let canTrace = works(["strace", "-o", "/dev/null", "true"])

private func works(_ command: [String]) -> Bool {
    (try? Fixture.with { try ChildProcess(command, output: $0.path("out")).wait() }) == 0
}
