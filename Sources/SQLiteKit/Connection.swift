internal import CSQLite
internal import SystemKit

/// One open SQLite handle that can only read.
@safe final class Connection {
    private let path: String
    // Owned: opened in init, closed in deinit; only a copy of the whole file borrows it (`SQLiteBackup`).
    let handle: OpaquePointer
    let context: StatementContext
    // The file's methods point to what it counts into: it lives as long as the handle.
    private let counter: ReadCounter

    /// - Parameters:
    ///   - parameters: of the file's URI (sqlite.org/uri.html), beside `mode=ro`.
    ///   - counter: takes the number of pages that are read.
    init(
        path: String, parameters: String, counter: ReadCounter = ReadCounter(), deadline: Deadline, cancellation: Cancellation
    ) throws(SQLiteError) {
        self.path = path
        self.counter = counter
        context = StatementContext(deadline: deadline, cancellation: cancellation)
        var opened: OpaquePointer?
        // Encoded, because `?`, `#` and `%` in a file's name must not become part of the URI's grammar.
        let uri = "file://" + PercentEncoding.encode(path, keeping: "/") + "?mode=ro" + parameters
        let code = unsafe sqlite3_open_v2(uri, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, ReadCounter.vfs)
        guard let handle = unsafe opened else { throw SQLiteError(.notReadable, "SQLite has no memory for \(path)", code: code) }
        unsafe self.handle = unsafe handle
        guard code == SQLITE_OK else { throw failure(code) }
        unsafe counter.watch(handle)

        // Before the authorizer, which would refuse them: sorting stays in memory, and pages are looked at twice.
        for pragma in ["query_only=1", "temp_store=memory", "cell_size_check=1"] {
            _ = unsafe sqlite3_exec(handle, "PRAGMA " + pragma, nil, nil, nil)
        }
        for (option, value) in handleOptions { _ = unsafe csqlite_set_option(handle, option, value) }
        for (limit, value) in handleLimits { _ = unsafe sqlite3_limit(handle, limit, value) }
        // The context is owned by self and outlives the handle.
        let pointer = unsafe Unmanaged.passUnretained(context).toOpaque()
        unsafe sqlite3_set_authorizer(handle, authorize, pointer)
        unsafe sqlite3_busy_handler(handle, waitForLock, pointer)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// The file's first 100 bytes as they are on the disk now; nil when it has fewer.
    func header() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 100)
        return unsafe csqlite_read_header(handle, &bytes) == 0 ? bytes : nil
    }

    /// Compiles and runs one statement.
    func run(
        _ sql: String, _ values: [SQLiteValue] = [], limits: RowLimits, deadline: Deadline, cancellation: Cancellation
    ) throws(SQLiteError) -> SQLiteRows {
        context.begin(deadline: deadline, cancellation: cancellation)
        if let ending = context.ending { throw ending }
        let statement = try prepare(sql, values)
        let watch: StatementWatch
        do { watch = try StatementWatch(unsafe InterruptHandle(handle), deadline: deadline, cancellation: cancellation) } catch {
            throw SQLiteError(.notReadable, error.description)
        }
        defer { watch.end() }

        var reader = RowReader(statement, limits: limits)
        while true {
            if let ending = context.ending { throw ending }
            let code = statement.step()
            switch code {
            case SQLITE_ROW: if !reader.take(statement) { return reader.result }
            case SQLITE_DONE: return reader.result
            default: throw failure(code)
            }
        }
    }

    func prepare(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> Statement {
        context.begin(deadline: context.deadline, cancellation: context.cancellation)
        let statement = try compile(sql)
        let bound = statement.bind(values)
        guard bound == SQLITE_OK else { throw failure(bound) }
        return statement
    }

    /// The statement, proved to be one and to be read-only.
    private func compile(_ sql: String) throws(SQLiteError) -> Statement {
        let bytes = Array(sql.utf8)
        guard !bytes.contains(0) else { throw SQLiteError(.statement, "the statement contains a NUL byte") }
        let prepared = unsafe Prepared(bytes[...], on: handle)
        guard prepared.code == SQLITE_OK else { throw failure(prepared.code) }
        var rest = prepared.rest
        guard let statement = prepared.takeStatement() else { throw SQLiteError(.statement, "there is no statement") }
        // What follows may be white space and comments; SQLite is the one who knows what a comment is.
        while !rest.isEmpty {
            let next = unsafe Prepared(rest, on: handle)
            rest = next.rest
            guard next.code == SQLITE_OK, next.takeStatement() == nil else {
                throw SQLiteError(.notReadOnly, "only one statement is allowed in a query")
            }
        }
        guard context.isAnnounced, statement.isReadOnly || context.onlyAsksForJournalMode else {
            throw SQLiteError(.notReadOnly, "this statement is not known to be read-only")
        }
        return statement
    }

    /// SQLite's last error, seen in the light of what was refused or ended.
    func failure(_ code: Int32) -> SQLiteError {
        let detail = unsafe String(cString: sqlite3_errmsg(handle))
        if let refusal = context.refusal { return SQLiteError(.notReadOnly, refusal, code: code) }
        let primary = code & 0xff
        if primary == SQLITE_INTERRUPT || (primary == SQLITE_BUSY && context.cancellation.isCancelled), let ending = context.ending {
            return SQLiteError(ending.kind, ending.message, code: code)
        }
        return SQLiteError(code: code, detail: detail, path: path)
    }
}

/// A malicious schema cannot reach further than its own pages, and closing never writes.
private let handleOptions: [(Int32, Int32)] = [
    (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
]

/// Nothing can be attached; one value has at most 256 MiB.
private let handleLimits: [(Int32, Int32)] = [(SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LENGTH, 256 << 20)]
