import Glibc
import TestSupport
import Testing

@testable import SystemKit

@Suite(.ownThread) struct DirectoryLockTests {
    @Test("One lock a directory, by whatever path; freed by releasing it or letting go of it")
    func exclusive() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            try #require(symlink("place", fixture.path("link")) == 0)
            do {
                let lock = try #require(try acquired(directory))
                #expect(try acquired(directory) == nil && acquired(fixture.path("link")) == nil && acquired(directory + "/.") == nil)
                #expect(try lock.identity == Files.identity(directory))
                #expect(try acquired(fixture.directory) != nil)
                lock.release()
                lock.release()
            }
            do {
                let lock = try #require(try acquired(fixture.path("link")))
                #expect(try acquired(directory) == nil)
                withExtendedLifetime(lock) {}
            }
            #expect(try acquired(directory) != nil)
            #expect(try Files.list(directory).isEmpty)
        }
    }

    @Test("What is no directory is an error, not somebody else's lock")
    func errors() throws {
        try Fixture.with { fixture in
            let file = try fixture.write("", to: "file")
            #expect(throws: SystemError("open", file, code: ENOTDIR)) { try DirectoryLock.attempt(file) }
            #expect(throws: SystemError("open", fixture.path("none"), code: ENOENT)) { try DirectoryLock.attempt(fixture.path("none")) }
            #expect(throws: SystemError("open", file, code: ENOTDIR)) { try FileLocks.holders(ofDirectory: file) }
        }
    }

    @Test("Another program's lock is seen and named, and ends with its life")
    func otherProgram() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            let script =
                "import fcntl,os,sys,time\nd=os.open(sys.argv[1],os.O_RDONLY)\nfcntl.flock(d,fcntl.LOCK_EX)\nprint('held')\ntime.sleep(600)"
            try fixture.write(script, to: "holder.py")
            let holder = try ChildProcess(["python3", "-u", fixture.path("holder.py"), directory], output: fixture.path("out"))
            try waitUntil("it is held") { holder.output == "held\n" }
            #expect(try acquired(directory) == nil)
            #expect(try FileLocks.holders(ofDirectory: directory) == [holder.processID])
            #expect(try FileLocks.holders(ofDirectory: fixture.directory) == [])
            holder.stop()
            #expect(try FileLocks.holders(ofDirectory: directory) == [])
            #expect(try acquired(directory) != nil)
        }
    }

    @Test("A child that outlives the holder does not keep the lock")
    func notInherited() throws {
        try Fixture.with { fixture in
            let lock = try #require(try acquired(fixture.directory))
            let child = try ChildProcess(["sleep", "600"], output: fixture.path("out"))
            lock.release()
            #expect(try acquired(fixture.directory) != nil)
            #expect(child.isRunning)
        }
    }

    @Test("Looking at a lock a hundred times never makes another one fail")
    func lookingIsHarmless() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            let looker = try BlockingThread { (0..<100).allSatisfy { _ in (try? FileLocks.holders(ofDirectory: directory)) != nil } }
            for _ in 0..<100 {
                let lock = try acquired(directory)
                #expect(lock != nil)
                lock?.release()
            }
            #expect(looker.value())
        }
    }

    @Test("The system's list of locks is read line by line, and waiting processes hold nothing")
    func list() {
        let text = """
            1: POSIX  ADVISORY  WRITE 11 08:01:393 0 EOF
            2: FLOCK  ADVISORY  WRITE 12 08:01:393 0 EOF
            2: -> FLOCK  ADVISORY  WRITE 13 08:01:393 0 EOF
            3: FLOCK  ADVISORY  READ  14 08:01:393 0 EOF
            4: FLOCK  ADVISORY  WRITE 15 08:01:3930 0 EOF
            5: FLOCK  ADVISORY  WRITE 16 103:01:393 0 EOF
            6: FLOCK
            """
        #expect(FileLocks.holders(in: Array(text.utf8), device: "08:01", inode: 393) == [12, 14])
        #expect(FileLocks.holders(in: Array(text.utf8), device: "103:01", inode: 393) == [16])
    }

    private func acquired(_ directory: String) throws -> DirectoryLock? {
        if case .acquired(let lock) = try DirectoryLock.attempt(directory) { lock } else { nil }
    }
}
