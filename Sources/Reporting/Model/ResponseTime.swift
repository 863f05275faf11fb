internal import Journal
public import SystemKit

/// How long it took until somebody acted, beside what the severity allows.
public struct ResponseTime: Sendable {
    public enum Verdict: String, Sendable {
        case kept, missed
        /// The runbook gives no time.
        case noLimit = "no-limit"
        /// The given beginning lies after the act.
        case contradictory
    }

    /// What counts as the response.
    public enum Act: String, Sendable {
        case approval, step
        /// The run only looked, and that is what was done.
        case diagnosis
        /// The run did not even look.
        case run
    }

    public let verdict: Verdict
    /// Seconds; nil when the runbook gives none.
    public let limitSeconds: Int?
    public let from: Timestamp
    /// Whether a person gave the beginning. Nothing in the journal tells when an incident began: else it is when the run did.
    public let isBeginningGiven: Bool
    public let act: Act
    public let actedAt: Timestamp

    public var elapsedMilliseconds: Int64 { actedAt.milliseconds - from.milliseconds }

    init(_ run: RecordedRun, _ rows: [JournalRow], _ severity: ReportedSeverity, began: Timestamp?) {
        from = began ?? run.startedAt
        isBeginningGiven = began != nil
        limitSeconds = severity.responseTimeSeconds
        (act, actedAt) = ResponseTime.first(rows, run)
        let elapsed = actedAt.milliseconds - from.milliseconds
        if elapsed < 0 {
            verdict = .contradictory
        } else if let limit = severity.responseTimeSeconds {
            verdict = elapsed <= Int64(min(limit, 1 << 40)) * 1000 ? .kept : .missed
        } else {
            verdict = .noLimit
        }
    }

    private static func first(_ rows: [JournalRow], _ run: RecordedRun) -> (Act, Timestamp) {
        for row in rows {
            switch (row.table, row.event) {
            case (.approvals, "given"): return (.approval, row.at)
            // A person's step may be told of only when it is done.
            case (.steps, "intended"), (.steps, "done"), (.steps, "failed"): return (.step, row.at)
            default: break
            }
        }
        if let verdict = rows.first(where: { $0.table == .observations && $0.event == "verdict" }) { return (.diagnosis, verdict.at) }
        if let seen = run.observations.last { return (.diagnosis, seen.at) }
        return (.run, run.endedAt ?? run.startedAt)
    }
}
