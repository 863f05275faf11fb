public import Journal
public import SystemKit

/// How long it took until somebody acted, beside what the severity allows.
public struct ResponseTime: Sendable {
    public enum Verdict: String, Sendable {
        case kept, missed
        /// Nobody knows when the incident began.
        case unknown
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
    /// nil where nothing tells: that the run sees it says nothing of when it began.
    public let beginning: IncidentBeginning?
    public let act: Act
    public let actedAt: Timestamp

    public var elapsedMilliseconds: Int64? { beginning.map { actedAt.milliseconds - $0.at.milliseconds } }

    init(_ run: RunHistory, _ rows: [JournalRow], _ severity: ReportedSeverity, began: IncidentBeginning?) {
        beginning = began
        limitSeconds = severity.responseTimeSeconds
        let (act, actedAt) = ResponseTime.first(rows, run)
        (self.act, self.actedAt) = (act, actedAt)
        let elapsed = began.map { actedAt.milliseconds - $0.at.milliseconds }
        if let elapsed, elapsed < 0 {
            verdict = .contradictory
        } else if let limit = severity.responseTimeSeconds {
            verdict = elapsed.map { $0 <= Int64(min(limit, 1 << 40)) * 1000 ? .kept : .missed } ?? .unknown
        } else {
            verdict = .noLimit
        }
    }

    private static func first(_ rows: [JournalRow], _ run: RunHistory) -> (Act, Timestamp) {
        for row in rows {
            switch row.said {
            case .given: return (.approval, row.at)
            case .intended: return (.step, row.at)
            // A person's step may be told of only when it is done.
            case .settled(let ending) where ending.isDone || ending.state == "failed": return (.step, row.at)
            default: break
            }
        }
        if let verdict = rows.first(where: { if case .judged = $0.said { true } else { false } }) { return (.diagnosis, verdict.at) }
        if let seen = run.observations.last { return (.diagnosis, seen.at) }
        return (.run, run.endedAt ?? run.startedAt)
    }
}
