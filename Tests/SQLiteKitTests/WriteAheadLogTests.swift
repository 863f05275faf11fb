import Glibc
import SQLiteKit
import SystemKit
import TestSupport
import Testing

private let walTable = "c.execute('pragma journal_mode=wal'); c.execute('create table t (a)'); c.execute('insert into t values (1)')"
private let insertAndWait = "c.execute('insert into t values (2)'); print('ready 0')"

@Suite(.ownThread) struct WriteAheadLogTests {
    @Test("Every look at a file that is being written shows whole transactions")
    func liveWriter() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('pragma journal_mode=wal'); c.execute('create table t (a)')", in: fixture)
            let loop = """
                c.execute('pragma wal_autocheckpoint=5')
                print('ready 0')
                i = 0
                while True:
                    i += 1
                    c.execute('begin'); c.executemany('insert into t values (?)', [(i,), (-i,)]); c.execute('commit')
                    if i % 20 == 0: c.execute('pragma wal_checkpoint(truncate)')
                """
            let writer = try holdDatabase(path, loop, in: fixture)
            var seen: Set<Int64> = []
            var looks = 0
            try waitUntil("the table has been seen growing") {
                let rows = try openDatabase(path).rows("SELECT count(*), sum(a) FROM t").rows
                let count = rows.first?.first?.integer ?? 0
                #expect(count == 0 || rows.first?.last == .integer(0))
                if count > 0 { seen.insert(count) }
                looks += 1
                return seen.count >= 20 && looks >= 50
            }
            #expect(writer.process.isRunning)
            writer.process.stop()
        }
    }

    @Test("Writers that come and go, each taking the log with it: every look is answered")
    func comingAndGoing() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(walTable, in: fixture)
            let script = """
                import sqlite3, sys
                print('ready 0', flush=True)
                while True:
                    c = sqlite3.connect(\(pythonLiteral(path)), isolation_level=None, timeout=30)
                    c.execute('insert into t values (2)')
                    c.close()
                """
            let writer = try PythonServer(script, in: fixture, name: "writer")
            let open = try openDatabase(path)
            var last: Int64 = 0
            for _ in 0..<400 {
                for database in [try openDatabase(path), open] {
                    let count = try #require(try database.rows("SELECT count(*) FROM t").rows.first?.first?.integer)
                    #expect(count >= last)
                    last = count
                }
            }
            #expect(writer.process.isRunning, "\(writer.process.output)")
            #expect(last > 1)
            writer.process.stop()
        }
    }

    @Test("An open reader sees what a writer adds later, even one who comes after it")
    func laterWriter() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(walTable, in: fixture)
            let database = try openDatabase(path)
            #expect(try database.rows("SELECT count(*) FROM t").rows == [[.integer(1)]])
            let writer = try holdDatabase(path, insertAndWait, in: fixture)
            #expect(try database.rows("SELECT count(*) FROM t").rows == [[.integer(2)]])
            let version = try database.dataVersion(deadline: .generous, cancellation: Cancellation())
            writer.process.stop()
            // The log is left from a writer who was killed; the next one brings it home.
            let again = try holdDatabase(path, insertAndWait, in: fixture, name: "again")
            #expect(try database.dataVersion(deadline: .generous, cancellation: Cancellation()) != version)
            again.process.stop()
            #expect(try database.rows("SELECT count(*) FROM t").rows == [[.integer(3)]])
        }
    }

    @Test("A log left by a writer who was killed is read, and stays")
    func killedWriter() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(walTable, in: fixture)
            try holdDatabase(path, insertAndWait, in: fixture).process.stop()
            let before = try fixture.snapshot()
            #expect(before[path + "-wal"]?.isEmpty == false)
            #expect(try openDatabase(path).rows("SELECT count(*) FROM t").rows == [[.integer(2)]])
            #expect(try fixture.snapshot() == before)
        }
    }

    @Test("A log whose shared memory is missing is not read past in silence")
    func missingSharedMemory() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(walTable, in: fixture)
            try holdDatabase(path, insertAndWait, in: fixture).process.stop()
            unlink(path + "-shm")
            let before = try fixture.snapshot()
            let error = sqliteError { try openDatabase(path) }
            #expect(error?.kind == .notReadable)
            #expect(error?.message.contains("-shm is missing") == true)
            #expect(try fixture.snapshot() == before)
        }
    }

    @Test("Where the reader may not write, a database in WAL mode reads all the same", arguments: [false, true])
    func unwritableDirectory(withLog: Bool) throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(walTable, in: fixture)
            if withLog { try holdDatabase(path, insertAndWait, in: fixture).process.stop() }
            for name in try Files.list(fixture.directory) { chmod(fixture.path(name), 0o444) }
            chmod(fixture.directory, 0o555)
            let rows = try asAnotherUser { Result { try openDatabase(path).rows("SELECT count(*) FROM t").rows } }.get()
            #expect(rows == [[.integer(withLog ? 2 : 1)]])
        }
    }

    @Test("A file the reader may not read is not readable")
    func unreadable() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(walTable, in: fixture)
            chmod(path, 0)
            chmod(fixture.directory, 0o755)
            #expect(try asAnotherUser { sqliteError { try openDatabase(path) } }?.kind == .notReadable)
        }
    }

    @Test("The header's facts are told", arguments: [("wal", SQLiteFacts.JournalMode.writeAheadLog), ("delete", .rollback)])
    func facts(journalMode: String, expected: SQLiteFacts.JournalMode) throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(
                "c.execute('pragma page_size=8192'); c.execute('pragma journal_mode=\(journalMode)'); c.execute('create table t (a)'); "
                    + "c.execute('pragma user_version=42')", in: fixture)
            let facts = try openDatabase(path).facts(deadline: .generous, cancellation: Cancellation())
            #expect(facts.pageSize == 8192 && facts.pageCount == 2 && facts.freePages == 0)
            #expect(facts.journalMode == expected && facts.userVersion == 42)
        }
    }
}

/// Runs `body` on a thread that has no rights on the file system beyond everybody's: file permissions mean nothing to root.
/// Where the tests do not run as root, they apply anyway.
private func asAnotherUser<Value: Sendable>(_ body: @escaping @Sendable () -> Value) throws -> Value {
    try BlockingThread {
        if geteuid() == 0, let symbol = dlsym(nil, "setfsuid") {
            // Only this thread's rights change, and the thread ends with the body.
            _ = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)(65534)
        }
        return body()
    }.value()
}
