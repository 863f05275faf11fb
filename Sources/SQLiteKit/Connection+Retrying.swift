internal import CSQLite
internal import SystemKit

extension Connection {
    /// The same as `run`, which is tried again for a moment where a log that is being written was taken for one that a crash left.
    ///
    /// A reader that may not write the log's index looks at its header twice. One that changed in between is taken for damaged when its
    /// writer has let go of the lock by the time the reader asks for it (`SQLITE_READONLY_RECOVERY`; sqlite.org/wal.html, "Read-Only
    /// Databases"). A crash leaves it so for good; a writer does not.
    func runAgain(
        _ sql: String, _ values: [SQLiteValue] = [], limits: RowLimits, deadline: Deadline, cancellation: Cancellation
    ) throws(SQLiteError) -> SQLiteRows {
        let patience = Deadline.after(milliseconds: 200).orEarlier(deadline)
        while true {
            do throws(SQLiteError) {
                return try run(sql, values, limits: limits, deadline: deadline, cancellation: cancellation)
            } catch {
                guard error.code == SQLITE_READONLY | 1 << 8, !patience.hasPassed,
                    !cancellation.wait(until: .after(milliseconds: 2).orEarlier(patience))
                else { throw error }
            }
        }
    }
}
