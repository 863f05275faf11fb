import SQLiteKit
import TestSupport
import Testing

@Suite(.ownThread) struct ReadOnlyTests {
    static let refused = [
        "INSERT INTO t VALUES (9, 'x')", "UPDATE t SET b = 'x'", "DELETE FROM t", "REPLACE INTO t VALUES (1, 'x')",
        "CREATE TABLE u (a)", "CREATE TEMP TABLE u (a)", "DROP TABLE t", "ALTER TABLE t ADD COLUMN c", "CREATE INDEX i ON t (a)",
        "ATTACH 'DIR/other.db' AS other", "ATTACH ':memory:' AS other", "DETACH main", "VACUUM", "VACUUM INTO 'DIR/copy.db'",
        "SELECT load_extension('DIR/evil.so')", "SELECT fts3_tokenizer('simple')", "ANALYZE", "REINDEX",
        "BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "COMMIT", "ROLLBACK", "SAVEPOINT s",
        "PRAGMA writable_schema = 1", "PRAGMA journal_mode = DELETE", "PRAGMA journal_mode(wal)", "PRAGMA main.journal_mode = OFF",
        "PRAGMA user_version = 7", "PRAGMA query_only = 0", "PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA optimize", "PRAGMA incremental_vacuum", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA temp_store_directory = 'DIR'",
        "PRAGMA trusted_schema = 1", "PRAGMA schema_version = 1", "PRAGMA nonsense", "PRAGMA shrink_memory",
        "WITH x(a) AS (SELECT 1) INSERT INTO t SELECT a, 'x' FROM x", "WITH x AS (SELECT 1) DELETE FROM t",
        "INSERT INTO t VALUES (9, 'x') RETURNING a", "EXPLAIN DELETE FROM t", "CREATE VIRTUAL TABLE v USING fts5(a)",
        "SELECT 1; DELETE FROM t", "SELECT 1; SELECT 2", "SELECT 1;;SELECT 2", "SELECT 1; nonsense", "SELECT 1 /* a */; DROP TABLE t --",
        "SELECT * FROM pragma_wal_checkpoint",
    ]

    @Test("What could change anything is refused, and no file is changed or created", arguments: ["delete", "wal"])
    func refusals(journalMode: String) throws {
        try Fixture.with { fixture in
            let setup =
                "c.executescript('pragma journal_mode=\(journalMode); create table t (a, b); insert into t values (1, 2)')"
            let path = try makeDatabase(setup, in: fixture)
            let before = try fixture.snapshot()
            let database = try openDatabase(path)
            for template in Self.refused {
                let sql = template.split(separator: "DIR", omittingEmptySubsequences: false).joined(separator: fixture.directory)
                let error = sqliteError { try database.rows(sql) }
                let isUnknownTable = sql.contains("FROM pragma_") && error?.kind == .noSuchTable("pragma_wal_checkpoint")
                #expect(error?.kind == .notReadOnly || isUnknownTable, "\(sql): \(error?.message ?? "was run")")
            }
            // The schema is SQLite's own to protect: the allow-list must let this one pass for table-valued functions.
            #expect(sqliteError { try database.rows("UPDATE sqlite_master SET sql = ''") } != nil)
            #expect(try database.rows("SELECT count(*) FROM t").rows == [[.integer(1)]])
            #expect(try fixture.snapshot() == before)
        }
    }

    @Test("A log that a living writer keeps is not touched either")
    func liveLog() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('pragma journal_mode=wal'); c.execute('create table t (a, b)')", in: fixture)
            let writer = try holdDatabase(path, "c.execute('insert into t values (1, 2)'); print('ready 0')", in: fixture)
            let before = try fixture.snapshot()
            let database = try openDatabase(path)
            #expect(try database.rows("SELECT count(*) FROM t").rows == [[.integer(1)]])
            for sql in ["PRAGMA wal_checkpoint(TRUNCATE)", "DELETE FROM t", "BEGIN IMMEDIATE"] {
                #expect(sqliteError { try database.rows(sql) }?.kind == .notReadOnly)
            }
            #expect(try fixture.snapshot() == before)
            writer.process.stop()
        }
    }

    @Test(
        "What only looks is allowed",
        arguments: [
            "SELECT 1", "select a from t;", "SELECT a FROM t -- the end", "SELECT a FROM t; /* done */ ; ",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT sum(i) FROM n",
            "PRAGMA integrity_check", "PRAGMA quick_check(5)", "PRAGMA table_info(t)", "PRAGMA page_count", "PRAGMA journal_mode",
            "PRAGMA main.journal_mode", "PRAGMA user_version", "PRAGMA foreign_key_check", "SELECT * FROM sqlite_master",
            "SELECT * FROM pragma_table_info('t')", "SELECT value FROM json_each('[1, 2]')", "EXPLAIN QUERY PLAN SELECT * FROM t",
            "VALUES (1), (2)", "SELECT upper('a') || date('now')",
        ])
    func allowed(sql: String) throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('create table t (a)'); c.execute('insert into t values (1)')", in: fixture)
            let rows = try openDatabase(path).rows(sql)
            #expect(rows.totalRows > 0 || sql.contains("foreign_key_check"))
        }
    }

    @Test(
        "A text without a statement, or with a NUL in it, is an error of the statement",
        arguments: ["", "  ", "-- nothing", ";", "SELECT 1\0; DROP"])
    func nothing(sql: String) throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('create table t (a)')", in: fixture)
            #expect(sqliteError { try openDatabase(path).rows(sql) }?.kind == .statement)
        }
    }
}
