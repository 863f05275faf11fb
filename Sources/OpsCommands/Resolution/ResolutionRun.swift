internal import Diagnosis
internal import Execution
internal import Journal
internal import Locking
internal import Planning
internal import Redaction
internal import Runbook
internal import Safety
internal import SystemKit
internal import TerminalKit

/// `resolve ID` from the diagnosis before to the diagnosis after.
///
/// One run, one lock, one decision at a time: each numbered item is planned among fresh facts, judged, approved and carried out as any other
/// change is; then the diagnosis is asked again, and what healed it ends it.
struct ResolutionRun {
    let incident: Incident
    let choices: ResolutionChoices
    let target: JarvisTarget
    let access: JournalAccess
    /// The interrupted run that is taken up again; nil for a new one.
    let resumed: ResumedResolution?
    let id: String
    /// For `-o jsonl`: the events of all its plans.
    let stream: EventStream

    init(
        _ incident: Incident, _ choices: ResolutionChoices, _ target: JarvisTarget, _ access: JournalAccess,
        resumed: ResumedResolution? = nil
    ) {
        (self.incident, self.choices, self.target, self.access, self.resumed) = (incident, choices, target, access, resumed)
        id = resumed?.run.id ?? RunID.make(at: .now())
        stream = EventStream(target.world.standardOutput, run: id)
    }

    var options: GlobalOptions { target.options }
    var world: World { target.world }
    var desk: TerminalDesk { TerminalDesk(options: options, world: world) }
    var request: ChangeRequest { .resolve(incident.id, choices) }
    var recorder: RunLog? { access.journal.map { RunLog($0, run: id, world) } }

    func run() throws -> Int32 {
        try target.requireDotEnv()
        UnfinishedWork.say(access, target)
        var run = ResolutionInHand()
        if let resumed {
            run.kept = resumed.kept
            run.servicesAreStopped = resumed.servicesAreStopped
        }
        let items = ResolutionItem.all(of: incident)
        // Where nobody can be asked, everything that will be needed must have been given: nothing is left half done for want of a word.
        do {
            try requireAnswers(items, run)
        } catch {
            // Where there is nothing to resolve nobody needs to say yes.
            let looked = try DiagnosisRun.look(at: [incident], target)
            guard !run.servicesAreStopped, looked.diagnosis(of: incident).verdict == .clear else { throw error }
        }
        let opening = RunOpening(request, target)
        try recorder?.begin([resumed == nil ? .began(opening) : .resumed(opening)])
        defer { run.lock?.release() }
        do {
            try diagnose(&run)
            if run.verdict == .clear, !run.servicesAreStopped {
                note("\(incident.title): the diagnosis finds nothing to resolve")
            } else {
                for (index, item) in items.enumerated() where run.goesOn {
                    try take(item, followedByLook: items.dropFirst(index + 1).first?.isConditional == true, &run)
                }
                if run.goesOn, let trouble = run.trouble, trouble.leavesOpen { run.stop = trouble.error }
            }
            if run.goesOn, run.verdict == nil, !run.servicesAreStopped { try diagnose(&run) }
        } catch let error as OpsError {
            run.stop = error
        }
        return try end(run)
    }

    private func take(_ item: ResolutionItem, followedByLook: Bool, _ run: inout ResolutionInHand) throws {
        if item.kind == .start {
            guard run.servicesAreStopped else { return }
        } else if let skipped = try whyNot(item, &run) {
            return file(item, skipped.state, skipped.because, word: skipped.word, &run)
        }
        guard run.goesOn, mayFollow(item, &run), let item = filled(item, &run) else { return }
        try carryOut(item, followedByLook: followedByLook, &run)
        guard run.goesOn, run.verdict == nil, !run.servicesAreStopped else { return }
        try diagnose(&run)
        if run.verdict == .clear, run.hasJustStarted {
            note("it has just been started: once more")
            try diagnose(&run)
        }
        run.hasJustStarted = false
        if run.verdict == .clear, run.healedBy == nil { run.healedBy = run.lastDone }
    }

