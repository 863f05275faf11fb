public import JSONKit
public import SystemKit

/// A run as the journal remembers it: all its rows, folded.
public struct RecordedRun: Sendable {
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
    /// It was begun, and nobody knows how it ended.
    public var isStartedWithoutResult: Bool { state == "intended" }
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
        guard row.table == .observations, row.event == RecordedNote.event else { return nil }
        text = row.body["text"]?.text ?? ""
        by = row.body["by"]?.object
        at = row.at
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
}

/// What a diagnosis said about one incident.
public struct RecordedVerdict: Sendable {
    public let incident: String
    /// `confirmed`, `clear`, `unknown`.
    public let verdict: String
    public let because: String
    public let symptoms: [RecordedSymptom]
}

public struct RecordedSymptom: Sendable, Hashable {
    public let id: String
    public let text: String
    /// `present`, `absent`, `unknown`.
    public let state: String
    public let because: String
}
