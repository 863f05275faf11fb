internal import CSQLite
public import SystemKit

/// The rows of one statement, looked at one at a time where they lie: nothing is kept of a row once the next one is asked for.
///
/// Used from one thread. The connection stays open as long as a cursor does.
@safe public final class SQLiteCursor {
    private let statement: Statement
    // Keeps the handle that the statement belongs to.
    private let connection: AnyObject
    private let failure: (Int32) -> SQLiteError
    private let ending: () -> SQLiteError?
    private var steps = 0

    /// - Parameters:
    ///   - ending: why it is to be ended; asked every few thousand rows.
    init(
        _ statement: consuming Statement, of connection: AnyObject, failure: @escaping (Int32) -> SQLiteError,
        ending: @escaping () -> SQLiteError? = { nil }
    ) {
        self.statement = statement
        self.connection = connection
        self.failure = failure
        self.ending = ending
    }

    /// Goes to the next row; false after the last one.
    public func next() throws(SQLiteError) -> Bool {
        steps &+= 1
        if steps & 0xfff == 0, let ending = ending() { throw ending }
        let code = statement.step()
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    /// Begins anew with other values of its parameters `?1`, `?2`, ….
    public func restart(_ values: [SQLiteValue]) throws(SQLiteError) {
        _ = unsafe sqlite3_reset(statement.pointer)
        let code = statement.bind(values)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    public func integer(_ column: Int) -> Int64? {
        guard unsafe sqlite3_column_type(statement.pointer, Int32(column)) == SQLITE_INTEGER else { return nil }
        return unsafe sqlite3_column_int64(statement.pointer, Int32(column))
    }

    public func isNull(_ column: Int) -> Bool { unsafe sqlite3_column_type(statement.pointer, Int32(column)) == SQLITE_NULL }

    /// Bytes of a text; nil when the value is none.
    public func textLength(_ column: Int) -> Int? {
        guard unsafe sqlite3_column_type(statement.pointer, Int32(column)) == SQLITE_TEXT else { return nil }
        return unsafe Int(sqlite3_column_bytes(statement.pointer, Int32(column)))
    }

    /// Adds the bytes of a text or a blob, as they are stored.
    public func append(_ column: Int, to bytes: inout [UInt8]) {
        // The pointer is valid until the next step, and is copied from here.
        guard let start = unsafe sqlite3_column_blob(statement.pointer, Int32(column)) else { return }
        let count = unsafe Int(sqlite3_column_bytes(statement.pointer, Int32(column)))
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A text or a blob, as it is stored; nil when the value is neither.
    public func bytes(_ column: Int, isBlob: Bool = false) -> [UInt8]? {
        let kind = unsafe sqlite3_column_type(statement.pointer, Int32(column))
        guard kind == (isBlob ? SQLITE_BLOB : SQLITE_TEXT) else { return nil }
        var bytes: [UInt8] = []
        append(column, to: &bytes)
        return bytes
    }
}

extension SQLiteStore {
    /// The rows of one statement, one at a time. - Parameter values: of its parameters `?1`, `?2`, ….
    public func cursor(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> SQLiteCursor {
        SQLiteCursor(try prepare(sql, values), of: self, failure: failure)
    }
}

extension SQLiteDatabase {
    /// The rows of one statement that only reads, one at a time.
    ///
    /// - Parameter deadline: for all that is asked from now on.
    public func cursor(
        _ sql: String, _ values: [SQLiteValue] = [], deadline: Deadline, cancellation: Cancellation
    ) throws(SQLiteError) -> SQLiteCursor {
        connection.context.begin(deadline: deadline, cancellation: cancellation)
        return try connection.cursor(sql, values)
    }

    /// Runs what asks through cursors; once more where a writer came or went meanwhile, for it saw two states then.
    ///
    /// - Parameter translate: makes the caller's error of SQLite's.
    public func steadily<Value, Failure: Error>(
        _ translate: (SQLiteError) -> Failure, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        for _ in 0..<5 {
            let result = Result { () throws(Failure) in try body() }
            let isSteady: Bool
            do throws(SQLiteError) { isSteady = try !reopenAfterChange() } catch { throw translate(error) }
            if isSteady { return try result.get() }
        }
        throw translate(SQLiteError(.locked, "\(path) kept changing while it was read"))
    }
}

extension Connection {
    func cursor(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteCursor {
        SQLiteCursor(try prepare(sql, values), of: self, failure: failure, ending: { [context] in context.ending })
    }
}
