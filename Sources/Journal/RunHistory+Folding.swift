internal import JSONKit
public import SystemKit

extension RunHistory {
    /// Folds the rows of one run, given in the order of the chain; nil when there are none.
    public init?(_ rows: [JournalRow]) {
        guard let first = rows.first else { return nil }
        id = first.run
        startedAt = first.at
        begunAt = first.at
        self.rows = rows
        var places: [String: Int] = [:]
        for row in rows { take(row, &places) }
    }

    /// - Parameter places: of the steps heard of so far.
    private mutating func take(_ row: JournalRow, _ places: inout [String: Int]) {
        switch row.said {
        case .began(let opening): begin(opening, row)
        case .resumed(let opening):
            (state, endedAt, outcome, exitCode, healedBy) = (.running, nil, nil, nil, nil)
            (process, begunAt) = (ProcessIdentity(by: opening.by), row.at)
            origin = opening.runbook ?? origin
        case .interrupted(let ending): end(row, .interrupted, ending, otherwise: "interrupted")
        case .ended(let ending): end(row, .ended, ending)
        case .abandoned(let because, _):
            end(row, .abandoned, RunEnding(row.body["outcome"]?.text, exitCode: row.body["exit_code"]?.int), otherwise: "abandoned")
            isTakenBack = because == RunHistory.takenBack
        case .intended, .settled: take(step: row, &places)
        case .looked(let look): observations.append(look)
        case .judged(let verdict): verdicts.append(verdict)
        case .decided: decisions.append(row)
        case .given, .spent: approvals.append(row)
        case .adopted, .turned, .smoke, .acknowledged, .noted, .lock: others.append(row)
        case .other: if row.table == .approvals { approvals.append(row) } else { others.append(row) }
        }
    }

    /// Why a run is closed that another one took back.
    public static let takenBack = "taken back"

    private mutating func take(step row: JournalRow, _ places: inout [String: Int]) {
        guard let step = row.step else { return others.append(row) }
        if let index = places[step] {
            steps[index].history.append(row)
        } else {
            places[step] = steps.count
            steps.append(RecordedStep(id: step, history: [row]))
        }
    }

    private mutating func begin(_ opening: RunOpening, _ row: JournalRow) {
        // A diagnosis is written down when it is over, and says when it began.
        startedAt = opening.startedAt ?? row.at
        (command, subject, kind, jarvis) = (opening.command, opening.subject, opening.kind, opening.jarvis)
        (environment, incidentBegan, imageTag) = (opening.environment, opening.incidentBegan, opening.imageTag)
        by = opening.by.object
        (process, begunAt) = (ProcessIdentity(by: opening.by), row.at)
        // What is written down when it is over began before its row.
        steadyBeginning = opening.startedAt == nil ? SteadyMoment(row.body["steady"]) : nil
        (requested, origin) = (opening.request, opening.runbook)
        planHash = opening.plan?.sha256
        plan = opening.plan.flatMap { $0.steps.isNull ? nil : $0.steps }
        state = .running
    }

    private mutating func end(_ row: JournalRow, _ state: State, _ ending: RunEnding, otherwise: String? = nil) {
        self.state = state
        endedAt = row.at
        let steady = steadyBeginning.flatMap { SteadyMoment(row.body["steady"])?.since($0) }
        let (written, isTooLong) = row.at.milliseconds.subtractingReportingOverflow(startedAt.milliseconds)
        durationMilliseconds = steady ?? (written >= 0 && !isTooLong ? written : nil)
        outcome = ending.outcome ?? otherwise
        exitCode = ending.exitCode ?? exitCode
        healedBy = ending.resolution?.healedBy ?? healedBy
    }

    /// What may have changed something, the last one first: each step as it was begun the first time, and when.
    public var changed: [(intent: StepIntent, at: Timestamp)] {
        var intents: [String: (intent: StepIntent, at: Timestamp)] = [:]
        var order: [String] = []
        for row in rows {
            switch row.said {
            case .intended(let intent):
                // A step that was done twice goes back to what was there before the first time.
                if intents[intent.step] == nil { order.append(intent.step) }
                intents[intent.step] = intents[intent.step] ?? (intent, row.at)
            case .settled(let ending) where ending.leftAllAsItWas && intents[ending.step] != nil:
                intents[ending.step] = nil
                order.removeAll { $0 == ending.step }
            default: break
            }
        }
        return order.reversed().compactMap { intents[$0] }
    }
}

extension ProcessIdentity {
    /// nil where not enough is said to tell this process from another one.
    fileprivate init?(by json: JSONValue?) {
        guard let pid = json?["pid"]?.int.flatMap({ Int32(exactly: $0) }), let boot = json?["boot_id"]?.text,
            let ticks = json?["start_ticks"]?.text.flatMap({ UInt64($0) })
        else { return nil }
        self.init(
            user: json?["user"]?.text ?? "", host: json?["host"]?.text ?? "", pid: pid, bootID: boot, startTicks: ticks,
            terminal: json?["tty"]?.text)
    }
}

extension RecordedObservation {
    /// From a probe's document.
    init(_ row: JournalRow) {
        let body = row.body
        self.init(
            id: body["id"]?.text ?? row.step ?? "", step: body["step"]?.text, kind: body["kind"]?.text ?? "",
            state: body["state"]?.text ?? "", durationMilliseconds: body["duration_ms"]?.double ?? 0,
            summary: body["summary"]?.text ?? "", evidence: body["evidence"]?.object ?? JSONObject(), kept: row.evidence, at: row.at)
    }
}

extension RecordedVerdict {
    init(_ body: JSONObject) {
        self.init(
            incident: body["incident"]?.text ?? "", verdict: body["verdict"]?.text ?? "unknown", because: body["because"]?.text ?? "",
            symptoms: (body["symptoms"]?.array ?? []).map { symptom in
                RecordedSymptom(
                    id: symptom["id"]?.text ?? "", text: symptom["text"]?.text ?? "", state: symptom["state"]?.text ?? "unknown",
                    because: symptom["because"]?.text ?? "", evidence: symptom["evidence"], explainedBy: symptom["explained_by"])
            })
    }
}
