internal import CSQLite
public import SystemKit

extension PrivateDatabase {
    /// What `EXPLAIN QUERY PLAN` says of statements, those included that would write: none is run.
    ///
    /// The plans of triggers that a statement fires are part of its plan.
    ///
    /// - Returns: for each statement its plan's lines, or the sentence why it has none.
    /// - Throws: `SQLiteError` when the file cannot be opened, or the time is over.
    public static func plans(
        _ path: String, _ statements: [String], deadline: Deadline, cancellation: Cancellation
    ) throws(SQLiteError) -> [StatementPlan] {
        let target = try BackupTarget(path, pragmas: ["temp_store=memory", "query_only=1"])
        target.explainTriggers()
        var result: [StatementPlan] = []
        for sql in statements {
            if cancellation.isCancelled { throw SQLiteError(.cancelled, "explaining was cancelled") }
            if deadline.hasPassed { throw SQLiteError(.timedOut, "explaining did not end before its deadline") }
            do throws(SQLiteError) {
                result.append(StatementPlan(lines: try target.explain(sql), refusal: nil))
            } catch {
                result.append(StatementPlan(lines: [], refusal: error.message))
            }
        }
        return result
    }
}

/// How SQLite would carry a statement out.
public struct StatementPlan: Sendable, Equatable {
    /// SQLite's own words, such as `SCAN facts` or `SEARCH facts USING INDEX by_user (user_id=?)`.
    public let lines: [String]
    /// Why there is no plan; nil when there is one.
    public let refusal: String?
}

extension BackupTarget {
    func explainTriggers() {
        for option in [SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_TRIGGER_EQP] {
            _ = unsafe csqlite_set_option(handle, option, 1)
        }
    }

    func explain(_ sql: String) throws(SQLiteError) -> [String] {
        let prepared = unsafe Prepared(Array("EXPLAIN QUERY PLAN \(sql)".utf8)[...], on: handle)
        guard prepared.code == SQLITE_OK else { throw failure(prepared.code) }
        guard let statement = prepared.takeStatement() else { throw SQLiteError(.statement, "there is no statement") }
        // Number, parent, unused, detail. Explaining runs nothing of the statement.
        var reader = RowReader(statement, limits: RowLimits(rows: 1000, valueBytes: 4096))
        while true {
            let code = statement.step()
            switch code {
            case SQLITE_ROW: if !reader.take(statement) { return lines(reader.result) }
            case SQLITE_DONE: return lines(reader.result)
            default: throw failure(code)
            }
        }
    }

    private func lines(_ rows: SQLiteRows) -> [String] { rows.rows.compactMap { $0.last?.text } }
}
