internal import SQLiteKit
internal import SystemKit

/// A table as far as its plans are concerned.
struct SchemaTable {
    let name: String
    let rows: Int
    let hasStatistics: Bool
    let columns: [String]
    /// Columns of the primary key; empty for one that is only the row's number.
    let key: [String]
    let hasRowNumber: Bool
    var foreignKeys: [(columns: [String], parent: String)] = []
    /// Whole indexes on plain columns: partial ones answer only some questions.
    var indexes: [(name: String, columns: [String])] = []
}

/// Reads what there is to ask from a copy's schema.
struct SchemaReader {
    let file: SQLiteDatabase
    let deadline: Deadline
    let cancellation: Cancellation

    func rows(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> [[SQLiteValue]] {
        try file.query(sql, values, rowLimit: 10_000, deadline: deadline, cancellation: cancellation).rows
    }

    /// Names of views, or triggers' tables, or tables; without SQLite's own and without virtual tables and theirs.
    func tables() throws(SQLiteError) -> [SchemaTable] {
        let names = try rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
        .compactMap { $0.first?.text }
        let counted = try tablesWithStatistics()
        var result: [SchemaTable] = []
        for name in names.sorted() { result.append(try table(name, hasStatistics: counted.contains(name))) }
        return result
    }

    func views() throws(SQLiteError) -> [String] { try names("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name") }

    /// Tables with triggers.
    func triggeringTables() throws(SQLiteError) -> Set<String> {
        Set(try names("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"))
    }

    private func names(_ sql: String) throws(SQLiteError) -> [String] { try rows(sql).compactMap { $0.first?.text } }

    private func tablesWithStatistics() throws(SQLiteError) -> Set<String> {
        do throws(SQLiteError) { return Set(try names("SELECT DISTINCT tbl FROM sqlite_stat1")) } catch {
            if case .noSuchTable = error.kind { return [] }
            throw error
        }
    }

    private func table(_ name: String, hasStatistics: Bool) throws(SQLiteError) -> SchemaTable {
        let count = try rows("SELECT count(*) FROM \(SchemaReader.quoted(name))").first?.first?.integer ?? 0
        let columns = try rows("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid", [.text(name)])
        let key = columns.filter { $0.last?.integer ?? 0 > 0 }.compactMap { $0.first?.text }
        let isWithout =
            try rows("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1", [.text(name)]).first?.first?.integer == 1
        var table = SchemaTable(
            name: name, rows: Int(count), hasStatistics: hasStatistics, columns: columns.compactMap { $0.first?.text }, key: key,
            hasRowNumber: !isWithout)
        let keys = try rows("SELECT id, \"table\", \"from\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq", [.text(name)])
        var last: Int64?
        for row in keys {
            guard row.count == 3, let parent = row[1].text, let column = row[2].text else { continue }
            if row[0].integer == last, !table.foreignKeys.isEmpty {
                table.foreignKeys[table.foreignKeys.count - 1].columns.append(column)
            } else {
                table.foreignKeys.append(([column], parent))
            }
            last = row[0].integer
        }
        for index in try rows("SELECT name FROM pragma_index_list(?1) WHERE partial = 0 ORDER BY name", [.text(name)]) {
            guard let index = index.first?.text else { continue }
            let parts = try rows("SELECT name FROM pragma_index_info(?1) ORDER BY seqno", [.text(index)]).compactMap(\.first)
            // An index on an expression is asked by that expression alone.
            let columns = parts.compactMap(\.text)
            if columns.count == parts.count, !columns.isEmpty { table.indexes.append((index, columns)) }
        }
        return table
    }

    static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
