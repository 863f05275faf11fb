internal import CSQLite
internal import Glibc
internal import SystemKit

/// The new file that a copy is written to.
///
/// Without journal and without syncs: it is nothing until it is whole, and it is made durable once, at the end.
@safe final class BackupTarget {
    private let path: String
    // Owned: opened in init, closed in deinit; the copy borrows it.
    let handle: OpaquePointer

    /// - Parameter pragmas: how it is written.
    init(
        _ path: String, pragmas: [String] = ["journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"]
    ) throws(SQLiteError) {
        self.path = path
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle = unsafe opened else { throw SQLiteError(.inputOutput, "SQLite has no memory for \(path)", code: code) }
        unsafe self.handle = unsafe handle
        guard code == SQLITE_OK else { throw failure(code) }
        // Defensive connections refuse to go without a journal: the options come second.
        for pragma in pragmas { _ = unsafe sqlite3_exec(handle, "PRAGMA " + pragma, nil, nil, nil) }
        for (option, value) in targetOptions { _ = unsafe csqlite_set_option(handle, option, value) }
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Runs a statement of the program's own.
    func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// The same, ended at a deadline.
    func execute(_ sql: String, deadline: Deadline, cancellation: Cancellation) throws(SQLiteError) {
        let watch: StatementWatch
        do { watch = try StatementWatch(unsafe InterruptHandle(handle), deadline: deadline, cancellation: cancellation) } catch {
            throw SQLiteError(.inputOutput, error.description)
        }
        defer { watch.end() }
        do throws(SQLiteError) { try execute(sql) } catch {
            guard error.code & 0xff == SQLITE_INTERRUPT else { throw error }
            let isCancelled = cancellation.isCancelled
            throw SQLiteError(
                isCancelled ? .cancelled : .timedOut, isCancelled ? "\(sql) was cancelled" : "\(sql) did not end before its deadline")
        }
    }

    /// Whether it is this file, and not the source, that an error of the copy is about: the source is only read.
    func isAtFault(_ code: Int32) -> Bool {
        [SQLITE_FULL, SQLITE_READONLY, SQLITE_CANTOPEN].contains(code & 0xff) || writeErrors.contains(code)
    }

    func failure(_ code: Int32? = nil) -> SQLiteError {
        // A step that fails reports only its code; the system's reason stays with the handle.
        let detail = unsafe String(cString: sqlite3_errmsg(handle))
        return SQLiteError(
            writing: path, code: code ?? (unsafe sqlite3_extended_errcode(handle)), system: unsafe sqlite3_system_errno(handle),
            detail: detail)
    }

    /// Makes the bytes durable.
    func close() throws(SQLiteError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SQLiteError(writing: path, system: errno, detail: "") }
        defer { _ = Glibc.close(file) }
        guard fsync(file) == 0 else { throw SQLiteError(writing: path, system: errno, detail: "") }
    }
}

/// `SQLITE_IOERR_WRITE`, `_FSYNC`, `_TRUNCATE`: macros with an expression in them, which Swift does not import.
private let writeErrors: Set<Int32> = [SQLITE_IOERR | (3 << 8), SQLITE_IOERR | (4 << 8), SQLITE_IOERR | (6 << 8)]

/// The schema may be somebody else's: it gets no code to run.
private let targetOptions: [(Int32, Int32)] = [
    (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0), (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
]
