internal import JSONKit
internal import SQLiteKit
internal import SystemKit

/// The journal's statements. Used from one thread at a time: `Journal` sees to that.
final class JournalFile {
    private let store: SQLiteStore

    init(_ store: SQLiteStore) { self.store = store }

    /// Makes the tables in a new file. Throws: `JournalError` `.newerFormat`, and what SQLite says.
    func prepare(_ deadline: Deadline) throws(JournalError) {
        try translating { () throws(SQLiteError) in
            guard try number("PRAGMA user_version", deadline) == 0 else { return }
            try store.transaction(deadline: deadline) { () throws(SQLiteError) in
                // Another process may have made them meanwhile.
                guard try number("PRAGMA user_version", deadline) == 0 else { return }
                for table in Schema.tables { try store.execute(table.sql, deadline: deadline) }
                try store.execute("PRAGMA user_version = \(Schema.version)", deadline: deadline)
            }
        }
        let version = try translating { () throws(SQLiteError) in try number("PRAGMA user_version", deadline) }
        guard version == Schema.version else {
            throw JournalError(
                .newerFormat, "\(store.path) has format \(version), this program knows \(Schema.version)", hint: "Use the newer jarvis-ops."
            )
        }
    }

    func head(_ deadline: Deadline) throws(JournalError) -> JournalHead {
        try translating { () throws(SQLiteError) in try lastRow(deadline) }
    }

    /// The hash of one row; nil when there is no such row.
    func hash(of sequence: Int, _ deadline: Deadline) throws(JournalError) -> String? {
        try translating { () throws(SQLiteError) in
            for table in JournalEntry.Table.allCases {
                let found = try store.execute(
                    "SELECT hash FROM \(table.rawValue) WHERE sequence = ?", [.integer(Int64(sequence))], deadline: deadline)
                if let hash = found.rows.first?.first?.text { return hash }
            }
            return nil
        }
    }

    /// Appends in one transaction; on the disk when it returns.
    func append(_ entries: [JournalEntry], at time: Timestamp, _ deadline: Deadline) throws(JournalError) {
        var spent: String?
        do throws(SQLiteError) {
            try store.transaction(deadline: deadline) { () throws(SQLiteError) in
                var head = try lastRow(deadline)
                for entry in entries {
                    if entry.table == .approvals, entry.event == "spent", let id = entry.body["id"]?.text, try isSpent(id, deadline) {
                        spent = id
                        throw SQLiteError(.statement, "spent before")
                    }
                    head = try insert(entry, after: head, at: time, deadline)
                }
            }
        } catch {
            if let spent { throw JournalError(.spentBefore, "approval \(spent) was spent before") }
            throw JournalError(error)
        }
    }

    /// Runs `body` while nobody can append.
    func exclusively<Result>(_ deadline: Deadline, _ body: () throws(JournalError) -> Result) throws(JournalError) -> Result {
        try translating { () throws(SQLiteError) in _ = try store.execute("BEGIN IMMEDIATE", deadline: deadline) }
        defer { _ = try? store.execute("ROLLBACK", deadline: deadline) }
        return try body()
    }

    func rows(where condition: String, _ values: [SQLiteValue], _ deadline: Deadline) throws(JournalError) -> [ChainRow] {
        try translating { () throws(SQLiteError) in
            var rows: [ChainRow] = []
            for table in JournalEntry.Table.allCases {
                let found = try store.execute(
                    "SELECT \(Schema.columns) FROM \(table.rawValue) WHERE \(condition)", values, deadline: deadline)
                rows += found.rows.compactMap { ChainRow(table, $0) }
            }
            return rows.sorted { $0.sequence < $1.sequence }
        }
    }

    func evidence(_ sha256: String, _ deadline: Deadline) throws(JournalError) -> [UInt8]? {
        try translating { () throws(SQLiteError) in
            let found = try store.execute("SELECT content FROM evidence WHERE sha256 = ?", [.text(sha256)], deadline: deadline)
            guard case .blob(let bytes)? = found.rows.first?.first else { return nil }
            return bytes
        }
    }

    private func insert(
        _ entry: JournalEntry, after head: JournalHead, at time: Timestamp, _ deadline: Deadline
    ) throws(SQLiteError) -> JournalHead {
        var references: [JSONValue] = []
        for evidence in entry.evidence {
            let id = try keep(evidence, deadline)
            references.append([
                "name": evidence.name.json, "sha256": evidence.sha256.json, "id": id.json, "total": evidence.totalBytes.json,
            ])
        }
        let sequence = head.rows + 1
        let body = JSONWriter.compact.text(.object(entry.body))
        let seen = JSONWriter.compact.text(.array(references))
        let hash = ChainRow.hash(
            table: entry.table, sequence: sequence, run: entry.run, step: entry.step, event: entry.event, at: time.milliseconds, body: body,
            evidence: seen, previous: head.hash)
        try store.execute(
            "INSERT INTO \(entry.table.rawValue) (\(Schema.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(Int64(sequence)), .text(entry.run), entry.step.map { .text($0) } ?? .null, .text(entry.event),
                .integer(time.milliseconds), .text(body), .text(seen), .text(head.hash), .text(hash),
            ], deadline: deadline)
        return JournalHead(rows: sequence, hash: hash)
    }

    /// Once, whoever names it. Returns its place.
    private func keep(_ evidence: JournalEvidence, _ deadline: Deadline) throws(SQLiteError) -> Int64 {
        try store.execute(
            "INSERT OR IGNORE INTO evidence (sha256, total, content) VALUES (?, ?, ?)",
            [.text(evidence.sha256), .integer(Int64(evidence.totalBytes)), .blob(evidence.bytes)], deadline: deadline)
        return try store.execute("SELECT id FROM evidence WHERE sha256 = ?", [.text(evidence.sha256)], deadline: deadline).rows.first?
            .first?
            .integer ?? 0
    }

    private func isSpent(_ id: String, _ deadline: Deadline) throws(SQLiteError) -> Bool {
        let found = try store.execute(
            "SELECT 1 FROM approvals WHERE event = 'spent' AND json_extract(body, '$.id') = ?", [.text(id)], deadline: deadline)
        return !found.rows.isEmpty
    }

    private func lastRow(_ deadline: Deadline) throws(SQLiteError) -> JournalHead {
        let all = JournalEntry.Table.allCases.map { "SELECT sequence, hash FROM \($0.rawValue)" }.joined(separator: " UNION ALL ")
        let last = JournalEntry.Table.allCases.map { "SELECT max(sequence) AS s FROM \($0.rawValue)" }.joined(separator: " UNION ALL ")
        let sequence = try store.execute("SELECT max(s) FROM (\(last))", deadline: deadline).rows.first?.first?.integer
        guard let sequence else { return .empty }
        let row = try store.execute("SELECT hash FROM (\(all)) WHERE sequence = ?", [.integer(sequence)], deadline: deadline).rows.first
        return JournalHead(rows: Int(sequence), hash: row?.first?.text ?? "")
    }

    private func number(_ sql: String, _ deadline: Deadline) throws(SQLiteError) -> Int {
        Int(try store.execute(sql, deadline: deadline).rows.first?.first?.integer ?? 0)
    }

    private func translating<Result>(_ body: () throws(SQLiteError) -> Result) throws(JournalError) -> Result {
        do throws(SQLiteError) { return try body() } catch { throw JournalError(error) }
    }
}
