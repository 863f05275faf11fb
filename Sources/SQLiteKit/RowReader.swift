internal import CSQLite

/// How much of a result is kept.
struct RowLimits {
    /// Rows; the next one ends the reading.
    let rows: Int
    /// Bytes of one text or blob; the rest is cut off.
    let valueBytes: Int
}

/// Collects the rows of a running statement.
struct RowReader {
    private let limits: RowLimits
    private(set) var result = SQLiteRows()

    init(_ statement: borrowing Statement, limits: RowLimits) {
        self.limits = limits
        let count = unsafe sqlite3_column_count(statement.pointer)
        for column in 0..<count {
            // A name is null only when memory ran out; the text is copied at once.
            let name = unsafe sqlite3_column_name(statement.pointer, column)
            result.columns.append(unsafe name.map { unsafe String(cString: $0) } ?? "")
        }
    }

    /// Takes the current row; false when it is one too many.
    mutating func take(_ statement: borrowing Statement) -> Bool {
        result.totalRows += 1
        guard result.rows.count < limits.rows else {
            result.truncated = true
            return false
        }
        var row: [SQLiteValue] = []
        for column in 0..<Int32(result.columns.count) { row.append(unsafe value(statement.pointer, column)) }
        result.rows.append(row)
        return true
    }

    private mutating func value(_ statement: OpaquePointer, _ column: Int32) -> SQLiteValue {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            // Text first, its length second: the conversion to UTF-8 happens in the first call.
            let bytes = unsafe cut(UnsafeRawPointer(sqlite3_column_text(statement, column)), statement, column)
            let kept = bytes.count < limits.valueBytes ? bytes[...] : withoutHalfScalar(bytes)
            guard let valid = String(validating: kept, as: UTF8.self) else {
                result.repairedTexts += 1
                return .text(String(decoding: kept, as: UTF8.self))
            }
            return .text(valid)
        case SQLITE_BLOB: return .blob(unsafe cut(sqlite3_column_blob(statement, column), statement, column))
        default: return .null
        }
    }

    /// The column's bytes up to the limit. The pointer is valid until the next step and is copied here.
    private mutating func cut(_ start: UnsafeRawPointer?, _ statement: OpaquePointer, _ column: Int32) -> [UInt8] {
        let count = unsafe Int(sqlite3_column_bytes(statement, column))
        if count > limits.valueBytes { result.cutValues += 1 }
        guard let start = unsafe start else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: min(count, limits.valueBytes)))
    }

    /// A cut in the middle of a character is not a fault of the data.
    private func withoutHalfScalar(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let tail = bytes.suffix(4).reversed().prefix { $0 & 0xc0 == 0x80 }.count
        guard tail < 4, let lead = bytes.dropLast(tail).last, lead >= 0xc0 else { return bytes[...] }
        let needed = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
        return tail < needed ? bytes.dropLast(tail + 1) : bytes[...]
    }
}
