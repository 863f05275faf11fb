import SQLiteKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct OpeningTests {
    @Test("A missing file is an error, and is not created")
    func missing() throws {
        try Fixture.with { fixture in
            #expect(sqliteError { try openDatabase(fixture.path("none.db")) }?.kind == .missing)
            #expect(sqliteError { try openDatabase(fixture.path("no/such/directory.db")) }?.kind == .missing)
            let files = try fixture.snapshot()
            #expect(files == [:])
        }
    }

    @Test("A directory and a text file are told apart from a database")
    func otherThings() throws {
        try Fixture.with { fixture in
            let text = try fixture.write(
                "just a few words, more than a header is long\n" + String(repeating: "x", count: 4096), to: "a.txt")
            let short = try fixture.write("short", to: "b.txt")
            #expect(sqliteError { try openDatabase(fixture.directory) }?.kind == .notReadable)
            #expect(sqliteError { try openDatabase(text) }?.kind == .notADatabase)
            #expect(sqliteError { try openDatabase(short) }?.kind == .notADatabase)
            #expect(sqliteError { try openDatabase("/dev/null") }?.kind == .notReadable)
        }
    }

    @Test("An empty file is an empty database, as SQLite has it")
    func empty() throws {
        try Fixture.with { fixture in
            let database = try openDatabase(fixture.write("", to: "empty.db"))
            #expect(try database.facts(deadline: .generous, cancellation: Cancellation()).pageCount == 0)
            #expect(try fixture.snapshot() == [fixture.path("empty.db"): []])
        }
    }

    @Test("An empty file beside a log is refused: SQLite would delete the log")
    func emptyBesideLog() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("", to: "a.db")
            try fixture.write("evidence", to: "a.db-wal")
            #expect(sqliteError { try openDatabase(path) }?.kind == .corrupt)
            #expect(try fixture.snapshot()[path + "-wal"] == Array("evidence".utf8))
        }
    }

    @Test(
        "Names with characters of a URI's grammar lead to the file of that name",
        arguments: ["a b.db", "a?mode=rwc.db", "100%41.db", "a#b.db", "ä'é.db"])
    func oddNames(name: String) throws {
        try Fixture.with { fixture in
            let made = try makeDatabase("c.execute('create table t (a)')", in: fixture, name: "plain.db")
            let path = try fixture.write(Files.read(made), to: name)
            #expect(try openDatabase(path).rows("SELECT name FROM sqlite_master").rows == [[.text("t")]])
        }
    }

    @Test("Damaged pages are reported as damage, by a query or by the integrity check")
    func corrupt() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(
                "c.execute('create table t (a, b)'); [c.execute('insert into t values (?, ?)', (i, 'x' * 300)) for i in range(200)]",
                in: fixture)
            var bytes = try Files.read(path)
            for index in 4096..<min(bytes.count, 4 * 4096) { bytes[index] = 0xa5 }
            try fixture.write(bytes, to: "test.db")
            let database = try openDatabase(path)
            #expect(sqliteError { try database.rows("SELECT sum(length(b)) FROM t") }?.kind == .corrupt)
            let check = Result { try database.rows("PRAGMA integrity_check") }
            switch check {
            case .success(let rows): #expect(rows.rows != [[.text("ok")]])
            case .failure(let error): #expect((error as? SQLiteError)?.kind == .corrupt)
            }
        }
    }

    @Test("A missing table has a kind of its own, a syntax error is the statement's")
    func statementErrors() throws {
        try Fixture.with { fixture in
            let database = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture))
            #expect(sqliteError { try database.rows("SELECT * FROM sqlite_stat1") }?.kind == .noSuchTable("sqlite_stat1"))
            #expect(sqliteError { try database.rows("SELEC 1") }?.kind == .statement)
            #expect(sqliteError { try database.rows("SELECT absent FROM t") }?.message == "no such column: absent")
        }
    }

    @Test("A transaction that was cut off needs a writer, and is said to")
    func hotJournal() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(
                "c.execute('create table t (a, b)'); [c.execute('insert into t values (?, ?)', (i, 'x' * 300)) for i in range(500)]",
                in: fixture)
            let writer = try holdDatabase(
                path, "c.execute('pragma cache_size=1'); c.execute('begin'); c.execute(\"update t set b = 'y'\"); print('ready 0')",
                in: fixture)
            writer.process.stop()
            let before = try fixture.snapshot()
            #expect(before[path + "-journal"] != nil)
            let error = sqliteError { try openDatabase(path).rows("SELECT count(*) FROM t") }
            #expect(error?.kind == .notReadable)
            #expect(error?.message.contains("-journal") == true)
            #expect(try fixture.snapshot() == before)
        }
    }
}
