internal import Configuration
internal import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

extension LiveProbes {
    /// One read-only statement of the runbook.
    func sqlite(_ database: String, _ sql: String, _ limits: ProbeLimits) -> ProbeResult {
        if let check = LiveProbes.integrityPragma(sql) {
            return integrityCheck(database, quick: check.quick, findingLimit: check.limit, limits)
        }
        let path = configuration.absolute(databasePath(database))
        do throws(SQLiteError) {
            let file = try SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
            let rows = try file.query(
                sql, rowLimit: 200, valueByteLimit: 4096, deadline: limits.deadline, cancellation: limits.cancellation)
            return judged(rows, sql: sql, path: path)
        } catch {
            return databaseFailure(error, sql: sql, path: path, limits)
        }
    }

    /// The runbook's own path means the database that is configured.
    func databasePath(_ written: String) -> String {
        written == "data/jarvis.db" ? configuration.database.value : written
    }

    /// `integrity_check` is well only when its only row is `ok`; everything else is shown.
    private func judged(_ rows: SQLiteRows, sql: String, path: String) -> ProbeResult {
        let evidence: JSONObject = [
            "database": path.json, "sql": sql.json, "columns": rows.columns.json,
            "rows": .array(rows.rows.map { .array($0.map(DatabaseText.json)) }), "row_count": rows.totalRows.json,
            "truncated": rows.truncated.json,
        ]
        let words = sql.lowercased()
        guard words.contains("integrity_check") || words.contains("quick_check") || words.contains("foreign_key_check") else {
            return ProbeResult(.ok, rows.totalRows == 1 ? "1 row" : "\(rows.totalRows) rows", evidence: evidence)
        }
        let isWell = words.contains("foreign_key_check") ? rows.rows.isEmpty : rows.rows.count == 1 && rows.rows[0].first?.text == "ok"
        if isWell { return ProbeResult(.ok, "ok", evidence: evidence) }
        let first = rows.rows.first?.compactMap(DatabaseText.text).joined(separator: " ") ?? "nothing was reported"
        return ProbeResult(.unhealthy, "\(rows.totalRows) findings, the first: \(DatabaseText.firstLine(first))", evidence: evidence)
    }

    func databaseFailure(_ error: SQLiteError, sql: String, path: String, _ limits: ProbeLimits) -> ProbeResult {
        let evidence: JSONObject = ["database": path.json, "sql": sql.json, "error": error.message.json, "code": error.code.json]
        switch error.kind {
        case .missing:
            return ProbeResult(
                .unavailable, "\(configuration.shown(path)) is not there: set \(variable(naming: path)), or -C to the Jarvis directory",
                evidence: evidence)
        case .notReadable, .inputOutput, .readOnly:
            return ProbeResult(ToolFailure(error, configuration.shown(path), LiveProbes.unreadable(path)), evidence: evidence)
        case .locked:
            return ProbeResult(
                ToolFailure(.taken, "\(configuration.shown(error.message)): it is being written; look again in a moment"),
                evidence: evidence)
        case .notReadOnly, .statement, .diskFull, .constraint:
            return ProbeResult(.failed, configuration.shown(error.message), evidence: evidence)
        case .notADatabase, .corrupt: return ProbeResult(.unhealthy, configuration.shown(error.message), evidence: evidence)
        case .noSuchTable(let table):
            let hint = table == "sqlite_stat1" ? "no statistics: ANALYZE has never run, so the planner guesses" : error.message
            return ProbeResult(table == "sqlite_stat1" ? .ok : .failed, hint, evidence: evidence)
        case .timedOut:
            return ProbeResult(.timedOut, "not finished within \(Words.duration(limits.timeoutMilliseconds))", evidence: evidence)
        case .cancelled: return ProbeResult(.notRun, "interrupted", evidence: evidence)
        }
    }
}

extension LiveProbes {
    /// The variable by which a database's place is told.
    func variable(naming path: String) -> String {
        path == configuration.absolute(configuration.memoryDatabase.value) ? "JARVIS_MEMORY_ROOT" : "JARVIS_OPS_DATABASE"
    }

    /// Which of a database's files may not be read: SQLite says of all of them only that it cannot open the database.
    static func unreadable(_ path: String) -> (path: String, why: String)? {
        Files.unreadable(of: ["", "-wal", "-shm", "-journal"].map { path + $0 })
    }
}

/// Values of rows as text.
enum DatabaseText {
    static func json(_ value: SQLiteValue) -> JSONValue {
        switch value {
        case .null: .null
        case .integer(let number): number.json
        case .real(let number): number.json
        case .text(let text): text.json
        case .blob(let bytes): "\(bytes.count) bytes".json
        }
    }

    static func text(_ value: SQLiteValue) -> String? {
        switch value {
        case .null: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    static func firstLine(_ text: String) -> String {
        let line = text.split(separator: "\n", omittingEmptySubsequences: true).first ?? ""
        return line.count > 200 ? line.prefix(200) + "…" : String(line)
    }
}
