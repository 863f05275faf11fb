public import JSONKit
public import SystemKit

/// A run as the journal remembers it: all its rows, folded.
public struct RunHistory: Sendable {
    public enum Kind: String, Sendable { case read, change }

    /// Where it stands by the last word about it.
    public enum State: String, Sendable {
        /// It began or was resumed, and nothing says that it ended: it still runs, or its process was killed.
        case running
        /// Stopped by a signal; it can be resumed.
        case interrupted
        case ended
        case abandoned
    }

    public let id: String
    /// What was typed.
    public internal(set) var command = ""
    /// What it was about: an incident, a flag.
    public internal(set) var subject: String?
    public internal(set) var kind = Kind.read
    /// The Jarvis that it was about; nil where it was about none.
    public internal(set) var jarvis: JarvisDirectory?
    /// `production`, `staging` or `development`, as it was told then; nil in a row of an older version.
    public internal(set) var environment: String?
    /// When the incident began, as it was told then.
    public internal(set) var incidentBegan: IncidentBeginning?
    /// Who started it: user, host, pid, tty.
    public internal(set) var by: JSONObject?
    /// The process that began it or took it up last; nil in a row of an older version.
    public internal(set) var process: ProcessIdentity?
    /// When that process did.
    public internal(set) var begunAt: Timestamp
    public internal(set) var planHash: String?
    public internal(set) var plan: JSONValue?
    /// What was asked for, as a later process takes it up; nil for a run that only looked.
    public internal(set) var requested: JSONValue?
    /// Where its steps were read the last time, and what that held; nil for a run of an older version.
    public internal(set) var origin: RunbookOrigin?
    /// Of the service that it looked at; nil where it looked at none.
    public internal(set) var imageTag: String?
    public internal(set) var startedAt: Timestamp
    /// When it ended, was interrupted or abandoned for the last time; nil while it runs.
    public internal(set) var endedAt: Timestamp?
    /// `done`, `stopped`, `failed`, `interrupted`, `refused`, `confirmed`, …
    public internal(set) var outcome: String?
    public internal(set) var exitCode: Int?
    /// The step after which a resolution's incident was gone; nil where nothing was said to have healed it.
    public internal(set) var healedBy: String?
    /// From the beginning to the end; nil while it runs, and where the clock was set back and nothing else tells.
    public internal(set) var durationMilliseconds: Int64?
    var steadyBeginning: SteadyMoment?
    /// Whether it is closed because another run took back what it did.
    public internal(set) var isTakenBack = false
    public internal(set) var state = State.running
    /// All that is remembered of it, in the order of the chain.
    public let rows: [JournalRow]
    /// In the order in which they were first heard of.
    public internal(set) var steps: [RecordedStep] = []
    public internal(set) var observations: [RecordedObservation] = []
    public internal(set) var verdicts: [RecordedVerdict] = []
    public internal(set) var decisions: [JournalRow] = []
    public internal(set) var approvals: [JournalRow] = []
    /// Whether its rows stand in a journal that was adopted as damaged: they are shown, and no rule relies on them.
    public var isOfDamagedJournal = false
    /// What the folding has no place for: events of later versions, smoke results.
    public internal(set) var others: [JournalRow] = []

    /// The last row of the journal that was known of it.
    public var lastRow: Int { rows.last?.seq ?? 0 }

    /// What people said that they did by hand.
    public var notes: [RecordedNote] { others.compactMap { RecordedNote($0) } }

    /// The Jarvis checkout, as it was named.
    public var directory: String? { jarvis?.path }

    /// Whether it was about that Jarvis; what was about none is everybody's.
    public func isOf(_ jarvis: JarvisDirectory) -> Bool { self.jarvis?.isSame(as: jarvis) ?? true }

    /// Neither ended nor abandoned: it may be resumed or abandoned.
    public var isOpen: Bool { state == .running || state == .interrupted }
}

