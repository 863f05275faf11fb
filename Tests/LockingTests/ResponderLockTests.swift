import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Locking

@Suite(.ownThread) struct ResponderLockTests {
    @Test("The record says who, is readable by everyone, and goes with the lock")
    func record() throws {
        try Fixture.with { fixture in
            let me = try owner("mesh retry")
            #expect(try ResponderLock.holder(directory: fixture.directory) == .free)
            let lock = try ResponderLock.acquire(directory: fixture.directory, owner: me)
            #expect(lock.previous == .none)
            #expect(try ResponderLock.holder(directory: fixture.directory) == .held(by: me, isAlive: true))
            #expect(try Files.list(fixture.directory) == [LockRecord.lockedName, LockRecord.name])
            var status = stat()
            try #require(stat(fixture.path(LockRecord.name), &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o644)
            let json = try JSONReader().read(try Files.read(fixture.path(LockRecord.name)))
            #expect(json["pid"]?.int == Int(getpid()) && json["command"]?.text == "mesh retry")
            #expect(LockOwner(json) == me)
            lock.release()
            #expect(try Files.list(fixture.directory).isEmpty)
            #expect(try ResponderLock.holder(directory: fixture.directory) == .free)
        }
    }

    @Test("Letting go of the value gives the lock back")
    func deinitReleases() throws {
        try Fixture.with { fixture in
            for _ in 1...2 { _ = try ResponderLock.acquire(directory: fixture.directory, owner: try owner("x")) }
            #expect(try Files.list(fixture.directory).isEmpty)
        }
    }

