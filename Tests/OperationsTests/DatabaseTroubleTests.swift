import Execution
import Glibc
import JSONKit
import Operations
import Probes
import SystemKit
import TestSupport
import Testing

/// Disks that are full or may not be written, and who has a database open.
@Suite(.ownThread) struct DatabaseTroubleTests {
    /// A database on a small disk of its own, and a backup elsewhere.
    private func withDisk(_ body: (DatabaseBench, SmallDisk) throws -> Void) throws {
        try DatabaseBench.with { (bench) throws in
            try SmallDisk.with(bench.directory + "/data") { (disk) throws in
                try bench.makeDatabase("backup", rows: 80)
                #expect(try bench.operations.backupDatabase(to: "backups/good.db", try bench.limits()).state == .done)
                try bench.python("c.execute(\"update facts set mark = 'old'\")")
                try body(bench, disk)
            }
        }
    }

    @Test(
        "On a full disk nothing is restored and nothing backed up, nothing stays of it, and with room it goes",
        .enabled(if: SmallDisk.isPossible))
    func full() throws {
        try withDisk { (bench, disk) throws in
            try disk.fill()
            let before = try bench.names()
            let restore = try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, try bench.limits())
            #expect(restore.state == .failed, "\(restore.summary)")
            #expect(restore.summary.contains("No space left"))
            let backup = try bench.operations.backupDatabase(to: "data/copy.db", try bench.limits())
            #expect(backup.state == .failed, "\(backup.summary)")
            #expect(backup.summary.contains("no room") || backup.summary.contains("No space"))
            #expect(try bench.names() == before)
            #expect(try bench.mark() == "old")
            try disk.makeRoom()
            #expect(try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, try bench.limits()).state == .done)
            #expect(try bench.mark() == "backup")
        }
    }

    @Test("On a disk that may not be written the old state stays, and it says why", .enabled(if: SmallDisk.isPossible))
    func readOnly() throws {
        try withDisk { (bench, disk) throws in
            try disk.makeReadOnly()
            let before = try bench.names()
            let result = try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, try bench.limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("Read-only file system"), "\(result.summary)")
            #expect(try bench.names() == before)
            #expect(try bench.mark() == "old")
            // To elsewhere it is backed up all the same.
            #expect(try bench.operations.backupDatabase(to: "backups/again.db", try bench.limits()).state == .done)
        }
    }

    @Test("Who has a database open is named, also through its log alone, and nobody when nobody has")
    func users() throws {
        try DatabaseBench.requireSight()
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase()
            #expect(DatabaseUsers.find(bench.path).isFree)
            let service = try bench.hold("c.execute('select count(*) from facts').fetchall()", name: "the-service")
            let users = DatabaseUsers.find(bench.path)
            #expect(users.users.map(\.processID) == [service.process.processID])
            #expect(users.words.contains("the-service.py"))
            // The path is a link elsewhere: it is the file that counts.
            let link = bench.fixture.path("link.db")
            #expect(symlink(bench.path, link) == 0)
            #expect(DatabaseUsers.find(link).users.count == 1)
            service.process.stop()
            #expect(DatabaseUsers.find(bench.path).isFree)
            let log = try PythonServer(
                "import sys, time\nf = open('\(try bench.fixture.write("x", to: "jarvis/data/other.db-wal"))')\nprint('ready 0')\ntime.sleep(3600)",
                in: bench.fixture, name: "log")
            try bench.fixture.write("x", to: "jarvis/data/other.db")
            #expect(DatabaseUsers.find(bench.directory + "/data/other.db").users.map(\.processID) == [log.process.processID])
            log.process.stop()
        }
    }

    @Test("A copy of this program is given a second to become another, and is named when it has not")
    func starting() throws {
        try DatabaseBench.requireSight()
        try Fixture.with { fixture in
            let database = fixture.path("x.db")
            let own = try #require(Files.linkTarget("/proc/self/exe"))
            var child = try ChildProcess([own, "--list-tests"], output: database)
            defer { child.stop() }
            try waitUntil("one of them stands before it was done") {
                if !child.isRunning { child = try ChildProcess([own, "--list-tests"], output: database) }
                child.signal(SIGSTOP)
                let status = (try? Files.read("/proc/\(child.processID)/status")) ?? []
                return String(decoding: status, as: UTF8.self).contains("State:\tT")
            }
            let began = MonotonicTime.now()
            #expect(DatabaseUsers.find(database).users.map(\.processID) == [child.processID])
            #expect(MonotonicTime.now().milliseconds(since: began) >= 1000)
        }
    }
}
