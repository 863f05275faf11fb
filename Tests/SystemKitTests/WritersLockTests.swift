import Glibc
import TestSupport
import Testing

@testable import SystemKit

@Suite(.ownThread) struct WritersLockTests {
    @Test("One lock a directory, by whatever path; freed by releasing it or letting go of it")
    func exclusive() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            try #require(symlink("place", fixture.path("link")) == 0)
            do {
                let lock = try #require(try acquired(directory))
                #expect(try acquired(directory) == nil && acquired(fixture.path("link")) == nil && acquired(directory + "/.") == nil)
                #expect(try acquired(fixture.directory) != nil)
                #expect(try Files.list(directory) == ["hold"])
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
            #expect(throws: SystemError("open", file, code: ENOTDIR)) { try WritersLock.attempt("hold", in: file) }
            #expect(throws: SystemError("open", fixture.path("none"), code: ENOENT)) {
                try WritersLock.attempt("hold", in: fixture.path("none"))
            }
        }
    }

    @Test("Another program's lock is seen and named, and ends with its life")
    func otherProgram() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            let script =
                "import fcntl,os,sys,time\nd=os.open(sys.argv[1]+'/hold',os.O_RDWR|os.O_CREAT,0o600)\nfcntl.flock(d,fcntl.LOCK_EX)\nprint('held')\ntime.sleep(600)"
            try fixture.write(script, to: "holder.py")
            let holder = try ChildProcess(["python3", "-u", fixture.path("holder.py"), directory], output: fixture.path("out"))
            try waitUntil("it is held") { holder.output == "held\n" }
            #expect(try acquired(directory) == nil)
            #expect(try FileLocks.holders(of: directory + "/hold") == [holder.processID])
            #expect(try FileLocks.holders(of: fixture.path("hold")) == [])
            holder.stop()
            #expect(try FileLocks.holders(of: directory + "/hold") == [])
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
            let looker = try BlockingThread { (0..<100).allSatisfy { _ in (try? FileLocks.holders(of: directory + "/hold")) != nil } }
            for _ in 0..<100 {
                let lock = try acquired(directory)
                #expect(lock != nil)
                lock?.release()
            }
            #expect(looker.value())
        }
    }

    @Test(
        "Only those who may write the directory may open the file",
        arguments: [(0o755, 0o600), (0o775, 0o660), (0o777, 0o666), (0o700, 0o600)] as [(UInt32, UInt32)])
    func mode(directory: UInt32, file: UInt32) throws {
        try Fixture.with { fixture in
            let place = try fixture.makeDirectory("place")
            try #require(chmod(place, directory) == 0)
            let lock = try #require(try acquired(place))
            var status = stat()
            try #require(stat(place + "/hold", &status) == 0)
            #expect(status.st_mode & 0o7777 == file)
            lock.release()
            #expect(try Files.list(place).isEmpty)
        }
    }

    @Test("A link at its name leads nobody elsewhere, and one that outlived its holder is taken over")
    func leftovers() throws {
        try Fixture.with { fixture in
            let place = try fixture.makeDirectory("place")
            let victim = try fixture.write("precious", to: "victim", mode: 0o644)
            try #require(symlink("../victim", place + "/hold") == 0)
            _ = try WritersLock.attempt("hold", in: place)
            #expect(try acquired(place) != nil)
            #expect(try Files.read(victim) == Array("precious".utf8))
            try fixture.write("", to: "place/hold")
            #expect(try acquired(place) != nil)
        }
    }

    @Test("A process is named with its user and what it runs")
    func program() throws {
        try Fixture.with { fixture in
            let child = try ChildProcess(["sleep", "600"], output: fixture.path("out"))
            let user = try ProcessIdentity.current().user
            try waitUntil("it runs") { RunningProgram(child.processID).command == "sleep 600" }
            #expect(RunningProgram(child.processID).words == "process \(child.processID) (\(user): sleep 600)")
            #expect(RunningProgram(.max).words == "process \(Int32.max)")
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

    private func acquired(_ directory: String) throws -> WritersLock? {
        if case .acquired(let lock) = try WritersLock.attempt("hold", in: directory) { lock } else { nil }
    }
}
