internal import CSQLite
internal import SystemKit

/// One open SQLite handle that may write.
@safe final class WritableConnection {
    private let path: String
    // Owned: opened in init, closed in deinit, never handed out.
    private let handle: OpaquePointer
    private let patience: Patience

    init(path: String, deadline: Deadline) throws(SQLiteError) {
        self.path = path
        patience = Patience(deadline)
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let handle = unsafe opened else { throw SQLiteError(.notReadable, "SQLite has no memory for \(path)", code: code) }
        unsafe self.handle = unsafe handle
        guard code == SQLITE_OK else { throw failure(code) }
        for (option, value) in [(SQLITE_DBCONFIG_TRUSTED_SCHEMA, Int32(0)), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)] {
            _ = unsafe csqlite_set_option(handle, option, value)
        }
        // The patience is owned by self and outlives the handle.
        unsafe sqlite3_busy_handler(handle, waitForWriter, Unmanaged.passUnretained(patience).toOpaque())
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    func run(_ sql: String, _ values: [SQLiteValue], deadline: Deadline) throws(SQLiteError) -> SQLiteRows {
        patience.deadline = deadline
        let prepared = unsafe Prepared(Array(sql.utf8)[...], on: handle)
        guard prepared.code == SQLITE_OK else { throw failure(prepared.code) }
        guard let statement = prepared.takeStatement() else { throw SQLiteError(.statement, "there is no statement") }
        for (index, value) in values.enumerated() {
            let code = statement.bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
        var reader = RowReader(statement, limits: RowLimits(rows: .max, valueBytes: 256 << 20))
        while true {
            let code = statement.step()
            switch code {
            case SQLITE_ROW: _ = reader.take(statement)
            case SQLITE_DONE: return reader.result
            default: throw failure(code)
            }
        }
    }

    private func failure(_ code: Int32) -> SQLiteError {
        let detail = unsafe String(cString: sqlite3_errmsg(handle))
        return SQLiteError(writing: code, detail: detail, path: path)
    }
}

/// How long a writer waits for another one.
final class Patience {
    var deadline: Deadline

    init(_ deadline: Deadline) { self.deadline = deadline }
}

/// Called while another connection holds the lock; 0 gives up.
private func waitForWriter(_ pointer: UnsafeMutableRawPointer?, _ count: Int32) -> Int32 {
    guard let pointer = unsafe pointer else { return 0 }
    // The connection that owns the patience is in the middle of a call, so it is alive.
    let deadline = unsafe Unmanaged<Patience>.fromOpaque(pointer).takeUnretainedValue().deadline
    if deadline.hasPassed { return 0 }
    _ = sqlite3_sleep(min(Int32(2 + count), 20))
    return 1
}

extension Statement {
    /// SQLite copies the value. Returns its result code.
    func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null: unsafe sqlite3_bind_null(pointer, index)
        case .integer(let number): unsafe sqlite3_bind_int64(pointer, index, number)
        case .real(let number): unsafe sqlite3_bind_double(pointer, index, number)
        case .text(let text):
            // One byte more, so that a text of none has an address too: without one it would be NULL.
            unsafe (Array(text.utf8) + [0]).withUnsafeBytes { bytes in
                unsafe sqlite3_bind_text64(
                    pointer, index, bytes.bindMemory(to: CChar.self).baseAddress, UInt64(bytes.count - 1), transient, UInt8(SQLITE_UTF8))
            }
        case .blob(let bytes):
            unsafe bytes.withUnsafeBytes { bytes in
                if unsafe bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(pointer, index, 0) }
                return unsafe sqlite3_bind_blob64(pointer, index, bytes.baseAddress, UInt64(bytes.count), transient)
            }
        }
    }
}

/// `SQLITE_TRANSIENT`, a cast that Swift does not import: SQLite makes a copy before the call returns.
private let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
