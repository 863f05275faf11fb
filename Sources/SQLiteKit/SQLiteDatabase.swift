public import SystemKit

/// A SQLite file that is only read: nothing is created or changed, neither in it nor beside it.
///
/// Used from one thread at a time. Reading takes a shared lock as every reader does; it never holds one between two queries.
public final class SQLiteDatabase {
    public let path: String
    private(set) var connection: Connection
    private var plan: OpenPlan
    let counter = ReadCounter()

    /// Opens an existing database.
    ///
    /// - Parameters:
    ///   - deadline: bounds the wait for another connection's lock.
    /// - Throws: `SQLiteError`: `.missing`, `.notReadable`, `.notADatabase`, `.corrupt`, `.locked`, `.timedOut`, `.cancelled`.
    public static func openReadOnly(
        _ path: String, deadline: Deadline, cancellation: Cancellation
    ) throws(SQLiteError) -> SQLiteDatabase {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw SQLiteError(.missing, "the database has no path") }
        return try SQLiteDatabase(Paths.resolve(path, in: Files.workingDirectory()), deadline, cancellation)
    }

    private init(_ path: String, _ deadline: Deadline, _ cancellation: Cancellation) throws(SQLiteError) {
        self.path = path
        (connection, plan) = try open(path, counter, deadline, cancellation)
    }

    /// Runs one read-only statement.
    ///
    /// - Parameters:
    ///   - sql: exactly one statement; white space and comments may follow it.
    ///   - values: of its parameters `?1`, `?2`, ….
    ///   - rowLimit: rows to keep; reading stops one row later.
    ///   - valueByteLimit: bytes to keep of one text or blob.
    /// - Throws: `SQLiteError`; `.notReadOnly` for whatever could change something.
    public func query(
        _ sql: String, _ values: [SQLiteValue] = [], rowLimit: Int = 1000, valueByteLimit: Int = 64 << 10, deadline: Deadline,
        cancellation: Cancellation
    ) throws(SQLiteError) -> SQLiteRows {
        let limits = RowLimits(rows: max(0, rowLimit), valueBytes: max(0, valueByteLimit))
        // Writers may come and go between the attempts; each comes to rest at the plan that fits what is there.
        for _ in 0..<5 {
            let result = Result { () throws(SQLiteError) in try run(sql, values, limits, deadline, cancellation) }
            if try !reopenAfterChange(deadline, cancellation) { return try result.get() }
        }
        throw SQLiteError(.locked, "\(path) kept changing while it was read")
    }

    /// Where a writer came or went in the middle, it is opened anew: the log it was reading may be gone.
    private func run(
        _ sql: String, _ values: [SQLiteValue], _ limits: RowLimits, _ deadline: Deadline, _ cancellation: Cancellation
    ) throws(SQLiteError) -> SQLiteRows {
        try PassingWriter.retrying(deadline: deadline, cancellation: cancellation) { (isGone) throws(SQLiteError) in
            if isGone { (connection, plan) = try openOnce(path, counter, deadline, cancellation) }
            return try connection.run(sql, values, limits: limits, deadline: deadline, cancellation: cancellation)
        }
    }

    /// A number that changes when another connection has changed the file; comparable on this connection only.
    public func dataVersion(deadline: Deadline, cancellation: Cancellation) throws(SQLiteError) -> Int64 {
        try number("PRAGMA data_version", deadline, cancellation)
    }

    /// Size and mode of the file.
    public func facts(deadline: Deadline, cancellation: Cancellation) throws(SQLiteError) -> SQLiteFacts {
        SQLiteFacts(
            pageSize: try number("PRAGMA page_size", deadline, cancellation),
            pageCount: try number("PRAGMA page_count", deadline, cancellation),
            freePages: try number("PRAGMA freelist_count", deadline, cancellation),
            journalMode: connection.header().map(SQLiteFacts.JournalMode.init(header:)) ?? .rollback,
            userVersion: try number("PRAGMA user_version", deadline, cancellation))
    }

    private func number(_ sql: String, _ deadline: Deadline, _ cancellation: Cancellation) throws(SQLiteError) -> Int64 {
        try query(sql, rowLimit: 1, deadline: deadline, cancellation: cancellation).rows.first?.first?.integer ?? 0
    }

    /// Whether the file is another one than it was opened as; it is opened anew then.
    private func reopenAfterChange(_ deadline: Deadline, _ cancellation: Cancellation) throws(SQLiteError) -> Bool {
        guard case .settled(let before) = plan, try hasChanged(since: before) else { return false }
        (connection, plan) = try open(path, counter, deadline, cancellation)
        return true
    }

    func reopenAfterChange() throws(SQLiteError) -> Bool {
        try reopenAfterChange(connection.context.deadline, connection.context.cancellation)
    }

    private func hasChanged(since before: FileState) throws(SQLiteError) -> Bool { try OpenPlan.hasChanged(path, since: before) }
}

/// Opens a file as `OpenPlan` says, after a look at what it is; again for a moment where a writer came or went meanwhile.
func open(
    _ path: String, _ counter: ReadCounter, _ deadline: Deadline, _ cancellation: Cancellation
) throws(SQLiteError) -> (Connection, OpenPlan) {
    try PassingWriter.retrying(deadline: deadline, cancellation: cancellation) { (_) throws(SQLiteError) in
        try openOnce(path, counter, deadline, cancellation)
    }
}

private func openOnce(
    _ path: String, _ counter: ReadCounter, _ deadline: Deadline, _ cancellation: Cancellation
) throws(SQLiteError) -> (Connection, OpenPlan) {
    let state = try OpenPlan.existing(path)
    if state.size == 0, let log = FileState.size(path + "-wal"), log > 0 {
        throw SQLiteError(.corrupt, "\(path) is empty while \(path)-wal holds \(log) bytes; opening it would delete them")
    }
    let plain = try Connection(
        path: path, parameters: OpenPlan.plain.parameters, counter: counter, deadline: deadline, cancellation: cancellation)
    guard state.size > 0 else { return (plain, .plain) }
    guard let header = plain.header(), header.starts(with: magic) else {
        throw SQLiteError(.notADatabase, "\(path) is not a SQLite database")
    }
    guard SQLiteFacts.JournalMode(header: header) == .writeAheadLog else { return (plain, .plain) }

    let plan = try OpenPlan.forLog(path)
    let connection = try Connection(
        path: path, parameters: plan.parameters, counter: counter, deadline: deadline, cancellation: cancellation)
    // The log is opened at the first statement. Now, while it is known to be there, rather than later.
    let limits = RowLimits(rows: 1, valueBytes: 64)
    _ = try connection.run("PRAGMA schema_version", limits: limits, deadline: deadline, cancellation: cancellation)
    return (connection, plan)
}

/// The first 16 bytes of every SQLite 3 file (sqlite.org/fileformat2.html, "The Database Header").
let magic = Array("SQLite format 3\0".utf8)