    /// Milliseconds after which a diagnosis no longer speaks for what is there now.
    static let staleMilliseconds = 60_000.0

    /// Whether the incident was gone by itself while somebody was asked; looks again where the last look is old.
    func gotWell(_ run: inout ResolutionInHand) throws -> Bool {
        guard !run.servicesAreStopped, run.healedBy == nil, let last = run.diagnosedAt,
            MonotonicTime.now().milliseconds(since: last) > ResolutionRun.staleMilliseconds
        else { return false }
        try diagnose(&run)
        run.gotWell = run.verdict == .clear
        return run.gotWell
    }

    /// Why an item is not taken; nil when it is.
    private func whyNot(
        _ item: ResolutionItem, _ run: inout ResolutionInHand
    ) throws -> (state: StepResult.State, because: String, word: String?)? {
        if let reason = choices.skipped[item.id] { return (.skipped, "left out: \(reason)", "skip") }
        if let resumed, resumed.isSettled(item) { return (.skipped, "settled before the interruption", nil) }
        let isPersonsAlone = item.steps.allSatisfy { $0.action == .manual && $0.suggestion == nil }
        if let healer = run.healedBy, !isPersonsAlone { return (.skipped, "no longer needed: \(healer) healed it", nil) }
        if run.gotWell, !isPersonsAlone { return (.skipped, "no longer needed: the diagnosis is clear", nil) }
        let restores = item.steps.contains { ($0.suggestion?.action ?? $0.action) == .named(.restoreDatabase) }
        if restores, let stop = unstopped(run) {
            return (.notRun, "the services were not stopped (\(stop)), and a database is not restored beneath them", nil)
        }
        if restores, run.databaseIsDamaged == false { return (.skipped, "not needed: the integrity check says ok", nil) }
        guard item.isConditional else { return nil }
        if run.verdict == nil { try diagnose(&run) }
        switch run.verdict {
        case .confirmed?: return nil
        case .clear?: return (.skipped, "no longer needed: the diagnosis is clear", nil)
        case .unknown?, nil:
            run.stop = OpsError(
                "unmeasured", "whether it persists could not be measured: \(run.because)",
                hint: "See what can be reached: jarvis-ops doctor", exitCode: ExitCodes.confirmed)
            return (.notRun, "whether it persists could not be measured", nil)
        }
    }

    /// The step that should have stopped the services, where it was declined or nobody did it. Who left it out gave a reason.
    private func unstopped(_ run: ResolutionInHand) -> String? {
        guard !run.servicesAreStopped else { return nil }
        let stops = Set(ResolutionItem.all(of: incident).filter(\.stopsServices).map(\.id))
        return run.results.last { stops.contains($0.id) && ($0.state == .notRun || $0.word == "declined") }?.id
    }

    /// Looks, and keeps what was seen as part of this run.
    private func diagnose(_ run: inout ResolutionInHand) throws {
        let looked = try DiagnosisRun.look(at: [incident], target.again())
        let diagnosis = looked.diagnosis(of: incident)
        run.verdict = diagnosis.verdict
        run.because = diagnosis.because
        run.diagnosedAt = .now()
        do throws(RecordingError) {
            try recorder?.record(looked.looks([diagnosis]))
        } catch {
            run.recordingFailure = error.message
        }
        // What was seen is foreign text: it makes no lines of its own.
        note(Sanitizer.line("\(incident.title): \(DiagnosisText.word(diagnosis.verdict)): \(diagnosis.because)"))
    }

    /// Files what became of an item of which nothing was carried out.
    func file(
        _ item: ResolutionItem, _ state: StepResult.State, _ because: String, word: String? = nil, _ run: inout ResolutionInHand
    ) {
        let result = StepResult(id: item.id, title: item.title, state: state, because: because, word: word)
        run.results.append(result)
        try? recorder?.finish(result)
    }

    func note(_ text: String) {
        if options.output == .text, !options.quiet { world.note(world.redactor.redact(text)) }
    }
}
