import SQLiteKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct StoreTests {
    private func open(_ fixture: Fixture, _ creation: SQLiteStore.Creation = .ifMissing()) throws -> SQLiteStore {
        try SQLiteStore.open(fixture.path("s.db"), creation, deadline: .generous)
    }

    @Test("Every kind of value is bound and comes back as it was")
    func values() throws {
        try Fixture.with { fixture in
            let store = try open(fixture)
            let values: [SQLiteValue] = [
                .null, .integer(.min), .real(0.1), .text(""), .text("a\u{0}b é"), .blob([]), .blob([0, 255]), .text("'; drop table t"),
            ]
            try store.execute("CREATE TABLE t(x)")
            for value in values { try store.execute("INSERT INTO t VALUES (?1)", [value]) }
            #expect(try store.query("SELECT x FROM t ORDER BY rowid").rows.map { $0[0] } == values)
            let reader = try openDatabase(store.path)
            let found = try reader.query(
                "SELECT x FROM t WHERE x = ?1", [.text("a\u{0}b é")], deadline: .generous, cancellation: Cancellation())
            #expect(found.rows == [[.text("a\u{0}b é")]])
        }
    }

    @Test("A transaction happens whole or not at all")
    func transactions() throws {
        try Fixture.with { fixture in
            let store = try open(fixture)
            try store.execute("CREATE TABLE t(x UNIQUE)")
            try store.transaction { () throws(SQLiteError) in
                for number in 1...3 { try store.execute("INSERT INTO t VALUES (?1)", [.integer(Int64(number))]) }
            }
            let error = sqliteError {
                try store.transaction { () throws(SQLiteError) in
                    try store.execute("INSERT INTO t VALUES (4)")
                    try store.execute("INSERT INTO t VALUES (1)")
                }
            }
            #expect(error?.kind == .constraint)
            #expect(try store.query("SELECT count(*) FROM t").rows == [[.integer(3)]])
        }
    }

    @Test("A missing file is made only when asked")
    func creation() throws {
        try Fixture.with { fixture in
            #expect(sqliteError { try open(fixture, .never) }?.kind == .missing)
            #expect(try fixture.snapshot().isEmpty)
            _ = try open(fixture)
            _ = try open(fixture, .never)
            try fixture.write("not a database, though long enough to be one", to: "s.db")
            #expect(sqliteError { try open(fixture, .never) }?.kind == .notADatabase)
        }
    }

    @Test("Triggers and views of a changed schema do not run, and nothing can be attached")
    func untrusted() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(
                """
                c.execute('create table t(x)')
                c.execute('create trigger g after insert on t begin delete from t; end')
                """, in: fixture, name: "s.db")
            let store = try open(fixture, .never)
            try store.execute("INSERT INTO t VALUES (1)")
            #expect(try store.query("SELECT x FROM t").rows == [[.integer(1)]])
            #expect(sqliteError { try store.execute("ATTACH '\(path)2' AS other") } != nil)
            #expect(sqliteError { try store.execute("CREATE VIRTUAL TABLE v USING nosuch(x)") } != nil)
            #expect(!Files.exists(path + "2"))
        }
    }

    @Test("A lock that another process holds is waited for until the deadline, and said to be one")
    func locked() throws {
        try Fixture.with { fixture in
            let store = try open(fixture)
            try store.execute("CREATE TABLE t(x)")
            let holder = try holdDatabase(store.path, "c.execute('begin immediate'); print('ready 0')", in: fixture)
            store.limit(to: .after(milliseconds: 50))
            let error = sqliteError { try store.transaction { () throws(SQLiteError) in try store.execute("INSERT INTO t VALUES (1)") } }
            #expect(error?.kind == .locked)
            holder.process.stop()
            store.limit(to: .generous)
            try store.execute("INSERT INTO t VALUES (1)")
        }
    }
}
