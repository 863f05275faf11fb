internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Locking
internal import Operations
internal import Planning
internal import ProcessKit
internal import Redaction
internal import Runbook
internal import Safety
internal import SystemKit

/// One run in the journal. Everything is redacted before it is written.
struct JournalRecorder: RunRecorder {
    let journal: Journal
    let run: String
    let redactor: Redactor
    /// The events of a retry; nil for other changes.
    var retry: RetrySession?
    /// Who sits at the terminal: beside the word of a person stands whose word it was.
    var identity: ProcessIdentity?
    /// What its steps are read from: a resumed run goes on with the same.
    var runbook: LoadedRunbook?

    /// Steps of a plan that are written out in full; a plan of thousands of events is told by its numbers and its hash.
    private static let writtenOut = 200

    func begin(
        _ request: ChangeRequest, _ decision: Decision, directory: JarvisDirectory, by identity: ProcessIdentity,
        after lock: ResponderLock, isResumed: Bool
    ) throws(OpsError) {
        var opening = opening(request, decision, directory: directory, by: identity)
        for (name, value) in JournalRecorder.past(lock) { opening[name] = value }
        do throws(RecordingError) {
            try append([entry(.runs, isResumed ? "resumed" : "began", opening)] + decisions(decision))
        } catch {
            throw OpsError(
                "journal", "the journal cannot be written: \(error.message)", hint: "Nothing was changed.", exitCode: ExitCodes.inputOutput)
        }
    }

    /// The lock of a run that began before it was taken, where there is something to tell of it.
    func took(_ lock: ResponderLock) throws(RecordingError) {
        let past = JournalRecorder.past(lock)
        if !past.isEmpty { try append([entry(.observations, "lock", JSONObject(past.map { JSONMember(JSONString($0), $1) }))]) }
    }

    /// Who held it before and died, and what was ended that they had left running.
    private static func past(_ lock: ResponderLock) -> [(String, JSONValue)] {
        var past: [(String, JSONValue)] = []
        if case .stale(let owner) = lock.previous { past.append(("after_death_of", owner.json)) }
        if !lock.ended.isEmpty { past.append(("ended_processes", lock.ended.map(\.description).json)) }
        return past
    }

    /// The beginning of a run whose plans are made one after the other.
    func open(
        _ request: ChangeRequest, _ heading: Heading, directory: JarvisDirectory, by identity: ProcessIdentity, isResumed: Bool
    ) throws(OpsError) {
        let opening: JSONObject = [
            "command": request.command.json, "subject": request.subject.json, "kind": "change",
            "request": request.json, "by": identity.document, "runbook": (runbook?.origin).json, "environment": heading.environment.json,
        ]
        do throws(RecordingError) {
            try append([entry(.runs, isResumed ? "resumed" : "began", opening.adding(directory.document))])
        } catch {
            throw OpsError(
                "journal", "the journal cannot be written: \(error.message)", hint: "Nothing was changed.", exitCode: ExitCodes.inputOutput)
        }
    }

    /// One of its plans, as it was decided.
    func record(_ decision: Decision) throws(RecordingError) {
        let rows = decisions(decision)
        if !rows.isEmpty { try append(rows) }
    }

    /// A run that ended before it began. The refusal is said anyway; a journal that fails now makes no difference.
    func refused(_ request: ChangeRequest, _ decision: Decision, directory: JarvisDirectory, by identity: ProcessIdentity, because: String)
    {
        let opening = opening(request, decision, directory: directory, by: identity)
        let ending: JSONObject = ["outcome": "refused", "because": because.json]
        _ = try? append([entry(.runs, "began", opening)] + decisions(decision) + [entry(.runs, "ended", ending)])
    }

    func spend(_ approvals: [Approval]) throws(RecordingError) {
        guard !approvals.isEmpty else { return }
        try append(
            approvals.map { entry(.approvals, "given", $0.document) } + approvals.map { entry(.approvals, "spent", ["id": $0.id.json]) })
    }

    func intend(_ step: PlannedStep, present: JSONObject) throws(RecordingError) { try append([intent(step, present: present)]) }

    func intend(_ steps: [PlannedStep]) throws(RecordingError) { try append(steps.map { intent($0, present: JSONObject()) }) }

    private func intent(_ step: PlannedStep, present: JSONObject) -> JournalEntry {
        var body: JSONObject = ["title": step.title.json, "effect": step.effect.rawValue.json, "present": .object(present)]
        if let change = step.change {
            body["operation"] = change.operation.document
            body["undo"] = change.undo.map(\.document).json
        }
        if case .send(let event)? = step.change?.operation, retry?.commits(event) == true { body["commits"] = true }
        return entry(.steps, "intended", body, step: step.id)
    }

    func finish(_ result: StepResult) throws(RecordingError) { try append([ending(result)]) }

    func finish(_ results: [StepResult]) throws(RecordingError) { try append(results.map(ending)) }

    private func ending(_ result: StepResult) -> JournalEntry {
        var body: JSONObject = [
            "title": result.title.json, "because": result.because.json, "evidence": .array(result.evidence),
            "may_have_changed": result.mayHaveChanged.json,
        ]
        if let alarm = result.alarm { body["alarm"] = alarm.json }
        if let word = result.word {
            body["word"] = word.json
            // Where nobody could be asked it is nobody's word.
            if word != "nobody" { body["by"] = ["person": true, "user": (identity?.user).json, "host": (identity?.host).json] }
        }
        return entry(.steps, result.state.rawValue, body, step: result.id)
    }

