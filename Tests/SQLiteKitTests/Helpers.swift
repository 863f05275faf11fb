import SQLiteKit
import SystemKit
import TestSupport

/// Builds a database with Python's own sqlite3; `c` is the connection, in autocommit mode.
func makeDatabase(_ statements: String, in fixture: Fixture, name: String = "test.db") throws -> String {
    let path = fixture.path(name)
    let script = "import sqlite3\nc = sqlite3.connect(\(pythonLiteral(path)), isolation_level=None)\n\(statements)\nc.close()\n"
    try PythonServer.run(script, in: fixture, name: "make")
    return path
}

func pythonLiteral(_ text: String) -> String { "'" + text + "'" }

/// A Python process that has the database open; `c` is its connection. It keeps running after it printed `ready 0`.
func holdDatabase(_ path: String, _ statements: String, in fixture: Fixture, name: String = "holder") throws -> PythonServer {
    let script = """
        import sqlite3, time
        c = sqlite3.connect(\(pythonLiteral(path)), isolation_level=None)
        \(statements)
        time.sleep(3600)
        """
    return try PythonServer(script, in: fixture, name: name)
}

func openDatabase(_ path: String, deadline: Deadline = .generous) throws -> SQLiteDatabase {
    try SQLiteDatabase.openReadOnly(path, deadline: deadline, cancellation: Cancellation())
}

extension SQLiteDatabase {
    func rows(_ sql: String, rowLimit: Int = 1000, valueByteLimit: Int = 64 << 10) throws -> SQLiteRows {
        try query(sql, rowLimit: rowLimit, valueByteLimit: valueByteLimit, deadline: .generous, cancellation: Cancellation())
    }
}

/// The error that `body` ends with; nil when it ends well.
func sqliteError<Value>(_ body: () throws -> Value) -> SQLiteError? {
    do { _ = try body() } catch { return error as? SQLiteError }
    return nil
}
