internal import SQLiteKit
internal import SystemKit

/// Whatever rows can be asked of: the journal as it is written, or as it is only read.
protocol RowSource {
    func rows(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteRows
    /// The rows one at a time, within `steadily`.
    func cursor(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteCursor
    /// Runs what asks through cursors; again where what it saw were two states of the file.
    func steadily<Value>(_ body: () throws(JournalError) -> Value) throws(JournalError) -> Value
}

extension RowSource {
    func rows(_ sql: String) throws(SQLiteError) -> SQLiteRows { try rows(sql, []) }

    /// Rows of all five tables in the order of the chain.
    ///
    /// - Parameters:
    ///   - condition: for every table, with its parameters `?1`, …: `run = ?1`.
    ///   - newestFirst: against the order of the chain.
    ///   - limit: rows at most; nil: all.
    func chain(
        where condition: String, _ values: [SQLiteValue], from tables: [JournalEntry.Table] = JournalEntry.Table.allCases,
        newestFirst: Bool = false, limit: Int? = nil
    ) throws(SQLiteError) -> [ChainRow?] {
        let parts = tables.map { "SELECT '\($0.rawValue)' AS kind, \(ChainRow.columns) FROM \($0.rawValue) WHERE \(condition)" }
        let end = (newestFirst ? " DESC" : "") + (limit.map { " LIMIT \($0)" } ?? "")
        return try rows(parts.joined(separator: " UNION ALL ") + " ORDER BY seq" + end, values).rows.map { values in
            values.first?.text.flatMap(JournalEntry.Table.init).flatMap { ChainRow(table: $0, values: values.dropFirst()) }
        }
    }
}

extension SQLiteStore: RowSource {
    func rows(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteRows { try query(sql, values) }
    func steadily<Value>(_ body: () throws(JournalError) -> Value) throws(JournalError) -> Value { try body() }
}

/// The journal without a trace of its reader.
struct ReadOnlySource: RowSource {
    let database: SQLiteDatabase
    let cancellation: Cancellation
    /// Milliseconds that one question may take, and that the whole of a journal may.
    static let patience = 30_000.0
    static let longPatience = 3_600_000.0

    func rows(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteRows {
        try database.query(
            sql, values, rowLimit: .max, valueByteLimit: .max, deadline: .after(milliseconds: Self.patience), cancellation: cancellation)
    }

    func cursor(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteCursor {
        try database.cursor(sql, values, deadline: .after(milliseconds: Self.longPatience), cancellation: cancellation)
    }

    func steadily<Value>(_ body: () throws(JournalError) -> Value) throws(JournalError) -> Value {
        try database.steadily(JournalError.init, body)
    }
}
