internal import Configuration
internal import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

extension LiveProbes {
    /// Opens the application's database, checks it and reads every table to its end. Nothing is locked beyond a reader's lock.
    func databaseHealth(_ limits: ProbeLimits) -> ProbeResult {
        let path = configuration.absolute(configuration.database.value)
        var health = DatabaseHealth(path: configuration.database.value)
        do throws(SQLiteError) {
            let file = try SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
            var reader = DatabaseExamination(file: file, limits: limits)
            try reader.examine(&health)
            if health.tables == 0 { health.formerly = formerTables(limits) }
        } catch {
            switch error.kind {
            case .missing, .cancelled: return databaseFailure(error, sql: "open", path: path, limits)
            case .timedOut: break
            case .notReadable, .locked: return databaseFailure(error, sql: "open", path: path, limits)
            default: health.openErrors.append(error.message)
            }
        }
        return result(health, path)
    }

    /// The newest backup that has tables: what it was made of had them too.
    private func formerTables(_ limits: ProbeLimits) -> String? {
        for backup in BackupFiles.all(in: configuration).prefix(5) {
            guard let file = try? SQLiteDatabase.openReadOnly(backup.path, deadline: limits.deadline, cancellation: limits.cancellation),
                let names = try? DatabaseExamination(file: file, limits: limits).tables(), !names.isEmpty
            else { continue }
            return "its backup of \(backup.modified.rfc3339) has \(Words.count(names.count, "table"))"
        }
        return nil
    }

    private func result(_ health: DatabaseHealth, _ path: String) -> ProbeResult {
        let evidence: JSONObject = [
            "database": path.json, "tables": health.tables.json, "open_errors": health.openErrors.json,
            "inconsistencies": health.inconsistencies.map { Array($0.prefix(50)) }.json, "unreadable_tables": health.unreadableTables.json,
        ]
        let problems = health.openErrors + (health.unreadableTables ?? []) + (health.inconsistencies ?? [])
        let measurement = Measurement.database(health)
        if let first = problems.first {
            return ProbeResult(
                .unhealthy, configuration.shown(Words.first(of: problems.count, "problem", DatabaseText.firstLine(first))),
                evidence: evidence,
                measurement: measurement)
        }
        if health.inconsistencies == nil || health.unreadableTables == nil {
            return ProbeResult(.timedOut, "not finished in time: give it more with --timeout", evidence: evidence, measurement: measurement)
        }
        if health.tables == 0 {
            let words = ["it is empty: no tables", health.formerly].compactMap(\.self).joined(separator: ", and ")
            return ProbeResult(.unhealthy, words, evidence: evidence, measurement: measurement)
        }
        return ProbeResult(
            .ok, "\(Words.count(health.tables, "table")) read, integrity_check ok", evidence: evidence, measurement: measurement)
    }
}

/// The three looks at a database, each of which may end early without spoiling the others.
private struct DatabaseExamination {
    let file: SQLiteDatabase
    let limits: ProbeLimits

    /// Throws: `SQLiteError` for what says something about the whole file, or for the end of the time.
    mutating func examine(_ health: inout DatabaseHealth) throws(SQLiteError) {
        let names = try tables()
        health.tables = names.count
        health.unreadableTables = try unreadable(names)
        health.inconsistencies = try inconsistencies()
    }

    private func query(_ sql: String, rows: Int = 100) throws(SQLiteError) -> SQLiteRows {
        try file.query(sql, rowLimit: rows, valueByteLimit: 1024, deadline: limits.deadline, cancellation: limits.cancellation)
    }

    func tables() throws(SQLiteError) -> [String] {
        try query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name", rows: 10_000).rows
            .compactMap { $0.first?.text }
    }

    /// Tables with the error that reading them met.
    private func unreadable(_ names: [String]) throws(SQLiteError) -> [String] {
        var result: [String] = []
        for name in names {
            let quoted = "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            do throws(SQLiteError) {
                // NOT INDEXED keeps SQLite from counting an index instead: the rows themselves are to be read.
                _ = try query("SELECT COUNT(*), MAX(rowid) FROM \(quoted) NOT INDEXED")
                _ = try lengths(quoted)
            } catch {
                if error.kind == .timedOut || error.kind == .cancelled { throw error }
                if error.kind == .corrupt || error.kind == .notADatabase { result.append("\(name): \(error.message)") }
            }
        }
        return result
    }

    /// Touches every value, so that overflow pages are read too.
    private func lengths(_ table: String) throws(SQLiteError) -> SQLiteRows {
        let columns = try query("PRAGMA table_info(\(table))", rows: 2000).rows.compactMap { $0.count > 1 ? $0[1].text : nil }
        let sums = columns.map {
            "SUM(LENGTH(CAST(\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\" AS BLOB)))"
        }
        return try query("SELECT \(sums.isEmpty ? "1" : sums.joined(separator: ", ")) FROM \(table) NOT INDEXED")
    }

    private func inconsistencies() throws(SQLiteError) -> [String]? {
        var result: [String] = []
        do throws(SQLiteError) {
            let integrity = try query("PRAGMA integrity_check(100)")
            result += integrity.rows.compactMap { $0.first?.text }.filter { $0 != "ok" }.map(DatabaseText.firstLine)
            let keys = try query("PRAGMA foreign_key_check")
            result += keys.rows.map { "foreign key of \($0.compactMap(DatabaseText.text).joined(separator: " "))" }
        } catch {
            guard error.kind == .corrupt || error.kind == .notADatabase else { throw error }
            result.append(error.message)
        }
        return result
    }
}