    @Test("The second of two processes is told who the first is and what it does")
    func twoProcesses() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            try #require(symlink("place", fixture.path("link")) == 0)
            let first = try Helper(directory, in: fixture)
            for path in [directory, fixture.path("link")] {
                let error = #expect(throws: LockError.self) { try ResponderLock.acquire(directory: path, owner: try owner("mine")) }
                guard case .held(let other) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                let me = try ProcessIdentity.current()
                #expect(other.process.pid == first.process.processID && other.command == "helper" && other.process.isAlive)
                #expect(other.process.user == me.user && other.process.host == me.host && other.process.bootID == me.bootID)
                #expect(try ResponderLock.holder(directory: path) == .held(by: other, isAlive: true))
                #expect(error?.description.contains("\(me.user)@\(me.host) (process \(other.process.pid)): helper, since 20") == true)
            }
            try first.release()
            #expect(try Files.list(directory).isEmpty)
            let lock = try ResponderLock.acquire(directory: directory, owner: try owner("mine"))
            #expect(lock.previous == .none)
            let second = try ChildProcess(
                [SystemHelper.path, "lock", directory, fixture.path("release")], output: fixture.path("second"))
            #expect(try second.wait() == 75)
            #expect(second.output.contains("(process \(getpid())): mine, since "))
        }
    }

    @Test("Of many that start at once exactly one gets the lock, and the others are told which")
    func manyProcesses() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            let all = try (0..<8).map {
                try ChildProcess([SystemHelper.path, "lock", directory, fixture.path("release")], output: fixture.path("out\($0)"))
            }
            try waitUntil("all but one have ended") { all.count { $0.isRunning } <= 1 }
            let winner = try #require(all.first { $0.isRunning }, "\(all.map(\.output))")
            for loser in all where loser !== winner {
                #expect(try loser.wait() == 75)
                #expect(loser.output.contains("(process \(winner.processID)): helper"), "\(loser.output)")
            }
            try fixture.write("", to: "release")
            #expect(try winner.wait() == 0)
            #expect(try Files.list(directory).isEmpty)
        }
    }

    @Test("A killed holder frees the lock, and its record is recognised, reported and replaced")
    func killedHolder() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            let first = try Helper(directory, in: fixture)
            first.process.stop()
            guard case .stale(let dead) = try ResponderLock.holder(directory: directory) else {
                Issue.record("not stale")
                return
            }
            #expect(dead.process.pid == first.process.processID && !dead.process.isAlive)
            // Looking changed nothing.
            #expect(try Files.list(directory) == [LockRecord.lockedName, LockRecord.name])
            let me = try owner("mine")
            let lock = try ResponderLock.acquire(directory: directory, owner: me)
            #expect(lock.previous == .stale(dead))
            #expect(try ResponderLock.holder(directory: directory) == .held(by: me, isAlive: true))
        }
    }

    @Test("A lock without a record is somebody's all the same")
    func unknownHolder() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("place")
            let script =
                "import fcntl,os,sys,time\nd=os.open(sys.argv[1]+'/.jarvis-ops.hold',os.O_RDWR|os.O_CREAT,0o600)\nfcntl.flock(d,fcntl.LOCK_EX)\nprint('held')\ntime.sleep(600)"
            try fixture.write(script, to: "holder.py")
            let holder = try ChildProcess(["python3", "-u", fixture.path("holder.py"), directory], output: fixture.path("out"))
            try waitUntil("it is held") { holder.output == "held\n" }
            let stale = try LockOwner(
                process: ended(in: fixture), command: "long ago", since: Timestamp(milliseconds: 0))
            for record in [nil, "garbage", JSONWriter.compact.text(stale.json)] {
                if let record { try fixture.write(record, to: "place/" + LockRecord.name) }
                #expect(try ResponderLock.holder(directory: directory) == .unknownHolder(processes: [holder.processID]))
                #expect(throws: LockError.heldByUnknown(directory: directory, processes: [holder.processID])) {
                    try ResponderLock.acquire(directory: directory, owner: try owner("mine"))
                }
            }
        }
    }

    @Test("Records of the dead: another boot, a number given away again")
    func deadOwners() throws {
        try Fixture.with { fixture in
            let me = try ProcessIdentity.current()
            let dead = [
                ProcessIdentity(
                    user: me.user, host: me.host, pid: me.pid, bootID: "00000000-0000-4000-8000-000000000000", startTicks: me.startTicks),
                ProcessIdentity(user: me.user, host: me.host, pid: me.pid, bootID: me.bootID, startTicks: me.startTicks + 1),
                try ended(in: fixture),
            ]
            let directory = try fixture.makeDirectory("place")
            for process in dead {
                let record = LockOwner(process: process, command: "old", since: Timestamp(milliseconds: 1))
                try LockRecord.write(record, in: directory)
                #expect(try ResponderLock.holder(directory: directory) == .stale(record))
                #expect(try ResponderLock.acquire(directory: directory, owner: try owner("new")).previous == .stale(record))
                #expect(try Files.list(directory).isEmpty)
            }
        }
    }

    @Test("A record from another machine is believed by those who look, and the lock decides for those who act")
    func otherMachine() throws {
        try Fixture.with { fixture in
            let process = ProcessIdentity(user: "u", host: "elsewhere.invalid", pid: 1, bootID: "other", startTicks: 1)
            let record = LockOwner(process: process, command: "old", since: Timestamp(milliseconds: 1))
            try LockRecord.write(record, in: fixture.directory)
            #expect(try ResponderLock.holder(directory: fixture.directory) == .held(by: record, isAlive: false))
            #expect(try ResponderLock.acquire(directory: fixture.directory, owner: try owner("new")).previous == .stale(record))
        }
    }

    private func ended(in fixture: Fixture) throws -> ProcessIdentity {
        let me = try ProcessIdentity.current()
        let child = try ChildProcess(["true"], output: fixture.path("ended"))
        _ = try child.wait()
        return ProcessIdentity(user: me.user, host: me.host, pid: child.processID, bootID: me.bootID, startTicks: me.startTicks)
    }
}

func owner(_ command: String) throws -> LockOwner {
    // Milliseconds only: what is written is what is read back.
    LockOwner(process: try ProcessIdentity.current(), command: command, since: .now())
}

/// Another process that holds the lock.
private struct Helper {
    let process: ChildProcess
    private let fixture: Fixture

    init(_ directory: String, in fixture: Fixture) throws {
        let process = try ChildProcess([SystemHelper.path, "lock", directory, fixture.path("release")], output: fixture.path("out"))
        self.process = process
        self.fixture = fixture
        try waitUntil("it is locked") { process.output.hasPrefix("locked") || !process.isRunning }
        try #require(process.isRunning, "\(process.output)")
    }

    func release() throws {
        try fixture.write("", to: "release")
        #expect(try process.wait() == 0)
    }
}
