internal import Configuration
public import Execution
internal import JSONKit
public import SQLiteKit

extension LiveProbes {
    /// The whole `PRAGMA integrity_check`, or `quick_check`, with progress. Well only when its only row is `ok`.
    ///
    /// - Parameter database: a path as the runbook writes it, or an absolute one.
    public func integrityCheck(_ database: String, quick: Bool = false, findingLimit: Int = 100, _ limits: ProbeLimits) -> ProbeResult {
        let path = configuration.absolute(databasePath(database))
        let sql = "PRAGMA \(quick ? "quick_check" : "integrity_check")"
        do throws(SQLiteError) {
            let file = try SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
            let report = try file.checkIntegrity(
                quick: quick, findingLimit: findingLimit, deadline: limits.deadline, cancellation: limits.cancellation
            ) { limits.onProgress(LiveProbes.words($0)) }
            let evidence: JSONObject = [
                "database": path.json, "sql": sql.json, "columns": [quick ? "quick_check" : "integrity_check"],
                "rows": .array((report.isSound ? ["ok"] : report.findings).map { .array([$0.json]) }),
                "row_count": max(1, report.findings.count).json, "truncated": (report.findings.count >= findingLimit).json,
                "findings": report.findings.count.json, "page_count": report.end.pageCount.json, "pages_read": report.end.pagesRead.json,
                "elapsed_ms": report.end.elapsedMilliseconds.json,
            ]
            guard let first = report.findings.first else {
                return ProbeResult(.ok, "ok: \(Words.count(report.end.pageCount, "page")) checked", evidence: evidence)
            }
            return ProbeResult(
                .unhealthy, Words.first(of: report.findings.count, "finding", DatabaseText.firstLine(first)), evidence: evidence)
        } catch {
            return databaseFailure(error, sql: sql, path: path, limits)
        }
    }

    /// `12,345 of 50,000 pages, 3.2 s`.
    public static func words(_ progress: IntegrityProgress) -> String {
        let time = Words.duration(progress.elapsedMilliseconds)
        if progress.pagesRead <= progress.pageCount { return "\(progress.pagesRead) of \(progress.pageCount) pages checked, \(time)" }
        return "comparing rows with indexes: \(progress.pagesRead) page reads for \(progress.pageCount) pages, \(time)"
    }

    /// Exactly such a pragma, with or without a number of findings: (whether it is the quick one, the number).
    static func integrityPragma(_ sql: String) -> (quick: Bool, limit: Int)? {
        let words = sql.lowercased().filter { !$0.isWhitespace && $0 != ";" }
        for (name, quick) in [("pragmaintegrity_check", false), ("pragmaquick_check", true)] where words.hasPrefix(name) {
            let rest = words.dropFirst(name.count)
            if rest.isEmpty { return (quick, 100) }
            guard let number = Int(rest.filter(\.isNumber)), number > 0, rest == "(\(number))" || rest == "=\(number)" else { return nil }
            return (quick, min(number, 1000))
        }
        return nil
    }
}
