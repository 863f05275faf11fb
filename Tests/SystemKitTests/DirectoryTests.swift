import Glibc
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct DirectoryTests {
    @Test("Directories are made with those above them, and made again without harm")
    func makes() throws {
        try Fixture.with { fixture in
            for _ in 1...2 { try Files.makeDirectories(fixture.path("a/b/c"), mode: 0o700) }
            for name in ["a", "a/b", "a/b/c"] { #expect(try Look(fixture.path(name)).mode == 0o700) }
            try Files.makeDirectories(fixture.path("a/d/"), mode: 0o700)
            #expect(Files.kind(fixture.path("a/d")) == .directory)
            try Files.makeDirectories("/")
            let file = try fixture.write("", to: "file")
            for wrong in [file, file + "/below", ""] { #expect(throws: SystemError.self) { try Files.makeDirectories(wrong) } }
        }
    }

    @Test("A file is known again under another name")
    func identity() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("", to: "one")
            try #require(link(path, fixture.path("two")) == 0 && symlink("one", fixture.path("three")) == 0)
            let other = try fixture.write("", to: "other")
            #expect(try Files.identity(path) == Files.identity(fixture.path("two")))
            #expect(try Files.identity(path) == Files.identity(fixture.path("three")))
            #expect(try Files.identity(path) != Files.identity(other))
        }
    }

    @Test("A pipe that nobody writes to is refused at once, read in whole, in pieces or from its end")
    func refusesPipes() throws {
        try Fixture.with { fixture in
            let pipe = fixture.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
            let refusal = SystemError("read", pipe, code: ESPIPE)
            #expect(throws: refusal) { try Files.read(pipe) }
            #expect(throws: refusal) { try Files.readChunks(pipe) { _ in } }
            #expect(throws: refusal) { try Files.readTail(pipe, lines: 1) }
            #expect(refusal.reason == "it is a pipe")
        }
    }

    @Test("Where others can write, a link, a pipe and a large file are not read")
    func readsRegularFilesOnly() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("text", to: "file")
            try #require(symlink("file", fixture.path("link")) == 0 && mkfifo(fixture.path("pipe"), 0o600) == 0)
            #expect(try Files.readRegular(path, limit: 4) == Array("text".utf8))
            #expect(throws: SystemError("read", path, code: EFBIG)) { try Files.readRegular(path, limit: 3) }
            #expect(throws: SystemError("open", fixture.path("link"), code: ELOOP)) {
                try Files.readRegular(fixture.path("link"), limit: 9)
            }
            #expect(throws: SystemError("read", fixture.path("pipe"), code: EINVAL)) {
                try Files.readRegular(fixture.path("pipe"), limit: 9)
            }
        }
    }
}
