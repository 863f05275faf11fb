internal import Execution
internal import JSONKit
internal import Journal
internal import Planning
internal import Redaction
internal import Safety
internal import SystemKit

/// One run in the journal: the one place where its events are written. Everything is redacted before.
struct RunLog: RunRecorder {
    let journal: Journal
    let run: String
    let world: World

    init(_ journal: Journal, run: String, _ world: World) { (self.journal, self.run, self.world) = (journal, run, world) }

    @discardableResult
    func append(_ events: [RunEvent]) throws(JournalError) -> JournalHead {
        try journal.append(RunLog.rows(events, of: run, world.redactor))
    }

    /// As they are kept.
    static func rows(_ events: [RunEvent], of run: String, _ redactor: Redactor) -> [JournalEntry] {
        events.compactMap { $0.entry(of: run) }.map { row in
            var body = redactor.redact(.object(row.body)).object ?? JSONObject()
            var evidence: [JournalEvidence] = []
            // Long output is evidence of its own, found by its hash.
            if row.event == "recorded", row.table == .observations, JSONWriter.compact.bytes(.object(body)).count > 4096 {
                let piece = JournalEvidence(name: row.step ?? "", bytes: JSONWriter.compact.bytes(body["evidence"] ?? .null))
                body["evidence"] = ["sha256": piece.sha256.json]
                evidence = [piece]
            }
            return JournalEntry(row.table, run: row.run, step: row.step, event: row.event, body: body, evidence: evidence)
        }
    }

    // MARK: - A change

    /// The same for whoever carries a plan out.
    @discardableResult
    func record(_ events: [RunEvent]) throws(RecordingError) -> JournalHead {
        do throws(JournalError) { return try append(events) } catch { throw RecordingError(error.message) }
    }

    /// What a change begins with.
    ///
    /// Throws: `OpsError` 74: nothing is changed that is not written down first.
    func begin(_ events: [RunEvent]) throws(OpsError) {
        do throws(JournalError) { try append(events) } catch {
            throw OpsError(
                "journal", "the journal cannot be written: \(error.message)", hint: "Nothing was changed.", exitCode: ExitCodes.inputOutput)
        }
    }

    /// What a change ends with; nobody will know from the journal that it came to its end where that fails.
    func end(
        _ result: RunResult, exitCode: Int32, _ ending: ResolutionEnding? = nil
    ) -> (result: RunResult, head: JournalHead?) {
        do throws(RecordingError) { return (result, try record([result.event(exitCode: exitCode, ending)])) } catch {
            return (result.losing(error.message), nil)
        }
    }

    func spend(_ approvals: [Approval]) throws(RecordingError) {
        guard !approvals.isEmpty else { return }
        try record(approvals.map { .given(GivenApproval($0)) } + approvals.map { .spent($0.id) })
    }

    func intend(_ step: PlannedStep, present: JSONObject) throws(RecordingError) {
        try record([.intended(StepIntent(step, present: present))])
    }

    func intend(_ steps: [PlannedStep]) throws(RecordingError) { try record(steps.map { .intended(StepIntent($0)) }) }

    func finish(_ result: StepResult) throws(RecordingError) { try finish([result]) }

    func finish(_ results: [StepResult]) throws(RecordingError) {
        try record(results.map { .settled(StepEnding($0, saidBy: world.identity)) })
    }

    func observe(_ observation: Observation) throws(RecordingError) { try record([.looked(RecordedObservation(observation))]) }
}

/// The log of what goes on without a journal: looks, and messages to people. Why nothing is kept is said once.
final class LooseLog {
    private let run: String
    private let world: World
    private let open: () throws(JournalError) -> Journal
    private let warn: (JournalError) -> Void
    /// What failed once is tried again: a page that was recorded late is better than one that never was.
    private let triesAgain: Bool
    private(set) var head: JournalHead?
    /// Whether all of it was written so far.
    private(set) var isKept = true

    /// - Parameter open: the journal; makes it where there is none.
    init(
        run: String, _ world: World, triesAgain: Bool = false, open: @escaping () throws(JournalError) -> Journal,
        warn: @escaping (JournalError) -> Void
    ) {
        (self.run, self.world, self.triesAgain, self.open, self.warn) = (run, world, triesAgain, open, warn)
    }

    /// For looks, which wait for nobody: it says so by the words given.
    convenience init(looks run: String, _ world: World, patience: Double = 2000, note: @escaping (String) -> Void) {
        self.init(run: run, world) { () throws(JournalError) in
            try Journal.open(world.environment, deadline: .after(milliseconds: patience))
        } warn: { error in
            note("not recorded: \(error.message)" + (error.hint.map { "\n  \($0)" } ?? ""))
        }
    }

    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    @discardableResult
    func append(_ events: [RunEvent]) -> JournalHead? {
        guard isKept || triesAgain else { return nil }
        do throws(JournalError) {
            head = try RunLog(open(), run: run, world).append(events)
            return head
        } catch {
            fail(error)
            return nil
        }
    }

    func fail(_ error: JournalError) {
        if isKept { warn(error) }
        isKept = false
    }
}
