internal import JSONKit
internal import Journal
internal import Mesh
internal import Runbook
public import SystemKit

/// One step of the run and what became of it.
public struct ReportedStep: Sendable {
    public let id: String
    public let title: String
    /// `done`, `failed`, `skipped`, `not-run`, `unknown`, `undone`; `unknown` also for one that was begun and never ended. Of a step of a
    /// resolution that is a look `found`, where it found something: it did its work.
    public let state: String
    /// One sentence; empty when nobody said why.
    public let because: String
    public let began: Timestamp?
    public let ended: Timestamp?
    public let mayHaveChanged: Bool
    /// The person who did or declined it; nil for the program's own steps.
    public let person: String?
    /// What that person said of it: `done`, `not-done`, `skip`, `declined`.
    public let word: String?
    public let reason: String?
    /// Rows of the journal that tell of it.
    public let rows: [Int]
    /// Whether it is of an event that is invalid.
    let isInvalidEvent: Bool

    /// Of a look, which has no beginning of its own.
    private let lookMilliseconds: Int64?

    /// A step that is a look.
    init(id: String, title: String, state: String, because: String, ended: Timestamp?, duration: Double?, rows: [Int]) {
        self.id = id
        self.title = title
        self.state = state
        self.because = because
        began = nil
        self.ended = ended
        mayHaveChanged = false
        person = nil
        word = nil
        reason = nil
        self.rows = rows
        isInvalidEvent = false
        lookMilliseconds = duration.map { Int64(min(max($0.isFinite ? $0 : 0, 0), 1e15)) }
    }

    init(_ step: RecordedStep, _ runbook: Runbook) {
        let last = step.isStartedWithoutResult ? nil : step.ending
        let titles = step.history.compactMap { $0.body["title"]?.text }.filter { !$0.isEmpty }
        id = step.id
        title = titles.last ?? runbook.step(step.id)?.step.title ?? step.id
        state = step.isStartedWithoutResult ? "unknown" : step.state
        because = step.isStartedWithoutResult ? "begun, and how it ended is not known" : step.because
        began = step.history.first { if case .intended = $0.said { true } else { false } }?.at
        ended = step.isStartedWithoutResult ? nil : step.at
        mayHaveChanged = last?.mayHaveChanged ?? step.isStartedWithoutResult
        // Nobody was there to say anything: that is no person's word.
        word = last?.word == "nobody" ? nil : last?.word
        person = last?.by?["person"]?.bool == true && last?.word != "nobody" ? People.name(last?.by) : nil
        reason = last?.reason
        rows = step.history.map(\.seq)
        isInvalidEvent = step.ending?.evidence.first.flatMap { EventOutcome($0) }?.now == .invalidEnvelope
        lookMilliseconds = nil
    }

    /// Milliseconds from its beginning to its end; nil where one of them is not known.
    public var durationMilliseconds: Int64? {
        if let lookMilliseconds { return lookMilliseconds }
        guard let began, let ended else { return nil }
        return ended.milliseconds - began.milliseconds
    }

    /// Whether it is something that somebody has still to see to. What the program left out needed nothing; what a person left out may.
    var isLeftOpen: Bool {
        switch state {
        case "unknown", "failed", "not-run": true
        case "skipped": word != nil
        default: word == "declined" || word == "not-done"
        }
    }
}
