internal import JSONKit
internal import Journal
internal import Runbook

extension ReportedStep {
    /// The run's steps in the order in which they were first heard of: those that have rows of their own, and those that are looks, of
    /// which there is an observation and nothing else.
    static func all(_ run: RunHistory, _ rows: [JournalRow], _ runbook: Runbook) -> [ReportedStep] {
        let own = run.steps.map { ReportedStep($0, runbook) }
        var looks: [String: [JournalRow]] = [:]
        for row in rows where row.table == .observations && row.event == "recorded" {
            if let id = row.step, isStep(id) { looks[id, default: []].append(row) }
        }
        // The last word counts: a step that was left out once may have been looked at later.
        let kept = own.filter { step in (looks[step.id]?.last?.seq ?? -1) < (step.rows.last ?? 0) }
        let names = Set(kept.map(\.id))
        let looked = looks.filter { !names.contains($0.key) }.map { ReportedStep(look: $0.key, $0.value, runbook) }
        return (kept + looked).sorted { ($0.rows.first ?? 0, $0.id) < ($1.rows.first ?? 0, $1.id) }
    }

    /// `high-latency/resolution.3`, `mesh/rollback.verify`: no diagnosis's probe, and nothing that keeps evidence.
    private static func isStep(_ id: String) -> Bool {
        let name = id.drop { $0 != "/" }
        return ["/resolution.", "/recovery.", "/rollback.", "/resolve."].contains { name.hasPrefix($0) }
    }

    /// - Parameter rows: of the look; the last one counts.
    private init(look id: String, _ rows: [JournalRow], _ runbook: Runbook) {
        let body = rows.last?.body ?? JSONObject()
        let isResolution = id.drop { $0 != "/" }.hasPrefix("/resolution.")
        let state: String =
            switch body["state"]?.text {
            case "ok"?: "done"
            case "unhealthy"?: isResolution ? "found" : "failed"
            default: "unknown"
            }
        self.init(
            id: id, title: runbook.step(id)?.step.title ?? body["title"]?.text ?? id, state: state, because: body["summary"]?.text ?? "",
            ended: rows.last?.at, duration: body["duration_ms"]?.double, rows: rows.map(\.seq))
    }
}
