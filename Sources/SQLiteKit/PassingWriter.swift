internal import CSQLite
internal import SystemKit

/// What a reader meets for a moment while a writer of a database in WAL mode comes or goes.
///
/// A reader that may not write the log's index looks at its header twice. One that changed in between is taken for damaged when its
/// writer has let go of the lock by the time the reader asks for it (`SQLITE_READONLY_RECOVERY`; sqlite.org/wal.html, "Read-Only
/// Databases"). The last writer that closes removes the index first and then the log: in between the index cannot be opened or
/// mapped (`SQLITE_READONLY_CANTINIT`, `SQLITE_CANTOPEN`), or the log seems to have lost it. A crash leaves things so for good, a
/// writer does not.
enum PassingWriter {
    /// Tries again, for 200 ms at most, while the error is one of these.
    ///
    /// - Parameter body: told whether the log it was reading is gone, so that the file has to be opened anew.
    static func retrying<Value>(
        deadline: Deadline, cancellation: Cancellation, _ body: (_ isGone: Bool) throws(SQLiteError) -> Value
    ) throws(SQLiteError) -> Value {
        let patience = Deadline.after(milliseconds: 200).orEarlier(deadline)
        var isGone = false
        while true {
            do throws(SQLiteError) { return try body(isGone) } catch {
                guard mayPass(error), !patience.hasPassed, !cancellation.wait(until: .after(milliseconds: 2).orEarlier(patience)) else {
                    throw error
                }
                isGone = error.code != recovery
            }
        }
    }

    private static func mayPass(_ error: SQLiteError) -> Bool {
        switch error.code & 0xff {
        case SQLITE_READONLY: error.code != rollback
        case SQLITE_CANTOPEN: true
        default: error.code == SQLiteError.lostIndex
        }
    }

    /// `SQLITE_READONLY_RECOVERY`.
    private static let recovery: Int32 = SQLITE_READONLY | (1 << 8)
    /// `SQLITE_READONLY_ROLLBACK`: only a program that may write can undo a transaction that was cut off.
    private static let rollback: Int32 = SQLITE_READONLY | (3 << 8)
}

extension SQLiteError {
    /// Our own mark, which no result code of SQLite's is: a log with changes whose index is missing.
    static let lostIndex: Int32 = -1
}
