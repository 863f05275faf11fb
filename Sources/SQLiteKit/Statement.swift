internal import CSQLite

/// A compiled statement, finalized when it goes away.
@safe struct Statement: ~Copyable {
    // Owned: from sqlite3_prepare_v3, finalized in deinit. Rows are read only while this value lives.
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe sqlite3_finalize(pointer) }

    /// SQLite's own opinion; false also for what changes nothing but could.
    var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(pointer) != 0 }

    /// `SQLITE_ROW`, `SQLITE_DONE` or an error.
    func step() -> Int32 { unsafe sqlite3_step(pointer) }

    /// Gives the parameters `?1`, `?2`, … their values. Returns the first result code that is not `SQLITE_OK`.
    func bind(_ values: [SQLiteValue]) -> Int32 {
        for (offset, value) in values.enumerated() {
            let code = bind(value, at: Int32(offset + 1))
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(pointer, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(pointer, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(pointer, index, number)
        case .text(let text):
            let bytes = Array(text.utf8)
            return unsafe csqlite_bind_text(pointer, index, bytes, UInt64(bytes.count))
        case .blob(let bytes): return unsafe csqlite_bind_blob(pointer, index, bytes, UInt64(bytes.count))
        }
    }
}

/// What `sqlite3_prepare_v3` made of a text.
struct Prepared: ~Copyable {
    let code: Int32
    /// Nil for white space and comments.
    let statement: Statement?
    /// What follows the statement.
    let rest: ArraySlice<UInt8>

    /// - Parameter handle: an open connection.
    init(_ sql: ArraySlice<UInt8>, on handle: OpaquePointer) {
        var pointer: OpaquePointer?
        var used = 0
        // The text's pointers do not leave the closure; the tail points into the text, one past what was used.
        code = unsafe sql.withUnsafeBytes { buffer -> Int32 in
            guard let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress else { return SQLITE_OK }
            var tail: UnsafePointer<CChar>?
            let code = unsafe sqlite3_prepare_v3(handle, start, Int32(clamping: buffer.count), 0, &pointer, &tail)
            if let tail = unsafe tail { unsafe used = tail - start }
            return code
        }
        if let pointer = unsafe pointer { statement = unsafe Statement(pointer) } else { statement = nil }
        rest = used > 0 ? sql.dropFirst(used) : []
    }

    /// The statement alone.
    consuming func takeStatement() -> Statement? { statement }
}