/// A step of a run.
public struct RecordedStep: Sendable {
    public let id: String
    /// Its rows in order; never empty.
    public internal(set) var history: [JournalRow]

    /// The last word about it: `intended`, `done`, `failed`, `undone`, `skipped`, `unknown`.
    public var state: String { history.last?.event ?? "unknown" }
    /// One sentence; empty when nobody said why.
    public var because: String { history.last?.body["because"]?.text ?? "" }
    public var at: Timestamp? { history.last?.at }
    /// What it began with the last time; nil where nobody said.
    public var intent: StepIntent? {
        history.lazy.reversed().compactMap { if case .intended(let intent) = $0.said { intent } else { nil } }.first
    }
    /// The last word about how it ended; nil while there is none.
    public var ending: StepEnding? {
        history.lazy.reversed().compactMap { if case .settled(let ending) = $0.said { ending } else { nil } }.first
    }
    /// Whether it was done at any time.
    public var wasDone: Bool { history.contains { if case .settled(let ending) = $0.said { ending.isDone } else { false } } }
    /// It was begun, and nobody knows how it ended.
    public var isStartedWithoutResult: Bool { state == "intended" }
    /// Begun, and nobody knows how it ended.
    public var isUncertain: Bool { isStartedWithoutResult || state == "unknown" }
    /// Through which people were told, of a step that told them; nil for any other.
    public var channel: String? { id.hasPrefix(RecordedStep.telling + "/") ? String(id.dropFirst(RecordedStep.telling.count + 1)) : nil }
    /// The family of steps that tell people.
    public static let telling = "escalate"
}

/// A person's word that something was done by hand. It is no evidence: whatever it speaks of is measured again.
public struct RecordedNote: Sendable {
    public static let event = "noted"

    public let text: String
    /// User, host, pid, tty.
    public let by: JSONObject?
    public let at: Timestamp
    public let row: Int

    /// nil for any other row.
    init?(_ row: JournalRow) {
        guard case .noted(let word) = row.said else { return nil }
        (text, by, at) = (word.text, word.by, row.at)
        self.row = row.seq
    }
}

/// What one probe saw.
public struct RecordedObservation: Sendable {
    public let id: String
    public let step: String?
    public let kind: String
    public let state: String
    public let durationMilliseconds: Double
    public let summary: String
    public let evidence: JSONObject
    /// What was too long for the row, and is kept as bytes.
    public let kept: [EvidenceReference]
    public let at: Timestamp

    public init(
        id: String, step: String?, kind: String, state: String, durationMilliseconds: Double, summary: String, evidence: JSONObject,
        kept: [EvidenceReference] = [], at: Timestamp = .now()
    ) {
        (self.id, self.step, self.kind, self.state) = (id, step, kind, state)
        (self.durationMilliseconds, self.summary, self.evidence) = (durationMilliseconds, summary, evidence)
        (self.kept, self.at) = (kept, at)
    }
}

/// What a diagnosis said about one incident.
public struct RecordedVerdict: Sendable {
    public let incident: String
    /// `confirmed`, `clear`, `unknown`.
    public let verdict: String
    public let because: String
    public let symptoms: [RecordedSymptom]

    public init(incident: String, verdict: String, because: String, symptoms: [RecordedSymptom]) {
        (self.incident, self.verdict, self.because, self.symptoms) = (incident, verdict, because, symptoms)
    }
}

public struct RecordedSymptom: Sendable, Hashable {
    public let id: String
    public let text: String
    /// `present`, `absent`, `unknown`.
    public let state: String
    public let because: String
    /// What it was decided by, and the symptom that explains it; nil where nobody said.
    public var evidence: JSONValue?
    public var explainedBy: JSONValue?

    public init(
        id: String, text: String, state: String, because: String, evidence: JSONValue? = nil, explainedBy: JSONValue? = nil
    ) {
        (self.id, self.text, self.state, self.because) = (id, text, state, because)
        (self.evidence, self.explainedBy) = (evidence, explainedBy)
    }
}
