internal import Configuration
public import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

extension LiveProbes {
    /// Where queries of the application's database are slow, and what ANALYZE would change, found on a private copy that is removed again.
    /// The database itself is only read.
    ///
    /// Statements are made from the schema's foreign keys, indexes, views and triggers, and taken from `data/slow-queries.sql` of the Jarvis
    /// directory where there is one.
    public func slowQueries(_ limits: ProbeLimits) -> ProbeResult {
        let path = configuration.absolute(configuration.database.value)
        do throws(SystemError) {
            let directory = try TemporaryDirectory(prefix: "jarvis-ops-database", environment: environment)
            defer { directory.remove() }
            do throws(SQLiteError) {
                return try examine(path, copy: directory.path + "/copy.db", limits)
            } catch {
                return databaseFailure(error, sql: "EXPLAIN QUERY PLAN", path: path, limits)
            }
        } catch {
            return ProbeResult(.failed, "no private copy could be made: \(error.description)", evidence: ["database": path.json])
        }
    }

    private func examine(_ path: String, copy: String, _ limits: ProbeLimits) throws(SQLiteError) -> ProbeResult {
        let (deadline, cancellation) = (limits.deadline, limits.cancellation)
        let pages = try SQLiteBackup.copy(path, to: copy, deadline: deadline, cancellation: cancellation) { progress in
            limits.onProgress("\(progress.pagesDone) of \(progress.pagesTotal) pages copied")
        }
        try PrivateDatabase.settle(copy, as: .rollback)
        let file = try SQLiteDatabase.openReadOnly(copy, deadline: deadline, cancellation: cancellation)
        let schema = SchemaReader(file: file, deadline: deadline, cancellation: cancellation)
        limits.onProgress("counting rows")
        let tables = try schema.tables()
        let statements =
            (RepresentativeStatements.of(tables, views: try schema.views(), triggering: try schema.triggeringTables())
            + statementsOfFile(file, limits)).prefix(500)
        limits.onProgress("\(statements.count) plans")
        let before = try PrivateDatabase.plans(copy, statements.map(\.sql), deadline: deadline, cancellation: cancellation)
        limits.onProgress("ANALYZE on the copy")
        try PrivateDatabase.analyze(copy, deadline: deadline, cancellation: cancellation)
        let after = try PrivateDatabase.plans(copy, statements.map(\.sql), deadline: deadline, cancellation: cancellation)
        let findings = PlanFindings(rows: Dictionary(tables.map { ($0.name, $0.rows) }) { first, _ in first })
        let explained = zip(statements, zip(before, after)).map { statement, plans in
            Explained(statement: statement, before: plans.0, after: plans.1, findings: findings.of(plans.0, statement.source))
        }
        return judged(explained, tables, pages, path)
    }

    /// Only what reads is explained: the probe's own reader refuses everything else.
    private func statementsOfFile(_ file: SQLiteDatabase, _ limits: ProbeLimits) -> [ExplainedStatement] {
        let name = "data/slow-queries.sql"
        guard let bytes = try? Files.read(configuration.absolute(name), limit: 1 << 20) else { return [] }
        return SQLSplitter.statements(String(decoding: bytes, as: UTF8.self)).filter { sql in
            let plan = try? file.query("EXPLAIN QUERY PLAN \(sql)", deadline: limits.deadline, cancellation: limits.cancellation)
            return plan != nil
        }.map { ExplainedStatement(source: .file(name), sql: $0) }
    }

    private func judged(_ explained: [Explained], _ tables: [SchemaTable], _ pages: Int, _ path: String) -> ProbeResult {
        // An empty table has no statistics after ANALYZE either.
        let without = tables.filter { !$0.hasStatistics && $0.rows > 0 }.map(\.name)
        var findings: [String] = []
        for finding in explained.flatMap(\.findings) where !findings.contains(finding) { findings.append(finding) }
        let changed = explained.filter(\.wouldChange).count
        let evidence: JSONObject = [
            "database": path.json, "pages": pages.json,
            "tables": .array(
                tables.map { .object(["name": $0.name.json, "rows": $0.rows.json, "statistics": $0.hasStatistics.json]) }),
            "findings": findings.json, "tables_without_statistics": without.json, "plans": explained.count.json,
            "plans_analyze_would_change": changed.json, "statements": explained.map(\.json).json,
        ]
        let helped = explained.first { $0.wouldChange && !$0.findings.isEmpty } ?? explained.first(where: \.wouldChange)
        let words = SlowQueryWords(
            findings: PlanFindings.worstFirst(findings), without: without, changed: changed,
            example: helped.map { (from: $0.statement.source.words, before: $0.before.lines.first, after: $0.after.lines.first) })
        return words.isEmpty
            ? ProbeResult(.ok, "\(Words.count(explained.count, "plan")) looked at, nothing slow in them", evidence: evidence)
            : ProbeResult(.unhealthy, words.text, evidence: evidence)
    }
}

private struct Explained {
    let statement: ExplainedStatement
    let before: StatementPlan
    let after: StatementPlan
    let findings: [String]

    var wouldChange: Bool { before != after }

    var json: JSONValue {
        .object([
            "sql": statement.sql.json, "from": statement.source.words.json, "plan": before.lines.json, "refusal": before.refusal.json,
            "findings": findings.json, "after_analyze": wouldChange ? after.lines.json : .null,
        ])
    }
}
