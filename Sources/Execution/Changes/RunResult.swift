public import JSONKit
public import Mesh
public import Planning

/// What became of one step.
public struct StepResult: Sendable {
    /// The contract's words.
    public enum State: String, Sendable {
        case done, failed, skipped
        case notRun = "not-run"
        case unknown
    }

    public let id: String
    public let title: String
    public let state: State
    /// One sentence for people.
    public let because: String
    /// Details for machines; one entry per look or act.
    public let evidence: [JSONValue]
    /// What became of the event that it sent; nil for any other step.
    public let event: EventOutcome?
    /// The step that it is the result of; nil for what stands for no step of a plan.
    public let planned: PlannedStep?
    /// Whether the act took place, or may have: a look that finds it wrong afterwards makes it `failed`, and takes nothing back.
    public let mayHaveChanged: Bool
    /// The word of the person whose step it was: `done`, `not-done`, `skip`, `declined`, `nobody`; nil for the program's own.
    public let word: String?
    /// A look that decides nothing and found something: `failed` in the contract's words, and no failure of the step.
    public let isFinding: Bool
    /// What it did to the mesh's flags, where nobody knew what it would do; nil when no flag went on, and that was seen.
    public let alarm: FlagAlarm?

    public init(
        id: String, title: String, state: State, because: String, evidence: [JSONValue] = [], mayHaveChanged: Bool = false,
        word: String? = nil, isFinding: Bool = false, alarm: FlagAlarm? = nil, event: EventOutcome? = nil, planned: PlannedStep? = nil
    ) {
        self.event = event
        self.planned = planned
        self.alarm = alarm
        self.isFinding = isFinding
        self.word = word
        self.mayHaveChanged = mayHaveChanged
        self.id = id
        self.title = title
        self.state = state
        self.because = because
        self.evidence = evidence
    }

    /// What became of a step of a plan.
    init(
        _ step: PlannedStep, _ state: State, _ because: String, evidence: [JSONValue] = [], mayHaveChanged: Bool = false,
        word: String? = nil, isFinding: Bool = false, event: EventOutcome? = nil
    ) {
        self.init(
            id: step.id, title: step.title, state: state, because: because, evidence: evidence, mayHaveChanged: mayHaveChanged, word: word,
            isFinding: isFinding, event: event, planned: step)
    }

    /// The same, with an alarm. A step that turned a flag on did not end well.
    func raising(_ alarm: FlagAlarm) -> StepResult {
        StepResult(
            id: id, title: title, state: alarm.isCertain ? .failed : state,
            because: "\(because); \(alarm.because). To turn it off: \(alarm.turnsOff)", evidence: evidence, mayHaveChanged: true,
            word: word, isFinding: isFinding, alarm: alarm, event: event, planned: planned)
    }
}

/// What became of a plan.
public struct RunResult: Sendable {
    /// The contract's words.
    public enum Outcome: String, Sendable {
        /// Everything is done and verified.
        case done
        /// It ended early, or something could not be verified.
        case stopped
        case failed
        /// By a signal.
        case interrupted
        case refused
        /// What it did could not be read in the running service.
        case unverified
    }

    public let outcome: Outcome
    public let steps: [StepResult]
    /// Why the journal failed in the middle; nil when it did not.
    public let recordingFailure: String?

    public init(outcome: Outcome, steps: [StepResult], recordingFailure: String? = nil) {
        self.outcome = outcome
        self.steps = steps
        self.recordingFailure = recordingFailure
    }

    /// The same, with another outcome.
    public func ending(_ outcome: Outcome) -> RunResult { RunResult(outcome: outcome, steps: steps, recordingFailure: recordingFailure) }

    /// The same, with the journal failing at the very end.
    public func losing(_ message: String) -> RunResult {
        RunResult(outcome: outcome, steps: steps, recordingFailure: recordingFailure ?? message)
    }
}

/// What happens while a plan is carried out, for progress lines and event streams.
public enum StepEvent: Sendable {
    case started(id: String, title: String)
    /// How far it has come, in a few words that replace the ones before.
    case progressed(id: String, String)
    case finished(StepResult)
}
