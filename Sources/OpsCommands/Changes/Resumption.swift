internal import Execution
internal import Journal
internal import Planning
internal import Probes
internal import SystemKit

/// A new plan for a run that was interrupted, seen in the light of what the journal knows of it.
enum Resumption {
    /// Steps that were done are not done again. One that was begun and never ended is looked at: when what it wanted is there, it was done;
    /// else it is only done again when somebody says so.
    static func plan(_ plan: Plan, after run: ResumedRun, _ probes: any ProbeRunner, _ cancellation: Cancellation) -> Plan {
        Plan(
            subject: plan.subject,
            steps: plan.steps.map { step in
                // Events are found in the outbox again as long as they wait, and a repeat is recognised; those with a commit are known
                // from all earlier retries (`JournalAccess.unknownCommits`).
                guard let change = step.change, !change.operation.isDoneTogether, run.isUncertain(step.id) else { return step }
                var step = step
                let limits = ProbeLimits(timeoutMilliseconds: 5000, cancellation: cancellation)
                let isSettled = change.settledBy.map { probes.run($0, limits: limits).state == .ok } ?? false
                step.history = isSettled ? .done : .uncertain
                return step
            })
    }
}

/// What the journal knows of the steps of an interrupted run.
struct ResumedRun: Sendable {
    let id: String
    /// The last word about each step: `intended`, `done`, `failed`, …
    let lastEvents: [String: String]
    /// The last row of the journal that was known of it.
    let lastRow: Int

    /// Begun, and nobody knows how it ended.
    func isUncertain(_ step: String) -> Bool { lastEvents[step] == "intended" || lastEvents[step] == "unknown" }

    var uncertainSteps: [String] { lastEvents.keys.filter(isUncertain).sorted() }
}

extension ResumedRun {
    /// Asked under the lock: two responders may have taken the same run up, and the other may have gone on while a person was asked here.
    /// What is known of its steps is not true any more then.
    ///
    /// Throws: `OpsError` 75.
    func requireAlone(_ world: World) throws(OpsError) {
        let rows = try RunRecord.find(id: id, in: world).rows
        let isTouched = rows.contains { row in
            guard row.seq > lastRow else { return false }
            return row.table == .steps ? row.event == "intended" : row.table == .runs && row.event != "resumed"
        }
        guard isTouched else { return }
        throw OpsError(
            "taken-up-elsewhere", "another responder took run \(id) up meanwhile",
            hint: "Look at it, then try again: jarvis-ops runs show \(id)", exitCode: ExitCodes.locked)
    }

    init(_ id: String, rows: [JournalRow]) {
        self.id = id
        lastRow = rows.last?.seq ?? 0
        lastEvents = rows.reduce(into: [:]) { events, row in
            if row.table == .steps, let step = row.step { events[step] = row.event }
        }
    }
}
