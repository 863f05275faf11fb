import Glibc
import SystemKit
import TestSupport
import Testing

@testable import Locking

@Suite(.ownThread) struct LockRecordTests {
    @Test(
        "A record of no sense is replaced and said to be unreadable",
        arguments: [
            "", "garbage", "{}", "[]", "\u{0}", "{\"schema\":\"jarvis-ops/lock/v1\"}", "{\"schema\":\"other\",\"pid\":1}",
            String(repeating: "[", count: 10_000), String(repeating: "x", count: 20_000),
            #"{"schema":"jarvis-ops/lock/v1","user":"u","host":"h","pid":-1,"boot_id":"b","start_ticks":1,"command":"c","since":"1970-01-01T00:00:00.000Z"}"#,
            #"{"schema":"jarvis-ops/lock/v1","user":"u","host":"h","pid":1,"boot_id":"b","start_ticks":1,"command":"c","since":"today"}"#,
            #"{"schema":"jarvis-ops/lock/v1","user":"u","host":"h","pid":99999999999,"boot_id":"b","start_ticks":1,"command":"c","since":"1970-01-01T00:00:00.000Z"}"#,
        ])
    func garbage(text: String) throws {
        try Fixture.with { fixture in
            try fixture.write(text, to: LockRecord.name)
            #expect(try ResponderLock.holder(directory: fixture.directory) == .free)
            let me = try owner("mine")
            let lock = try ResponderLock.acquire(directory: fixture.directory, owner: me)
            guard case .unreadable = lock.previous else {
                Issue.record("\(lock.previous)")
                return
            }
            #expect(LockRecord.read(in: fixture.directory) == .owner(me))
        }
    }

    @Test("A link in the record's place makes nobody write elsewhere")
    func link() throws {
        try Fixture.with { fixture in
            let victim = try fixture.write("precious", to: "victim")
            let directory = try fixture.makeDirectory("place")
            for target in ["../victim", "../nowhere"] {
                try #require(symlink(target, directory + "/" + LockRecord.name) == 0)
                #expect(try ResponderLock.holder(directory: directory) == .free)
                let lock = try ResponderLock.acquire(directory: directory, owner: try owner("mine"))
                guard case .unreadable = lock.previous else {
                    Issue.record("\(lock.previous)")
                    return
                }
                #expect(Files.linkTarget(directory + "/" + LockRecord.name) == nil)
                lock.release()
                #expect(try Files.list(directory).isEmpty)
            }
            #expect(try Files.list(fixture.directory) == ["place", "victim"])
            #expect(try Files.read(victim) == Array("precious".utf8))
        }
    }

    @Test("A pipe in the record's place makes nobody wait, a directory is an error, and the lock is given back")
    func otherKinds() throws {
        try Fixture.with { fixture in
            let path = fixture.path(LockRecord.name)
            try #require(mkfifo(path, 0o600) == 0)
            #expect(try ResponderLock.holder(directory: fixture.directory) == .free)
            _ = try ResponderLock.acquire(directory: fixture.directory, owner: try owner("mine"))
            try #require(mkdir(path, 0o700) == 0)
            for _ in 1...2 {
                let error = #expect(throws: LockError.self) {
                    try ResponderLock.acquire(directory: fixture.directory, owner: try owner("mine"))
                }
                guard case .record = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
            #expect(try Files.list(fixture.directory) == [LockRecord.name])
        }
    }

    @Test("A record that somebody else put there meanwhile is not removed")
    func foreignRecord() throws {
        try Fixture.with { fixture in
            let lock = try ResponderLock.acquire(directory: fixture.directory, owner: try owner("mine"))
            try fixture.write("note", to: LockRecord.name)
            lock.release()
            #expect(try Files.read(fixture.path(LockRecord.name)) == Array("note".utf8))
        }
    }

    @Test("A directory that is not there, or is none, is named")
    func noDirectory() throws {
        try Fixture.with { fixture in
            let file = try fixture.write("", to: "file")
            for (path, code) in [(fixture.path("none"), ENOENT), (file, ENOTDIR), ("", ENOENT)] {
                let expected = LockError.directory(SystemError("open", path, code: code))
                #expect(throws: expected) { try ResponderLock.acquire(directory: path, owner: try owner("mine")) }
                #expect(throws: expected) { try ResponderLock.holder(directory: path) }
            }
            #expect(try Files.list(fixture.directory) == ["file"])
        }
    }
}
