internal import JSONKit
internal import SystemKit

/// The stored form of events: the table, the word in `event`, and a JSON object. Rows of this form are the first version's; a later one
/// would say its number in `v`, and is read as far as it is known.
///
/// `Tests/Fixtures/journal/events.json` holds one of each, and `0.1.0` beside it a journal of the first release.
extension RunEvent {
    static let version = 1

    /// The row of a run.
    public func entry(of run: String, evidence: [JournalEvidence] = []) -> JournalEntry? {
        let (table, event, step, body): (JournalEntry.Table, String, String?, JSONObject)
        switch self {
        case .began(let opening): (table, event, step, body) = (.runs, "began", nil, opening.stored)
        case .resumed(let opening): (table, event, step, body) = (.runs, "resumed", nil, opening.stored)
        case .interrupted(let ending): (table, event, step, body) = (.runs, "interrupted", nil, ending.stored)
        case .ended(let ending): (table, event, step, body) = (.runs, "ended", nil, ending.stored)
        case .abandoned(let because, let user):
            (table, event, step, body) = (.runs, "abandoned", nil, ["because": because.json, "user": user.json])
        case .adopted(let told): (table, event, step, body) = (.runs, Adoption.event, nil, told)
        case .intended(let intent): (table, event, step, body) = (.steps, "intended", intent.step, intent.stored)
        case .settled(let ending): (table, event, step, body) = (.steps, ending.state, ending.step, ending.stored)
        case .looked(let look): (table, event, step, body) = (.observations, "recorded", look.id, look.stored)
        case .judged(let verdict): (table, event, step, body) = (.observations, "verdict", nil, verdict.stored)
        case .turned(let turn): (table, event, step, body) = (.observations, "turned", nil, turn.stored)
        case .smoke(let word): (table, event, step, body) = (.observations, "smoke", nil, word.stored)
        case .acknowledged(let word): (table, event, step, body) = (.observations, "acknowledged", nil, word.stored)
        case .noted(let word): (table, event, step, body) = (.observations, RecordedNote.event, nil, word.stored)
        case .lock(let past): (table, event, step, body) = (.observations, "lock", nil, past.stored)
        case .decided(let judgement): (table, event, step, body) = (.decisions, "decided", judgement.step, judgement.stored)
        case .given(let approval): (table, event, step, body) = (.approvals, "given", nil, approval.stored)
        case .spent(let id): (table, event, step, body) = (.approvals, "spent", nil, ["id": id.json])
        case .other: return nil
        }
        return JournalEntry(table, run: run, step: step, event: event, body: body, evidence: evidence)
    }
}

extension JournalRow {
    /// What the row tells.
    public var said: RunEvent {
        guard body["v"]?.int ?? RunEvent.version <= RunEvent.version else { return .other }
        switch (table, event) {
        case (.runs, "began"): return .began(RunOpening(body))
        case (.runs, "resumed"): return .resumed(RunOpening(body))
        case (.runs, "interrupted"): return .interrupted(RunEnding(body))
        case (.runs, "ended"): return .ended(RunEnding(body))
        case (.runs, "abandoned"): return .abandoned(because: body["because"]?.text ?? "", user: body["user"]?.text)
        case (.runs, Adoption.event): return .adopted(body)
        case (.steps, "intended"): return step.map { .intended(StepIntent($0, body)) } ?? .other
        case (.steps, _): return step.map { .settled(StepEnding($0, event, stored: body)) } ?? .other
        case (.observations, "recorded"): return .looked(RecordedObservation(self))
        case (.observations, "verdict"): return .judged(RecordedVerdict(body))
        case (.observations, "turned"): return .turned(VerdictTurn(body))
        case (.observations, "smoke"): return SmokeWord(body).map { .smoke($0) } ?? .other
        case (.observations, "acknowledged"): return AcknowledgedWord(body).map { .acknowledged($0) } ?? .other
        case (.observations, RecordedNote.event): return .noted(NotedWord(body))
        case (.observations, "lock"): return .lock(LockPast(body))
        case (.decisions, _): return .decided(StepJudgement(step, body, word: event))
        case (.approvals, "given"): return .given(GivenApproval(body))
        case (.approvals, "spent"): return .spent(body["id"]?.text ?? "")
        case (.runs, _), (.observations, _), (.approvals, _): return .other
        }
    }
}

extension JSONObject {
    /// With a member where there is a value for it.
    func with(_ name: String, _ value: JSONValue?) -> JSONObject {
        guard let value, !value.isNull else { return self }
        return JSONObject(members + [JSONMember(JSONString(name), value)])
    }
}

