internal import SQLiteKit

/// The tables as they are made, and as they must still be.
enum JournalSchema {
    /// The number of this layout, in the file's `user_version`.
    static let version: Int64 = 1
    /// "JOPS": tells the file from any other (`application_id`).
    static let application: Int64 = 0x4A4F_5053

    /// Ordinary tables with row ids; a row's id is its place in the chain. No triggers, no views, no indexes but the one of `UNIQUE`.
    static let tables: [(name: String, sql: String)] =
        JournalEntry.Table.allCases.map { table in
            (
                table.rawValue,
                "CREATE TABLE \(table.rawValue)(seq INTEGER PRIMARY KEY, run TEXT NOT NULL, step TEXT, event TEXT NOT NULL, "
                    + "at INTEGER NOT NULL, body TEXT NOT NULL, evidence TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)"
            )
        } + [("evidence", "CREATE TABLE evidence(id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL)")]

    /// Makes the tables; in a transaction.
    static func create(_ store: SQLiteStore) throws(SQLiteError) {
        for table in tables { try store.execute(table.sql) }
        try store.execute("PRAGMA application_id=\(application)")
        try store.execute("PRAGMA user_version=\(version)")
    }

    struct State {
        let version: Int64
        let isEmpty: Bool
        /// What is not as it was made: the name, and a sentence.
        let faults: [(name: String, message: String)]
    }

    /// Compares what is there with what was made.
    static func look(_ source: some RowSource) throws(SQLiteError) -> State {
        let version = try source.rows("PRAGMA user_version").rows.first?.first?.integer ?? 0
        let application = try source.rows("PRAGMA application_id").rows.first?.first?.integer ?? 0
        let objects = try source.rows("SELECT type, name, tbl_name, sql FROM sqlite_master").rows
        var faults: [(String, String)] = []
        if version != Self.version { faults.append(("user_version", "user_version is \(version), not \(Self.version)")) }
        if application != Self.application {
            faults.append(("application_id", "application_id is \(application), not \(Self.application)"))
        }
        var missing = tables
        for object in objects {
            let words = object.map { $0.text ?? "" }
            guard words.count == 4 else { continue }
            let (type, name, table, sql) = (words[0], words[1], words[2], words[3])
            if type == "index", name == "sqlite_autoindex_evidence_1", table == "evidence", sql.isEmpty { continue }
            guard type == "table", let known = missing.firstIndex(where: { $0.name == name }) else {
                faults.append((name, "the \(type) \(name) was added"))
                continue
            }
            // Byte for byte: Swift's own comparison takes some different characters for the same.
            if !sql.utf8.elementsEqual(missing[known].sql.utf8) { faults.append((name, "the table \(name) was changed")) }
            missing.remove(at: known)
        }
        faults += missing.map { ($0.name, "the table \($0.name) is missing") }
        return State(version: version, isEmpty: objects.isEmpty && version == 0, faults: faults.map { (name: $0.0, message: $0.1) })
    }
}
