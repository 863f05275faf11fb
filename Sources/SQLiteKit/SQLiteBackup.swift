internal import CSQLite
public import SystemKit

/// How far a copy has come.
public struct BackupProgress: Sendable, Equatable {
    public let pagesDone: Int
    public let pagesTotal: Int
}

/// A copy of a database made with SQLite's online backup (sqlite.org/backup.html): one moment of it, its log included, while others
/// read and write it.
///
/// The source is only read, and nothing is made beside it. Pages are copied as they are: a damaged page is a damaged page in the copy.
public enum SQLiteBackup {
    /// Copies a database to a new file of its owner's alone (0600), durable when this returns; the name of it is not (sync the directory).
    ///
    /// With a write-ahead log, and after a writer came in between three times, the source is held as any reader holds it for as long as
    /// the copy takes: without a log that makes writers wait.
    ///
    /// - Parameters:
    ///   - destination: must not exist. On every error it is removed again.
    ///   - pagesPerStep: after so many pages deadline and cancellation are looked at, and progress is told.
    ///   - onProgress: called from this thread.
    /// - Returns: how many pages it has.
    /// - Throws: `SQLiteError`: of the source as `SQLiteDatabase.openReadOnly`; of the copy `.diskFull`, `.readOnly`, `.inputOutput`.
    @discardableResult
    public static func copy(
        _ source: String, to destination: String, pagesPerStep: Int = 256, deadline: Deadline, cancellation: Cancellation,
        onProgress: (BackupProgress) -> Void = { _ in }
    ) throws(SQLiteError) -> Int {
        let source = Paths.resolve(source, in: Files.workingDirectory())
        let destination = Paths.resolve(destination, in: Files.workingDirectory())
        // Writers may come and go between the attempts, as in `SQLiteDatabase.query`.
        for _ in 0..<5 {
            let (connection, plan) = try open(source, ReadCounter(), deadline, cancellation)
            try NewFile.makeExclusively(destination)
            do throws(SQLiteError) {
                let copy = try BackupTarget(destination)
                let pages = try run(
                    from: connection, to: copy, holds: plan != .plain, pagesPerStep: max(1, pagesPerStep), deadline, cancellation,
                    onProgress)
                try copy.close()
                guard case .settled(let before) = plan, try OpenPlan.hasChanged(source, since: before) else { return pages }
                remove(destination)
            } catch {
                remove(destination)
                throw error
            }
        }
        throw SQLiteError(.locked, "\(source) kept changing while it was copied")
    }

    private static func run(
        from source: Connection, to copy: BackupTarget, holds: Bool, pagesPerStep: Int, _ deadline: Deadline, _ cancellation: Cancellation,
        _ onProgress: (BackupProgress) -> Void
    ) throws(SQLiteError) -> Int {
        var isHeld = holds
        if holds { try source.hold() }
        guard let backup = unsafe sqlite3_backup_init(copy.handle, "main", source.handle, "main") else { throw copy.failure() }
        // Both handles stay open until it is finished, below.
        defer { _ = unsafe sqlite3_backup_finish(backup) }
        var restarts = 0
        var done = 0
        while true {
            if cancellation.isCancelled { throw SQLiteError(.cancelled, "the copy was cancelled") }
            if deadline.hasPassed { throw SQLiteError(.timedOut, "the copy did not end before its deadline") }
            let code = unsafe sqlite3_backup_step(backup, Int32(clamping: pagesPerStep))
            let total = unsafe Int(sqlite3_backup_pagecount(backup))
            let now = unsafe total - Int(sqlite3_backup_remaining(backup))
            switch code {
            case SQLITE_DONE:
                onProgress(BackupProgress(pagesDone: total, pagesTotal: total))
                return total
            case SQLITE_OK:
                onProgress(BackupProgress(pagesDone: now, pagesTotal: total))
                // Fewer than before: somebody wrote in between, and SQLite has begun anew.
                if now <= done { restarts += 1 }
                done = now
                if restarts >= 3, !isHeld {
                    isHeld = true
                    try source.hold()
                }
            case SQLITE_BUSY, SQLITE_LOCKED: _ = cancellation.wait(until: .after(milliseconds: 5).orEarlier(deadline))
            default: throw copy.isAtFault(code) ? copy.failure(code) : source.failure(code)
            }
        }
    }

    private static func remove(_ destination: String) {
        for suffix in ["", "-journal", "-wal", "-shm"] { try? Files.remove(destination + suffix) }
    }
}

extension Connection {
    /// Begins to read and stays at this moment of the file until the connection is closed.
    func hold() throws(SQLiteError) {
        // The authorizer would refuse a transaction; these two texts are our own.
        unsafe sqlite3_set_authorizer(handle, nil, nil)
        let code = unsafe sqlite3_exec(handle, "BEGIN; SELECT count(*) FROM sqlite_master", nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }
}
