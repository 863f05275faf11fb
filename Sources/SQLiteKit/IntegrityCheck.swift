public import SystemKit

/// How far an integrity check has come.
public struct IntegrityProgress: Sendable, Equatable {
    public let elapsedMilliseconds: Double
    /// Pages read from the file and its log so far. The walk through the trees reads each used page once; comparing the rows with the
    /// indexes reads those again that did not fit into memory, so it may become more than `pageCount`.
    public let pagesRead: Int
    /// Pages that the file has.
    public let pageCount: Int
}

/// What an integrity check found.
public struct IntegrityReport: Sendable, Equatable {
    /// SQLite's own sentences, at most as many as were asked for; empty when the database is sound.
    public let findings: [String]
    public let end: IntegrityProgress

    public var isSound: Bool { findings.isEmpty }
}

extension SQLiteDatabase {
    /// `PRAGMA integrity_check`, or `quick_check`, which does not compare the indexes with their tables (sqlite.org/pragma.html).
    ///
    /// - Parameters:
    ///   - findingLimit: how many findings end the check, 1 or more.
    ///   - onProgress: called a few times a second, from another thread, and not after this has returned.
    /// - Throws: `SQLiteError`; `.corrupt` and `.notADatabase` for a file too damaged for a check to begin, `.timedOut`, `.cancelled`.
    public func checkIntegrity(
        quick: Bool = false, findingLimit: Int = 100, deadline: Deadline, cancellation: Cancellation,
        onProgress: @escaping @Sendable (IntegrityProgress) -> Void = { _ in }
    ) throws(SQLiteError) -> IntegrityReport {
        let begin = MonotonicTime.now()
        let pages = try query("PRAGMA page_count", deadline: deadline, cancellation: cancellation).rows.first?.first?.integer ?? 0
        let (counter, first) = (counter, counter.value)
        let progress: @Sendable () -> IntegrityProgress = {
            IntegrityProgress(
                elapsedMilliseconds: MonotonicTime.now().milliseconds(since: begin), pagesRead: counter.value - first,
                pageCount: Int(pages))
        }
        let ticker: Ticker
        do { ticker = try Ticker(milliseconds: 200) { onProgress(progress()) } } catch {
            throw SQLiteError(.notReadable, error.description)
        }
        defer { ticker.end() }
        let sql = "PRAGMA \(quick ? "quick_check" : "integrity_check")(\(max(1, findingLimit)))"
        let texts: [String]
        do throws(SQLiteError) {
            let rows = try query(sql, rowLimit: max(1, findingLimit) + 1, deadline: deadline, cancellation: cancellation).rows
            texts = rows.compactMap { $0.first?.text }
        } catch {
            // Some damage ends the check itself: that is its finding.
            guard error.kind == .corrupt else { throw error }
            texts = [error.message]
        }
        // Only one row that says `ok` is well; no row at all proves nothing.
        let findings = texts == ["ok"] ? [] : texts.isEmpty ? ["SQLite reported nothing"] : texts
        return IntegrityReport(findings: findings, end: progress())
    }
}