extension RunOpening {
    var stored: JSONObject {
        var body: JSONObject = ["command": command.json, "subject": subject.json, "kind": kind.rawValue.json, "by": by]
        if let jarvis { body = body.adding(jarvis.document) }
        body = body.with("environment", environment.json).with("started_at", startedAt?.rfc3339.json).with("image_tag", imageTag.json)
        body = body.with("incident_began", incidentBegan?.json).with("request", request)
        if let runbook { body["runbook"] = ["path": runbook.path.json, "sha256": runbook.sha256.json] }
        if let plan {
            body["plan_sha256"] = plan.sha256.json
            body["plan"] = plan.steps
            body = body.with("plan_steps", plan.count.json)
        }
        guard let telling else { return body.adding(lock.stored) }
        body = body.adding(["action": telling.action.json, "message": telling.message.json, "diagnosis_run": telling.diagnosisRun.json])
        return body.with("approved_by", telling.approvedBy.json)
    }

    init(_ body: JSONObject) {
        self.init(
            body["command"]?.text ?? "", subject: body["subject"]?.text, kind: body["kind"]?.text.flatMap(RunHistory.Kind.init) ?? .read,
            in: JarvisDirectory(body), by: body["by"] ?? .null)
        environment = body["environment"]?.text
        startedAt = body["started_at"]?.text.flatMap { Timestamp(rfc3339: $0) }
        imageTag = body["image_tag"]?.text
        incidentBegan = IncidentBeginning(body["incident_began"])
        request = body["request"].flatMap { $0.isNull ? nil : $0 }
        if let path = body["runbook"]?["path"]?.text, let sha256 = body["runbook"]?["sha256"]?.text {
            runbook = RunbookOrigin(path: path, sha256: sha256)
        }
        plan = body["plan_sha256"]?.text.map { RecordedPlan(sha256: $0, steps: body["plan"] ?? .null, count: body["plan_steps"]?.int) }
        lock = LockPast(body)
        telling = body["action"]?.text.map {
            OpenedTelling(
                action: $0, message: body["message"]?.text, diagnosisRun: body["diagnosis_run"]?.text,
                approvedBy: body["approved_by"]?.text)
        }
    }
}

extension LockPast {
    var stored: JSONObject {
        JSONObject().with("after_death_of", owner).with("ended_processes", ended.isEmpty ? nil : ended.json)
    }

    init(_ body: JSONObject) {
        self.init(owner: body["after_death_of"], ended: (body["ended_processes"]?.array ?? []).compactMap(\.text))
    }
}

extension RunEnding {
    var stored: JSONObject {
        var body: JSONObject = ["outcome": outcome.json]
        body = body.with("exit_code", exitCode.json).with("because", because.json)
        if let resolution { body = body.adding(["healed_by": resolution.healedBy.json, "verdict": resolution.verdict.json]) }
        if let watch { body = body.adding(["ending": watch.ending.json, "looks": watch.looks.json]) }
        return body
    }

    init(_ body: JSONObject) {
        self.init(body["outcome"]?.text, exitCode: body["exit_code"]?.int, because: body["because"]?.text)
        if body["healed_by"] != nil || body["verdict"] != nil { resolution = (body["healed_by"]?.text, body["verdict"]?.text) }
        if let ending = body["ending"]?.text { watch = (ending, body["looks"]?.int ?? 0) }
    }
}

extension RecordedObservation {
    var stored: JSONObject {
        [
            "id": id.json, "step": step.json, "kind": kind.json, "state": state.json, "duration_ms": durationMilliseconds.json,
            "summary": summary.json, "evidence": .object(evidence),
        ]
    }
}

extension RecordedVerdict {
    var stored: JSONObject {
        let symptoms = symptoms.map { symptom -> JSONValue in
            [
                "id": symptom.id.json, "text": symptom.text.json, "state": symptom.state.json, "because": symptom.because.json,
                "evidence": symptom.evidence ?? .null, "explained_by": symptom.explainedBy ?? .null,
            ]
        }
        return [
            "incident": incident.json, "verdict": verdict.json, "because": because.json, "symptoms": .array(symptoms),
        ]
    }
}

extension VerdictTurn {
    var stored: JSONObject {
        verdict.stored.adding(["was": was.json, "look": look.json]).with("started_at", startedAt?.rfc3339.json)
    }

    init(_ body: JSONObject) {
        self.init(
            RecordedVerdict(body), was: body["was"]?.text, look: body["look"]?.int ?? 0,
            startedAt: body["started_at"]?.text.flatMap { Timestamp(rfc3339: $0) })
    }
}
