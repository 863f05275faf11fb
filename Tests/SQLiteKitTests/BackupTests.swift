import Glibc
import SQLiteKit
import SystemKit
import TestSupport
import Testing

private let someRows = """
    c.execute('create table t (a, b)')
    c.execute('with recursive n(i) as (select 1 union all select i + 1 from n where i < 400) insert into t select i, hex(randomblob(500)) from n')
    """
/// About 40 MiB.
private let manyRows = """
    c.execute('pragma synchronous=off')
    c.execute('create table t (a, b)')
    c.execute('with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000) insert into t select i, zeroblob(4000) from n')
    c.execute('create index i on t (a)')
    """

/// The online copy of a database: whole, of one moment, and nothing where it fails.
@Suite(.ownThread) struct BackupTests {
    private func copy(
        _ path: String, to copy: String, pagesPerStep: Int = 256, deadline: Deadline = .generous, cancellation: Cancellation? = nil,
        onProgress: (BackupProgress) -> Void = { _ in }
    ) throws -> Int {
        try SQLiteBackup.copy(
            path, to: copy, pagesPerStep: pagesPerStep, deadline: deadline, cancellation: try cancellation ?? Cancellation(),
            onProgress: onProgress)
    }

    @Test("A copy holds every row, is its owner's alone, tells its pages, and nothing lies beside it or its source")
    func whole() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(someRows, in: fixture)
            let before = try Files.list(fixture.directory)
            var seen: [BackupProgress] = []
            let pages = try copy(path, to: fixture.path("copy.db"), pagesPerStep: 10) { seen.append($0) }
            #expect(try Files.list(fixture.directory) == (before + ["copy.db"]).sorted())
            #expect(seen.count > 3)
            #expect(seen.last?.pagesDone == pages && seen.last?.pagesTotal == pages)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.pagesDone <= $1.pagesDone })
            var status = stat()
            #expect(stat(fixture.path("copy.db"), &status) == 0 && status.st_mode & 0o777 == 0o600)
            let sum = "SELECT count(*), sum(length(b)), sum(a) FROM t"
            #expect(try openDatabase(fixture.path("copy.db")).rows(sum).rows == openDatabase(path).rows(sum).rows)
        }
    }

    @Test("What stands only in the log is in the copy, and the log stays as it is")
    func log() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('pragma journal_mode=wal')\n" + someRows, in: fixture)
            let holder = try holdDatabase(
                path, "c.execute('pragma wal_autocheckpoint=0'); c.execute(\"insert into t values (-1, 'late')\"); print('ready 0')",
                in: fixture)
            let log = try Files.read(path + "-wal")
            #expect(!log.isEmpty)
            _ = try copy(path, to: fixture.path("copy.db"))
            #expect(try Files.read(path + "-wal") == log)
            holder.process.stop()
            #expect(try openDatabase(fixture.path("copy.db")).rows("SELECT b FROM t WHERE a = -1").rows == [[.text("late")]])
            #expect(!Files.exists(fixture.path("copy.db-wal")))
        }
    }

    @Test("Copies made while somebody writes hold whole transactions", arguments: ["wal", "delete"])
    func writer(mode: String) throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('pragma journal_mode=\(mode)'); c.execute('create table t (a, b)')", in: fixture)
            let loop = """
                print('ready 0')
                i = 0
                while True:
                    i += 1
                    c.execute('begin immediate')
                    c.executemany('insert into t values (?, zeroblob(3000))', [(i,), (-i,)])
                    c.execute('commit')
                    time.sleep(0.002)
                """
            let holder = try holdDatabase(path, "c.execute('pragma busy_timeout=60000')\n" + loop, in: fixture)
            for number in 0..<5 {
                let target = fixture.path("copy\(number).db")
                _ = try copy(path, to: target, pagesPerStep: 2)
                let database = try openDatabase(target)
                #expect(try database.rows("SELECT total(a), count(*) % 2 FROM t").rows == [[.real(0), .integer(0)]])
                #expect(try database.checkIntegrity(deadline: .generous, cancellation: Cancellation()).isSound)
            }
            #expect(holder.process.isRunning)
            holder.process.stop()
        }
    }

    @Test("What is there is never overwritten")
    func exists() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(someRows, in: fixture)
            try fixture.write("mine", to: "copy.db")
            let error = sqliteError { try copy(path, to: fixture.path("copy.db")) }
            #expect(error?.message.contains("is not overwritten") == true)
            #expect(try Files.read(fixture.path("copy.db")) == Array("mine".utf8))
        }
    }

    @Test("A cancellation in the middle ends the copy, and nothing of it stays")
    func cancellation() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(manyRows, in: fixture)
            let cancellation = try Cancellation()
            var last: BackupProgress?
            let error = sqliteError {
                try copy(path, to: fixture.path("copy.db"), cancellation: cancellation) { progress in
                    last = progress
                    if progress.pagesDone > progress.pagesTotal / 2 { cancellation.cancel() }
                }
            }
            #expect(error?.kind == .cancelled)
            #expect((last?.pagesDone ?? 0) < (last?.pagesTotal ?? 0))
            #expect(!Files.exists(fixture.path("copy.db")))
        }
    }

    @Test("A deadline in the middle does the same")
    func deadline() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(manyRows, in: fixture)
            let deadline = Deadline.after(milliseconds: 150)
            let error = sqliteError {
                try copy(path, to: fixture.path("copy.db"), pagesPerStep: 1, deadline: deadline) { _ in
                    // As slow as a bad disk.
                    usleep(100)
                }
            }
            #expect(error?.kind == .timedOut)
            #expect(!Files.exists(fixture.path("copy.db")))
        }
    }

    @Test("What is no database, or shorter than it says, is refused, and nothing stays")
    func damaged() throws {
        try Fixture.with { fixture in
            try fixture.write("no database at all, only words", to: "words.db")
            #expect(sqliteError { try copy(fixture.path("words.db"), to: fixture.path("a.db")) }?.kind == .notADatabase)
            let bytes = try Files.read(makeDatabase(someRows, in: fixture))
            try fixture.write(Array(bytes.prefix(bytes.count / 2)), to: "short.db")
            #expect(sqliteError { try copy(fixture.path("short.db"), to: fixture.path("b.db")) }?.kind == .corrupt)
            #expect(sqliteError { try copy(fixture.path("none.db"), to: fixture.path("c.db")) }?.kind == .missing)
            for name in ["a.db", "b.db", "c.db"] { #expect(!Files.exists(fixture.path(name))) }
        }
    }
}
