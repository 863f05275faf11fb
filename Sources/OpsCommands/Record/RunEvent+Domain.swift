internal import Configuration
internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Locking
internal import Planning
internal import ProcessKit
internal import Runbook
internal import Safety
internal import SystemKit

// What the rooms say of a run → what the journal keeps of it.

extension RunOpening {
    /// A change's.
    init(_ request: ChangeRequest, _ target: JarvisTarget) {
        self.init(
            request.command, subject: request.subject, kind: .change, in: target.jarvis, by: target.world.identity.document)
        environment = target.configuration.environmentName.value
        self.request = request.json
        runbook = target.loaded.origin
    }

    /// Of what only looks, or keeps a person's word.
    init(looking command: String, subject: String?, in jarvis: JarvisDirectory?, _ world: World) {
        self.init(command, subject: subject, kind: .read, in: jarvis, by: world.identity.document)
    }
}

extension RecordedPlan {
    /// Steps of a plan that are written out in full; a plan of thousands of events is told by its numbers and its hash.
    static let writtenOut = 200

    init(_ decision: Decision) {
        let isShort = decision.steps.count <= RecordedPlan.writtenOut
        self.init(
            sha256: decision.planHash, steps: isShort ? PlanJSON.steps(decision) : .null, count: isShort ? nil : decision.steps.count)
    }
}

extension LockPast {
    init(_ lock: borrowing ResponderLock) {
        self.init()
        if case .stale(let owner) = lock.previous { self.owner = owner.json }
        ended = lock.ended.map(\.description)
    }
}

extension RunEnding {
    init(_ result: RunResult, exitCode: Int32, _ ending: ResolutionEnding? = nil) {
        self.init(result.outcome.rawValue, exitCode: Int(exitCode))
        resolution = ending.map { ($0.healedBy, $0.verdict?.rawValue) }
    }

    static func done(exitCode: Int32 = ExitCodes.success) -> RunEnding { RunEnding("done", exitCode: Int(exitCode)) }
}

extension RunResult {
    /// How it stands in the journal: ended, or to be taken up again.
    func event(exitCode: Int32, _ ending: ResolutionEnding? = nil) -> RunEvent {
        let isOver = [.done, .failed, .stopped, .unverified].contains(outcome)
        let said = RunEnding(self, exitCode: exitCode, ending)
        return isOver ? .ended(said) : .interrupted(said)
    }
}

extension Decision {
    /// What the rules made of its changes; of very many only how often each verdict was given, and the exceptions.
    var events: [RunEvent] {
        let changes = steps.filter { $0.step.change != nil }
        guard changes.count > RecordedPlan.writtenOut else { return changes.map { .decided(StepJudgement($0)) } }
        let counts = changes.reduce(into: [(verdict: String, count: Int)]()) { counts, step in
            if let index = counts.firstIndex(where: { $0.verdict == step.verdict.word }) {
                counts[index].count += 1
            } else {
                counts.append((step.verdict.word, 1))
            }
        }
        let exceptions = changes.filter { $0.verdict != .allowed && $0.verdict != .needsApproval }.prefix(RecordedPlan.writtenOut)
        return [.decided(StepJudgement(nil, .summary(steps: changes.count, counts: counts)))]
            + exceptions.map { .decided(StepJudgement($0)) }
    }
}

extension StepJudgement {
    init(_ decided: StepDecision) {
        let rules = decided.judgements.map { (rule: $0.rule, because: $0.objection?.because) }
        self.init(decided.step.id, .one(decided.verdict.word, because: decided.because, rules: rules))
    }
}

extension GivenApproval {
    init(_ approval: Approval) {
        let name: String? = if case .confirmation(let name) = approval.answers { name } else { nil }
        self.init(
            id: approval.id, planHash: approval.planHash, name: name, means: approval.means.rawValue, user: approval.by.user,
            host: approval.by.host, terminal: approval.by.tty, at: approval.at)
    }
}

extension StepIntent {
    init(_ step: PlannedStep, present: JSONObject = JSONObject()) {
        self.init(
            step.id, title: step.title, effect: step.effect.rawValue, present: present, operation: step.change?.operation.document,
            undo: step.change?.undo?.document, commits: step.change?.mayCommit == true)
    }

    /// What was to be done, and what takes it back; nil for what this version does not know.
    var act: StoredOperation? { StoredOperation(operation) }
    var undoes: StoredOperation? { StoredOperation(undo) }
}

extension StepEnding {
    init(_ result: StepResult, saidBy identity: ProcessIdentity) {
        self.init(result.id, result.state.rawValue, title: result.title, because: result.because)
        evidence = result.evidence
        mayHaveChanged = result.mayHaveChanged
        alarm = result.alarm?.json
        word = result.word
        // Where nobody could be asked it is nobody's word.
        if let word, word != "nobody" { by = ["person": true, "user": identity.user.json, "host": identity.host.json] }
    }
}

extension RecordedObservation {
    /// What was kept by it, so that it may be lost; nil for any other look.
    var captured: Loss? { Loss(capturedBy: id) }

    init(_ seen: Observation) {
        self.init(
            id: seen.id, step: seen.step, kind: seen.kind.rawValue, state: seen.state.rawValue,
            // Microseconds are noise.
            durationMilliseconds: (seen.durationMilliseconds * 10).rounded() / 10, summary: seen.summary, evidence: seen.evidence)
    }
}

extension RecordedVerdict {
    init(_ diagnosis: IncidentDiagnosis) {
        self.init(
            incident: diagnosis.incident.id, verdict: diagnosis.verdict.rawValue, because: diagnosis.because,
            symptoms: diagnosis.findings.map { finding in
                RecordedSymptom(
                    id: finding.symptom.id, text: finding.symptom.text, state: finding.state.rawValue, because: finding.because,
                    evidence: finding.evidence.json, explainedBy: finding.explainedBy.json)
            })
    }
}

extension DiagnosisRun {
    /// What was seen and concluded.
    func looks(_ diagnoses: [IncidentDiagnosis]) -> [RunEvent] {
        observations.map { .looked(RecordedObservation($0)) } + diagnoses.map { .judged(RecordedVerdict($0)) }
    }

    /// Looking works without a journal, with a warning. A dry run is not remembered.
    ///
    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    func record(
        _ command: String, _ diagnoses: [IncidentDiagnosis], exitCode: Int32, _ options: GlobalOptions, _ world: World
    ) -> JournalHead? {
        guard !options.dryRun else { return nil }
        LooseFiles.sayJournal(world)
        let subject = diagnoses.map(\.incident.id).joined(separator: " ")
        var opening = RunOpening(looking: command, subject: subject, in: directory, world)
        (opening.imageTag, opening.startedAt, opening.incidentBegan) = (imageTag, startedAt, toldBeginning)
        opening.environment = Heading.environment(world)
        return LooseLog(looks: id, world, note: world.note).append(
            [.began(opening)] + looks(diagnoses) + [.ended(.done(exitCode: exitCode))])
    }
}
