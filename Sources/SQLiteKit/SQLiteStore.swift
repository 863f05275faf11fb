internal import CSQLite
internal import Glibc
public import SystemKit

/// A SQLite file that this program owns and writes: in WAL mode, every commit on the disk before the call returns.
///
/// Used from one thread at a time.
public final class SQLiteStore {
    public let path: String
    private let connection: WritableConnection

    /// Opens a file that is there.
    ///
    /// - Parameter deadline: bounds the wait for another connection's lock.
    /// - Throws: `SQLiteError`.
    public static func open(_ path: String, deadline: Deadline) throws(SQLiteError) -> SQLiteStore {
        _ = try OpenPlan.existing(path)
        return try SQLiteStore(path, deadline)
    }

    /// Opens a file, and makes it (readable by its owner only) where there is none.
    public static func openOrCreate(_ path: String, deadline: Deadline) throws(SQLiteError) -> SQLiteStore {
        // Made here, since SQLite would take the mode from the umask; `-wal` and `-shm` get the same one.
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SQLiteError(system: SystemError("open", path)) }
        close(descriptor)
        return try SQLiteStore(path, deadline)
    }

    private init(_ path: String, _ deadline: Deadline) throws(SQLiteError) {
        self.path = path
        connection = try WritableConnection(path: path, deadline: deadline)
        // FULL: the write-ahead log is synced at every commit, not only at checkpoints.
        for pragma in ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cell_size_check=ON"] {
            _ = try execute("PRAGMA " + pragma, deadline: deadline)
        }
    }

    /// Runs one statement with its values.
    ///
    /// - Throws: `SQLiteError`; `.diskFull`, `.notWritable` and `.inputOutput` when the disk is the reason.
    @discardableResult
    public func execute(_ sql: String, _ values: [SQLiteValue] = [], deadline: Deadline) throws(SQLiteError) -> SQLiteRows {
        try connection.run(sql, values, deadline: deadline)
    }

    /// Runs `body` in a transaction that holds the write lock from its beginning; an error takes everything back.
    public func transaction<Result>(
        deadline: Deadline, _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try execute("BEGIN IMMEDIATE", deadline: deadline)
        do throws(SQLiteError) {
            let result = try body()
            try execute("COMMIT", deadline: deadline)
            return result
        } catch {
            // A COMMIT that failed may have ended the transaction already.
            _ = try? execute("ROLLBACK", deadline: .after(milliseconds: 1000))
            throw error
        }
    }
}
