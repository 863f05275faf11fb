internal import CSQLite
public import SystemKit

/// A SQLite file of the program's own, opened for writing.
///
/// In WAL mode with `synchronous=FULL`: what was committed outlives a power failure. Nothing is made beside it but SQLite's `-wal` and
/// `-shm` (and, while the file is new, its rollback journal), with the file's own mode. The schema is not trusted: no triggers, no views,
/// no extensions, nothing attached. Used from one thread at a time; nothing here is for files of other programs.
@safe public final class SQLiteStore {
    public enum Creation: Sendable {
        case never
        /// A missing file is made, empty, with exactly this mode.
        case ifMissing(mode: UInt32 = 0o600)
    }

    public let path: String
    // Owned: opened in init, closed in deinit, never handed out.
    private let handle: OpaquePointer
    private let context: StatementContext

    /// - Parameter deadline: bounds the waits for other connections, until `limit(to:)` gives a later one.
    /// - Throws: `SQLiteError`: `.missing`, `.readOnly`, `.diskFull`, `.inputOutput`, `.notADatabase`, `.corrupt`, `.locked`.
    public static func open(_ path: String, _ creation: Creation, deadline: Deadline) throws(SQLiteError) -> SQLiteStore {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw SQLiteError(.missing, "the database has no path") }
        let path = Paths.resolve(path, in: Files.workingDirectory())
        if case .ifMissing(let mode) = creation { try NewFile.make(path, mode: mode) }
        return try SQLiteStore(path, deadline)
    }

    private init(_ path: String, _ deadline: Deadline) throws(SQLiteError) {
        self.path = path
        do { context = StatementContext(deadline: deadline, cancellation: try Cancellation()) } catch {
            throw SQLiteError(.inputOutput, error.description)
        }
        var opened: OpaquePointer?
        // A plain path: a file name that looks like a URI is not taken for one.
        let code = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle = unsafe opened else { throw SQLiteError(.inputOutput, "SQLite has no memory for \(path)", code: code) }
        unsafe self.handle = unsafe handle
        guard code == SQLITE_OK else { throw failure(code) }
        for (option, value) in storeOptions { _ = unsafe csqlite_set_option(handle, option, value) }
        _ = unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        // The context is owned by self and outlives the handle.
        unsafe sqlite3_busy_handler(handle, waitForLock, Unmanaged.passUnretained(context).toOpaque())
        // Where SQLite may not write it opens for reading, and would say so only at the first change.
        guard unsafe sqlite3_db_readonly(handle, "main") == 0 else { throw SQLiteError(.readOnly, "\(path) may not be written") }
        for pragma in ["temp_store=memory", "cell_size_check=1", "synchronous=FULL"] { try execute("PRAGMA " + pragma) }
        let mode = try query("PRAGMA journal_mode=WAL").rows.first?.first?.text
        guard mode == "wal" else {
            throw SQLiteError(.inputOutput, "\(path) cannot have a write-ahead log where it lies (journal mode \(mode ?? "unknown"))")
        }
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Gives the waits for other connections a new end.
    public func limit(to deadline: Deadline) { context.deadline = deadline }

    /// Runs one statement whose rows nobody wants.
    ///
    /// - Parameter values: of its parameters `?1`, `?2`, ….
    public func execute(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) { _ = try query(sql, values) }

    /// Runs one statement to its end; all its rows, whole.
    public func query(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> SQLiteRows {
        let statement = try prepare(sql, values)
        var reader = RowReader(statement, limits: RowLimits(rows: .max, valueBytes: .max))
        while true {
            let code = statement.step()
            switch code {
            case SQLITE_ROW: _ = reader.take(statement)
            case SQLITE_DONE: return reader.result
            default: throw failure(code)
            }
        }
    }

    func prepare(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> Statement {
        let prepared = unsafe Prepared(Array(sql.utf8)[...], on: handle)
        guard prepared.code == SQLITE_OK else { throw failure(prepared.code) }
        guard let statement = prepared.takeStatement() else { throw SQLiteError(.statement, "there is no statement") }
        let bound = statement.bind(values)
        guard bound == SQLITE_OK else { throw failure(bound) }
        return statement
    }

    /// Runs `body` as one change that happens whole, durably, or not at all; nobody else can write meanwhile.
    ///
    /// - Parameter translate: makes the caller's error of SQLite's.
    public func transaction<Result, Failure: Error>(
        _ translate: (SQLiteError) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do { try execute("BEGIN IMMEDIATE") } catch { throw translate(error) }
        let result: Result
        do {
            result = try body()
        } catch {
            rollback()
            throw error
        }
        do { try execute("COMMIT") } catch {
            rollback()
            throw translate(error)
        }
        return result
    }

    public func transaction<Result>(_ body: () throws(SQLiteError) -> Result) throws(SQLiteError) -> Result {
        try transaction(SQLiteError.itself, body)
    }

    /// Moves the log's contents into the file and empties the log. Throws `.locked` while a reader is in the way.
    public func checkpoint() throws(SQLiteError) {
        let busy = try query("PRAGMA wal_checkpoint(TRUNCATE)").rows.first?.first?.integer
        guard busy == 0 else { throw SQLiteError(.locked, "\(path) is being read") }
    }

    private func rollback() {
        // Some errors have rolled back already; then there is nothing to do.
        if unsafe sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
    }

    func failure(_ code: Int32) -> SQLiteError {
        let detail = unsafe String(cString: sqlite3_errmsg(handle))
        return SQLiteError(writing: path, code: code, system: unsafe sqlite3_system_errno(handle), detail: detail)
    }
}

/// The schema may have been changed by someone else: it gets no code to run, and its inner tables stay closed.
private let storeOptions: [(Int32, Int32)] = [
    (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0), (SQLITE_DBCONFIG_ENABLE_VIEW, 0), (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
]

extension SQLiteError {
    fileprivate static func itself(_ error: SQLiteError) -> SQLiteError { error }
}