    func observe(_ observation: Observation) throws(RecordingError) {
        try append([JournalRecorder.entry(observation, run: run, redactor)])
    }

    /// - Parameter ending: of a resolution: what healed it, and what the diagnosis says then.
    func end(_ result: RunResult, exitCode: Int32, _ ending: ResolutionEnding? = nil) throws(RecordingError) -> JournalHead {
        let isOver = [.done, .failed, .stopped, .unverified].contains(result.outcome)
        let event = isOver ? "ended" : "interrupted"
        var body: JSONObject = ["outcome": result.outcome.rawValue.json, "exit_code": exitCode.json]
        if let ending {
            body["healed_by"] = ending.healedBy.json
            body["verdict"] = (ending.verdict?.rawValue).json
        }
        return try append([entry(.runs, event, body)])
    }

    @discardableResult
    func append(_ entries: [JournalEntry]) throws(RecordingError) -> JournalHead {
        do throws(JournalError) {
            return try journal.append(entries)
        } catch {
            throw RecordingError(error.message)
        }
    }

    func entry(_ table: JournalEntry.Table, _ event: String, _ body: JSONObject, step: String? = nil) -> JournalEntry {
        JournalEntry(table, run: run, step: step, event: event, body: redacted(body))
    }

    private func redacted(_ body: JSONObject) -> JSONObject { redactor.redact(.object(body)).object ?? JSONObject() }

    private func opening(_ request: ChangeRequest, _ decision: Decision, directory: JarvisDirectory, by identity: ProcessIdentity)
        -> JSONObject
    {
        let isShort = decision.steps.count <= JournalRecorder.writtenOut
        var opening: JSONObject = [
            "command": request.command.json, "subject": request.subject.json, "kind": "change",
            "request": request.json, "plan_sha256": decision.planHash.json, "plan": isShort ? PlanJSON.steps(decision) : .null,
            "by": identity.document, "runbook": (runbook?.origin).json, "environment": decision.facts.deployment.rawValue.json,
        ]
        if !isShort { opening["plan_steps"] = decision.steps.count.json }
        return opening.adding(directory.document)
    }

    private func decisions(_ decision: Decision) -> [JournalEntry] {
        let changes = decision.steps.filter { $0.step.change != nil }
        if changes.count > JournalRecorder.writtenOut { return [summary(changes)] + exceptions(changes) }
        return changes.map(decided)
    }

    /// How often each verdict was given.
    private func summary(_ changes: [StepDecision]) -> JournalEntry {
        let verdicts = changes.reduce(into: JSONObject()) { counts, step in
            counts[step.verdict.word] = ((counts[step.verdict.word]?.int ?? 0) + 1).json
        }
        return entry(.decisions, "decided", ["verdict": "summary", "steps": changes.count.json, "verdicts": .object(verdicts)])
    }

    /// What more than a yes was wanted for, or what was refused; the first of them.
    private func exceptions(_ changes: [StepDecision]) -> [JournalEntry] {
        changes.filter { $0.verdict != .allowed && $0.verdict != .needsApproval }.prefix(JournalRecorder.writtenOut).map(decided)
    }

    private func decided(_ step: StepDecision) -> JournalEntry {
        let objections = step.judgements.map { judgement -> JSONValue in
            ["rule": judgement.rule.json, "because": judgement.objection?.because.json ?? .null]
        }
        return entry(
            .decisions, "decided", ["verdict": step.verdict.word.json, "because": step.because.json, "rules": .array(objections)],
            step: step.step.id)
    }
}

extension JournalRecorder {
    /// A look as it is kept. Long output is evidence of its own, found by its hash.
    static func entry(_ observation: Observation, run: String, _ redactor: Redactor) -> JournalEntry {
        let document = redactor.redact(DiagnosisJSON.probe(observation))
        let whole = JSONWriter.compact.bytes(document)
        guard whole.count > 4096, var body = document.object else {
            return JournalEntry(.observations, run: run, step: observation.id, event: "recorded", body: document.object ?? JSONObject())
        }
        let evidence = JournalEvidence(name: observation.id, bytes: JSONWriter.compact.bytes(body["evidence"] ?? .null))
        body["evidence"] = ["sha256": evidence.sha256.json]
        return JournalEntry(.observations, run: run, step: observation.id, event: "recorded", body: body, evidence: [evidence])
    }
}

extension Approval {
    fileprivate var document: JSONObject {
        let name: String? = if case .confirmation(let name) = answers { name } else { nil }
        return [
            "id": id.json, "plan_sha256": planHash.json, "name": name.json, "means": means.rawValue.json, "user": by.user.json,
            "host": by.host.json, "tty": by.tty.json, "at": at.rfc3339.json,
        ]
    }
}

extension ProcessIdentity {
    /// With what tells later whether this very process still runs. Ticks are a text: not every reader of JSON keeps 64 bits.
    var document: JSONValue {
        [
            "user": user.json, "host": host.json, "pid": Int(pid).json, "tty": terminal.json, "boot_id": bootID.json,
            "start_ticks": String(startTicks).json,
        ]
    }
}
