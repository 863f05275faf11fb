internal import SQLiteKit

/// The tables as they are made, and as they must still be.
enum JournalSchema {
    /// The number of this layout, in the file's `user_version`. The first had no indexes, and is read as it is.
    static let version: Int64 = 2
    private static let withoutIndexes: Int64 = 1
    /// "JOPS": tells the file from any other (`application_id`).
    static let application: Int64 = 0x4A4F_5053

    /// Ordinary tables with row ids; a row's id is its place in the chain. No triggers, no views.
    static let tables: [(name: String, sql: String)] =
        JournalEntry.Table.allCases.map { table in
            (
                table.rawValue,
                "CREATE TABLE \(table.rawValue)(seq INTEGER PRIMARY KEY, run TEXT NOT NULL, step TEXT, event TEXT NOT NULL, "
                    + "at INTEGER NOT NULL, body TEXT NOT NULL, evidence TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)"
            )
        } + [("evidence", "CREATE TABLE evidence(id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL)")]

    /// By which a look finds what it shows without reading the rest. What they say is compared with the rows by SQLite's own check before
    /// anybody relies on it.
    static let indexes: [(name: String, table: String, sql: String)] =
        [
            ("runs_by_run", "runs", "(run, event)"), ("steps_by_run", "steps", "(run, step, event)"),
            ("observations_by_run", "observations", "(run, event)"), ("decisions_by_run", "decisions", "(run)"),
            ("approvals_by_run", "approvals", "(run)"), ("runs_by_place", "runs", "(\(place)) WHERE \(isBeginning)"),
            ("steps_by_step", "steps", "(step, event)"), ("observations_by_incident", "observations", "(\(incident)) WHERE \(isJudgement)"),
            ("observations_by_event", "observations", "(event) WHERE \(isRare)"),
            ("approvals_by_id", "approvals", "(body) WHERE event = 'spent'"),
        ].map { ($0.0, $0.1, "CREATE INDEX \($0.0) ON \($0.1)\($0.2)") }
        + JournalEntry.Table.allCases.map { table in
            let name = "\(table.rawValue)_exposed"
            return (name, table.rawValue, "CREATE INDEX \(name) ON \(table.rawValue)(event) WHERE \(isExposed)")
        }

    /// Expressions and conditions as the indexes have them: a question that repeats them word by word is answered by one.
    static let isBeginning = "event = 'began'"
    /// Which Jarvis a run was about, as its body says: from `"directory":` to the end of `place`, which follow each other; empty where it
    /// was about none. (SQLite lets no function that reads JSON into a schema that is not trusted.)
    static let place =
        "CASE instr(body, '\(directory)') WHEN 0 THEN '' ELSE substr(body, instr(body, '\(directory)'), "
        + "instr(substr(body, instr(body, '\(directory)')), '}')) END"
    private static let directory = "\"directory\":"
    static let isJudgement = "event IN ('verdict', 'turned')"
    /// A judgement begins with the incident that it is about.
    static let incident = "substr(body, 1, 80)"
    /// Written while others could write the journal too.
    static let isExposed = "instr(body, '\"\(JournalRow.exposed)\":true') > 0"
    static let isRare = "event NOT IN ('recorded', 'verdict', 'turned')"

    /// Makes the tables and indexes; in a transaction.
    static func create(_ store: SQLiteStore) throws(SQLiteError) {
        for table in tables { try store.execute(table.sql) }
        try store.execute("PRAGMA application_id=\(application)")
        try addIndexes(store)
    }

    /// Brings the first layout up to this one; in a transaction.
    static func addIndexes(_ store: SQLiteStore) throws(SQLiteError) {
        for index in indexes { try store.execute(index.sql) }
        try store.execute("PRAGMA user_version=\(version)")
    }

    struct State {
        let version: Int64
        let isEmpty: Bool
        var isWithoutIndexes: Bool { version == JournalSchema.withoutIndexes }
        /// What is not as it was made: the name, and a sentence.
        let faults: [(name: String, message: String)]
    }

    /// Compares what is there with what was made.
    static func look(_ source: some RowSource) throws(SQLiteError) -> State {
        let version = try source.rows("PRAGMA user_version").rows.first?.first?.integer ?? 0
        let application = try source.rows("PRAGMA application_id").rows.first?.first?.integer ?? 0
        let objects = try source.rows("SELECT type, name, tbl_name, sql FROM sqlite_master").rows
        var faults: [(String, String)] = []
        if version != Self.version, version != withoutIndexes {
            faults.append(("user_version", "user_version is \(version), not \(Self.version)"))
        }
        if application != Self.application {
            faults.append(("application_id", "application_id is \(application), not \(Self.application)"))
        }
        var missing = tables.map { (type: "table", name: $0.name, sql: $0.sql) }
        if version != withoutIndexes { missing += indexes.map { (type: "index", name: $0.name, sql: $0.sql) } }
        for object in objects {
            let words = object.map { $0.text ?? "" }
            guard words.count == 4 else { continue }
            let (type, name, table, sql) = (words[0], words[1], words[2], words[3])
            if type == "index", name == "sqlite_autoindex_evidence_1", table == "evidence", sql.isEmpty { continue }
            guard let known = missing.firstIndex(where: { $0.name == name && $0.type == type }) else {
                faults.append((name, "the \(type) \(name) was added"))
                continue
            }
            // Byte for byte: Swift's own comparison takes some different characters for the same.
            if !sql.utf8.elementsEqual(missing[known].sql.utf8) { faults.append((name, "the \(type) \(name) was changed")) }
            missing.remove(at: known)
        }
        faults += missing.map { ($0.name, "the \($0.type) \($0.name) is missing") }
        return State(version: version, isEmpty: objects.isEmpty && version == 0, faults: faults.map { (name: $0.0, message: $0.1) })
    }
}
