internal import CSQLite
internal import Glibc
internal import SystemKit

extension SQLiteError {
    /// Reads SQLite's code and the system's in the light of a writer: what can be done about it differs.
    ///
    /// - Parameters:
    ///   - system: the `errno` value behind it, 0 when there is none.
    init(writing path: String, code: Int32, system: Int32, detail: String) {
        switch code & 0xff {
        case SQLITE_FULL: self.init(.diskFull, "there is no room to write \(path)", code: code)
        case SQLITE_CORRUPT: self.init(.corrupt, "\(path) is damaged: \(detail)", code: code)
        case SQLITE_NOTADB: self.init(.notADatabase, "\(path) is not a SQLite database", code: code)
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self.init(.locked, "\(path) is locked by another connection", code: code)
        case SQLITE_READONLY where code == databaseWasMoved:
            self.init(.inputOutput, "\(path) was replaced while it was open", code: code)
        case SQLITE_READONLY, SQLITE_PERM: self.init(.readOnly, "\(path) may not be written", code: code)
        case SQLITE_CONSTRAINT: self.init(.constraint, detail, code: code)
        case SQLITE_CANTOPEN, SQLITE_IOERR: self.init(writing: path, system: system, detail: detail, code: code)
        default: self.init(.statement, detail, code: code)
        }
    }

    init(writing path: String, system: Int32, detail: String, code: Int32 = 0) {
        let reason = system == 0 ? detail : SystemError("write", path, code: system).reason
        switch system {
        case ENOSPC, EDQUOT, EFBIG: self.init(.diskFull, "there is no room to write \(path): \(reason)", code: code)
        case EROFS, EACCES, EPERM: self.init(.readOnly, "\(path) may not be written: \(reason)", code: code)
        case ENOENT, ENOTDIR: self.init(.missing, "there is no \(path)", code: code)
        default: self.init(.inputOutput, "\(path) cannot be written: \(reason)", code: code)
        }
    }
}

/// `SQLITE_READONLY_DBMOVED`: a macro with an expression in it, which Swift does not import.
private let databaseWasMoved: Int32 = SQLITE_READONLY | (4 << 8)
