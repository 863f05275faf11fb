internal import CSQLite
public import SystemKit

/// Changes to a database file that nobody else knows of yet: a copy on its way to become somebody's database.
public enum PrivateDatabase {
    /// Brings what stands in the file's log or rollback journal into the file, gives it a journal mode, and makes it durable. Afterwards
    /// the file stands alone.
    ///
    /// - Throws: `SQLiteError`.
    public static func settle(_ path: String, as mode: SQLiteFacts.JournalMode) throws(SQLiteError) {
        let target = try BackupTarget(path, pragmas: [])
        let name = mode == .writeAheadLog ? "WAL" : "DELETE"
        // The first reading plays a rollback journal back; leaving WAL mode empties the log and removes it.
        try target.execute("SELECT count(*) FROM sqlite_master")
        try target.execute("PRAGMA journal_mode=DELETE")
        try target.execute("PRAGMA journal_mode=\(name)")
        // A log that is empty is only removed by closing.
        try target.close()
    }

    /// How the file says that it is to be changed, from its first bytes; nil where it does not begin like a database.
    public static func journalMode(_ path: String) -> SQLiteFacts.JournalMode? {
        guard let header = try? RegularFile(path).bytes(from: 0, count: 100), header.starts(with: magic) else { return nil }
        return SQLiteFacts.JournalMode(header: header)
    }

    /// Gathers the statistics that the planner goes by, in the file itself.
    ///
    /// - Throws: `SQLiteError`.
    public static func analyze(_ path: String, deadline: Deadline, cancellation: Cancellation) throws(SQLiteError) {
        let target = try BackupTarget(path, pragmas: ["journal_mode=OFF", "synchronous=OFF", "temp_store=memory"])
        try target.execute("ANALYZE", deadline: deadline, cancellation: cancellation)
    }
}
