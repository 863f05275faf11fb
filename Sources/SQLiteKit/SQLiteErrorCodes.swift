internal import CSQLite

extension SQLiteError {
    /// Reads SQLite's own code and sentence.
    ///
    /// - Parameters:
    ///   - code: an extended result code; its low byte is the primary one.
    ///   - detail: `sqlite3_errmsg`.
    ///   - path: the file, for the sentence.
    init(code: Int32, detail: String, path: String) {
        switch code & 0xff {
        case SQLITE_CORRUPT: self.init(.corrupt, "\(path) is damaged: \(detail)", code: code)
        case SQLITE_NOTADB: self.init(.notADatabase, "\(path) is not a SQLite database", code: code)
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            self.init(.locked, "\(path) is locked by another connection", code: code)
        case SQLITE_READONLY where code == readOnlyRollback:
            let why = "a transaction was cut off and left \(path)-journal; only a program that may write can undo it"
            self.init(.notReadable, why, code: code)
        case SQLITE_READONLY:
            self.init(.notReadable, "\(path) cannot be read without writing: \(detail)", code: code)
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_IOERR: self.init(.notReadable, "\(path) cannot be read: \(detail)", code: code)
        case SQLITE_ERROR where detail.hasPrefix(noSuchTablePrefix):
            let table = String(detail.dropFirst(noSuchTablePrefix.count))
            self.init(.noSuchTable(table), "\(path) has no table \(table)", code: code)
        default: self.init(.statement, detail, code: code)
        }
    }
}

private let noSuchTablePrefix = "no such table: "
/// `SQLITE_READONLY_ROLLBACK`: a macro with an expression in it, which Swift does not import.
private let readOnlyRollback: Int32 = SQLITE_READONLY | (3 << 8)
