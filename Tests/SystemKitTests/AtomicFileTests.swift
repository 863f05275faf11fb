import Glibc
import TestSupport
import Testing

@testable import SystemKit

@Suite(.ownThread) struct AtomicFileTests {
    @Test("A file is replaced whole, and nothing else is left in its directory", arguments: [0, 1, 4096, 3_000_001])
    func replaces(size: Int) throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: ".env")
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try AtomicFile.replace(path, with: bytes, expecting: Array("old".utf8))
            #expect(try Files.read(path) == bytes)
            #expect(try Files.list(fixture.directory) == [".env"])
        }
    }

    @Test("The mode stays, whatever the umask", arguments: [0o600, 0o640, 0o644, 0o666, 0o755, 0o660] as [UInt32])
    func keepsMode(mode: UInt32) throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            try #require(chmod(path, mode) == 0)
            try AtomicFile.replace(path, with: Array("new".utf8))
            #expect(try Look(path).mode == mode)
        }
    }

    @Test("Owner and group stay", .enabled(if: geteuid() == 0))
    func keepsOwner() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            try #require(chown(path, 1234, 5678) == 0 && chmod(path, 0o2640) == 0)
            try AtomicFile.replace(path, with: Array("new".utf8))
            let look = try Look(path)
            #expect(look.user == 1234 && look.group == 5678 && look.mode == 0o2640)
        }
    }

    @Test("A file that another wrote meanwhile is left as that one wrote it", arguments: ["other", "old longer", "ol", "", "OLD"])
    func refusesChanged(other: String) throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            #expect(throws: AtomicFileError.changed(path: path)) {
                try AtomicFile.replace(path, with: [1], expecting: Array("old".utf8)) { () throws(AtomicFileError) in
                    do throws(SystemError) { try fixture.write(other, to: "file") } catch { throw .system(error) }
                }
            }
            #expect(try fixture.snapshot() == [path: Array(other.utf8)])
        }
    }

    @Test("A file that was removed, replaced by a link or given another mode meanwhile has changed")
    func refusesOtherFile() throws {
        let changes: [@Sendable (String) -> Bool] = [
            { unlink($0) == 0 }, { unlink($0) == 0 && symlink("elsewhere", $0) == 0 }, { chmod($0, 0o600) == 0 },
            { link($0, $0 + ".second") == 0 }, { unlink($0) == 0 && mkdir($0, 0o755) == 0 },
        ]
        for change in changes {
            try Fixture.with { fixture in
                let path = try fixture.write("old", to: "file")
                try fixture.write("old", to: "elsewhere")
                var isDone = false
                #expect(throws: AtomicFileError.changed(path: path)) {
                    try AtomicFile.replace(path, with: [1], expecting: Array("old".utf8)) { isDone = change(path) }
                }
                #expect(isDone)
                #expect(try fixture.snapshot().values.allSatisfy { $0 == Array("old".utf8) })
                #expect(try !Files.list(fixture.directory).contains { $0.hasSuffix(".new") })
            }
        }
    }

    @Test("A link stays a link, and what it leads to is replaced in its own directory")
    func followsLinks() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("real")
            let target = try fixture.write("old", to: "real/env")
            let path = fixture.path(".env")
            try #require(symlink("real/env", path) == 0)
            var seen: [String] = []
            try AtomicFile.replace(path, with: Array("new".utf8), expecting: Array("old".utf8)) {
                seen = (try? Files.list(fixture.path("real"))) ?? []
            }
            #expect(Files.linkTarget(path) == "real/env")
            #expect(try Files.read(target) == Array("new".utf8))
            #expect(seen.count == 2 && seen.contains { TemporaryName($0)?.name == "env" })
            #expect(try Files.list(fixture.directory) == [".env", "real"] && Files.list(fixture.path("real")) == ["env"])
        }
    }

    @Test("While it is written the temporary file is its owner's alone, or as open as the file it replaces")
    func temporaryFileIsPrivate() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file", mode: 0o600)
            var modes: [UInt32] = []
            try AtomicFile.replace(path, with: [1], expecting: nil) {
                for name in (try? Files.list(fixture.directory)) ?? [] { modes.append((try? Look(fixture.path(name)).mode) ?? 0) }
            }
            #expect(modes == [0o600, 0o600])
        }
    }

    @Test("What cannot be replaced says so and stays")
    func refusals() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            try #require(link(path, fixture.path("second")) == 0)
            #expect(throws: AtomicFileError.hardLinked(path: path, names: 2)) { try AtomicFile.replace(path, with: [1]) }
            let directory = try fixture.makeDirectory("directory")
            #expect(throws: AtomicFileError.notRegular(path: directory)) { try AtomicFile.replace(directory, with: [1]) }
            let pipe = fixture.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
            #expect(throws: AtomicFileError.notRegular(path: pipe)) { try AtomicFile.replace(pipe, with: [1]) }
            for missing in ["missing", "missing/file", "file/below"] {
                let error = #expect(throws: AtomicFileError.self) { try AtomicFile.replace(fixture.path(missing), with: [1]) }
                #expect(error?.systemError?.isMissing == true)
            }
            let names = try Files.list(fixture.directory)
            #expect(names == ["directory", "file", "pipe", "second"])
            #expect(try Files.read(path) == Array("old".utf8))
        }
    }

    @Test("Attributes of users go with the file")
    func keepsAttributes() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("old", to: "file")
            let set = "import os,sys\ntry: os.setxattr(sys.argv[1], 'user.note', b'kept')\nexcept OSError as e: print('none')"
            guard try PythonServer.run(set, in: fixture, arguments: [path]) == "" else { return }
            try AtomicFile.replace(path, with: Array("new".utf8))
            let get = "import os,sys\nprint(os.getxattr(sys.argv[1], 'user.note'))"
            #expect(try PythonServer.run(get, in: fixture, arguments: [path]) == "b'kept'\n")
        }
    }

    @Test("A new file has exactly the mode asked for, and takes nobody's place")
    func creates() throws {
        try Fixture.with { fixture in
            let path = fixture.path("new")
            try AtomicFile.create(path, with: [1, 2], mode: 0o666)
            #expect(try Look(path).mode == 0o666 && Files.read(path) == [1, 2])
            #expect(throws: AtomicFileError.exists(path: path)) { try AtomicFile.create(path, with: [3], mode: 0o600) }
            let link = fixture.path("link")
            try #require(symlink("nowhere", link) == 0)
            #expect(throws: AtomicFileError.exists(path: link)) { try AtomicFile.create(link, with: [3], mode: 0o600) }
            for wrong in ["", fixture.directory + "/", fixture.path("."), fixture.path("none/file")] {
                #expect(throws: AtomicFileError.self) { try AtomicFile.create(wrong, with: [3], mode: 0o600) }
            }
            #expect(try Files.list(fixture.directory) == ["link", "new"] && Files.read(path) == [1, 2])
        }
    }

    @Test("A file of the program's own takes the place of a link without following it")
    func puts() throws {
        try Fixture.with { fixture in
            let victim = try fixture.write("mine", to: "victim")
            let path = fixture.path("record")
            try #require(symlink("victim", path) == 0)
            try AtomicFile.put(path, with: [7], mode: 0o644)
            #expect(Files.linkTarget(path) == nil)
            #expect(try Files.read(path) == [7] && Files.read(victim) == Array("mine".utf8))
            try AtomicFile.put(path, with: [8], mode: 0o600)
            #expect(try Look(path).mode == 0o600 && Files.read(path) == [8])
            let directory = try fixture.makeDirectory("directory")
            #expect(throws: AtomicFileError.self) { try AtomicFile.put(directory, with: [9], mode: 0o600) }
            #expect(try Files.list(fixture.directory) == ["directory", "record", "victim"])
        }
    }
}

/// A file's mode, owner and group.
struct Look {
    let mode: UInt32
    let user: UInt32
    let group: UInt32

    init(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SystemError("stat", path) }
        (mode, user, group) = (status.st_mode & 0o7777, status.st_uid, status.st_gid)
    }
}
