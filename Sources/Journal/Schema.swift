/// The tables. Ordinary ones with row ids, no triggers, no indexes but SQLite's own: what stands in them is all there is.
enum Schema {
    static let version = 1
    static let fileName = "journal.db"

    /// The statements as `sqlite_schema` keeps them, by table.
    static let tables: [(name: String, sql: String)] =
        JournalEntry.Table.allCases.map { table in
            (
                table.rawValue,
                "CREATE TABLE \(table.rawValue) (sequence INTEGER PRIMARY KEY, run TEXT NOT NULL, step TEXT, event TEXT NOT NULL, "
                    + "at INTEGER NOT NULL, body TEXT NOT NULL, evidence TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)"
            )
        } + [
            (
                "evidence",
                "CREATE TABLE evidence (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, total INTEGER NOT NULL, content BLOB NOT NULL)"
            )
        ]

    static let columns = "sequence, run, step, event, at, body, evidence, previous, hash"
}
