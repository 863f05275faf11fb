internal import JSONKit
internal import SystemKit

extension RecordedRun {
    /// Folds the rows of one run, given in the order of the chain; nil when there are none.
    public init?(_ rows: [JournalRow]) {
        guard let first = rows.first else { return nil }
        id = first.run
        startedAt = first.at
        begunAt = first.at
        var places: [String: Int] = [:]
        for row in rows { take(row, &places) }
    }

    /// - Parameter places: of the steps heard of so far.
    private mutating func take(_ row: JournalRow, _ places: inout [String: Int]) {
        switch (row.table, row.event) {
        case (.runs, "began"): begin(row)
        case (.runs, "resumed"):
            (state, endedAt, outcome, exitCode, healedBy) = (.running, nil, nil, nil, nil)
            (process, begunAt) = (ProcessIdentity(by: row.body["by"]), row.at)
        case (.runs, "interrupted"): end(row, .interrupted, outcome: "interrupted")
        case (.runs, "ended"): end(row, .ended, outcome: nil)
        case (.runs, "abandoned"):
            end(row, .abandoned, outcome: "abandoned")
            isTakenBack = row.body["because"]?.text == "taken back"
        case (.steps, _):
            guard let step = row.step else { return others.append(row) }
            if let index = places[step] {
                steps[index].history.append(row)
            } else {
                places[step] = steps.count
                steps.append(RecordedStep(id: step, history: [row]))
            }
        case (.observations, "recorded"): observations.append(RecordedObservation(row))
        case (.observations, "verdict"): verdicts.append(RecordedVerdict(row.body))
        case (.decisions, _): decisions.append(row)
        case (.approvals, _): approvals.append(row)
        case (.runs, _), (.observations, _): others.append(row)
        }
    }

    private mutating func begin(_ row: JournalRow) {
        let body = row.body
        // A diagnosis is written down when it is over, and says when it began.
        startedAt = body["started_at"]?.text.flatMap { Timestamp(rfc3339: $0) } ?? row.at
        command = body["command"]?.text ?? ""
        subject = body["subject"]?.text
        kind = body["kind"]?.text.flatMap(Kind.init) ?? .read
        jarvis = JarvisDirectory(body)
        environment = body["environment"]?.text
        incidentBegan = IncidentBeginning(body["incident_began"])
        by = body["by"]?.object
        (process, begunAt) = (ProcessIdentity(by: body["by"]), row.at)
        // What is written down when it is over began before its row.
        steadyBeginning = body["started_at"] == nil ? SteadyMoment(body["steady"]) : nil
        planHash = body["plan_sha256"]?.text
        plan = body["plan"].flatMap { $0.isNull ? nil : $0 }
        state = .running
    }

    private mutating func end(_ row: JournalRow, _ state: State, outcome: String?) {
        self.state = state
        endedAt = row.at
        let steady = steadyBeginning.flatMap { SteadyMoment(row.body["steady"])?.since($0) }
        let (written, isTooLong) = row.at.milliseconds.subtractingReportingOverflow(startedAt.milliseconds)
        durationMilliseconds = steady ?? (written >= 0 && !isTooLong ? written : nil)
        self.outcome = row.body["outcome"]?.text ?? outcome
        exitCode = row.body["exit_code"]?.int ?? exitCode
        healedBy = row.body["healed_by"]?.text ?? healedBy
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
                    because: symptom["because"]?.text ?? "")
            })
    }
}
