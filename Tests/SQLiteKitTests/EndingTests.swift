import SQLiteKit
import SystemKit
import TestSupport
import Testing

private let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

@Suite(.ownThread) struct EndingTests {
    @Test("A statement that never ends is ended at its deadline")
    func deadline() throws {
        try Fixture.with { fixture in
            let database = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture))
            let error = sqliteError { try database.query(endless, deadline: .after(milliseconds: 50), cancellation: Cancellation()) }
            #expect(error?.kind == .timedOut)
            #expect(try database.rows("SELECT 1").rows == [[.integer(1)]])
        }
    }

    @Test("A deadline that has passed already lets nothing run")
    func passedDeadline() throws {
        try Fixture.with { fixture in
            let database = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture))
            let error = sqliteError { try database.query("SELECT 1", deadline: .after(milliseconds: -1), cancellation: Cancellation()) }
            #expect(error?.kind == .timedOut)
        }
    }

    @Test("Cancelling ends a running statement")
    func cancellation() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('create table t (a)')", in: fixture)
            let cancellation = try Cancellation()
            let started = try Cancellation()
            let error = try cancelling(cancellation, when: "the query runs", { started.isCancelled }) {
                sqliteError {
                    let database = try openDatabase(path)
                    started.cancel()
                    return try database.query(endless, deadline: .generous, cancellation: cancellation)
                }
            }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test("A lock that another process holds is waited for until the deadline, and said to be one")
    func locked() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('create table t (a)')", in: fixture)
            let database = try openDatabase(path)
            let holder = try holdDatabase(path, "c.execute('begin exclusive'); print('ready 0')", in: fixture)
            let error = patiently { deadline in
                sqliteError { try database.query("SELECT * FROM t", deadline: deadline, cancellation: Cancellation()) }
            } until: {
                $0?.kind == .locked
            }
            #expect(error?.kind == .locked)
            holder.process.stop()
            #expect(try database.rows("SELECT count(*) FROM t").rows == [[.integer(0)]])
        }
    }

    @Test("Cancelling ends the wait for a lock")
    func cancelledLock() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('create table t (a)')", in: fixture)
            let holder = try holdDatabase(path, "c.execute('begin exclusive'); print('ready 0')", in: fixture)
            let cancellation = try Cancellation()
            let started = try Cancellation()
            let error = try cancelling(cancellation, when: "the query waits", { started.isCancelled }) {
                sqliteError {
                    let database = try openDatabase(path)
                    started.cancel()
                    return try database.query("SELECT * FROM t", deadline: .generous, cancellation: cancellation)
                }
            }
            #expect(error?.kind == .cancelled)
            holder.process.stop()
        }
    }
}
