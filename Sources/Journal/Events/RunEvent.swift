public import JSONKit
public import SystemKit

/// What a run tells of itself, one case for each kind of row. Whoever writes a row writes one of these, and whoever reads it gets one.
///
/// How each lies in the journal is told by `RunEvent+Stored`: that form is the journal's own. What other outputs look like, and what
/// anything is called in Swift, makes no difference to it.
public enum RunEvent: Sendable {
    case began(RunOpening)
    case resumed(RunOpening)
    /// By a signal; it can be taken up again.
    case interrupted(RunEnding)
    case ended(RunEnding)
    /// Nobody will take it up again.
    case abandoned(because: String, user: String?)
    /// The first row of a chain that follows a damaged one (`Adoption`).
    case adopted(JSONObject)
    /// What is about to be done.
    case intended(StepIntent)
    /// What became of a step.
    case settled(StepEnding)
    case looked(RecordedObservation)
    case judged(RecordedVerdict)
    /// A watch saw another verdict than at the look before.
    case turned(VerdictTurn)
    case smoke(SmokeWord)
    case acknowledged(AcknowledgedWord)
    case noted(NotedWord)
    /// What a lock that was taken later told.
    case lock(LockPast)
    case decided(StepJudgement)
    case given(GivenApproval)
    /// An approval's id: it counts once.
    case spent(String)
    /// A row of a later version, or one that is damaged.
    case other
}

/// A run's beginning, or that it was taken up again.
public struct RunOpening: Sendable {
    /// What was typed.
    public var command: String
    /// What it is about: an incident, a flag.
    public var subject: String?
    public var kind: RunHistory.Kind
    public var jarvis: JarvisDirectory?
    /// Who started it: user, host, pid, tty, and what tells that process from others.
    public var by: JSONValue
    public var environment: String?
    /// Of what is written down when it is over.
    public var startedAt: Timestamp?
    public var incidentBegan: IncidentBeginning?
    /// Of the service that was looked at.
    public var imageTag: String?
    /// What was asked for, so that a later process can take it up.
    public var request: JSONValue?
    /// What its steps are read from.
    public var runbook: RunbookOrigin?
    /// nil where it has no plan, or several.
    public var plan: RecordedPlan?
    public var lock = LockPast()
    /// Of a run that tells people.
    public var telling: OpenedTelling?

    public init(_ command: String, subject: String?, kind: RunHistory.Kind, in jarvis: JarvisDirectory?, by: JSONValue) {
        (self.command, self.subject, self.kind, self.jarvis, self.by) = (command, subject, kind, jarvis, by)
    }
}

/// Where a run's steps were read, and what that held.
public struct RunbookOrigin: Sendable, Hashable {
    public let path: String
    public let sha256: String

    public init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
}

public struct RecordedPlan: Sendable {
    public let sha256: String
    /// How many steps it has, where they are too many to be written out.
    public let count: Int?
    public let steps: JSONValue

    public init(sha256: String, steps: JSONValue, count: Int? = nil) { (self.sha256, self.steps, self.count) = (sha256, steps, count) }
}

/// Who held the lock before and died, and what was ended that they had left running.
public struct LockPast: Sendable {
    public var owner: JSONValue?
    public var ended: [String] = []

    public init(owner: JSONValue? = nil, ended: [String] = []) { (self.owner, self.ended) = (owner, ended) }

    public var isEmpty: Bool { owner == nil && ended.isEmpty }
}

public struct OpenedTelling: Sendable {
    /// `trigger`, `acknowledge`, `resolve`.
    public let action: String
    public let message: String?
    public let diagnosisRun: String?
    /// `option` or `prompt`; nil where it was not approved.
    public let approvedBy: String?

    public init(action: String, message: String?, diagnosisRun: String?, approvedBy: String?) {
        (self.action, self.message, self.diagnosisRun, self.approvedBy) = (action, message, diagnosisRun, approvedBy)
    }
}

public struct RunEnding: Sendable {
    /// `done`, `stopped`, `failed`, `interrupted`, `refused`, …
    public var outcome: String?
    public var exitCode: Int?
    public var because: String?
    /// Of a resolution: the step that healed it, and the last verdict.
    public var resolution: (healedBy: String?, verdict: String?)?
    /// Of a watch: why it ended, and after how many looks.
    public var watch: (ending: String, looks: Int)?

    public init(_ outcome: String?, exitCode: Int? = nil, because: String? = nil) {
        (self.outcome, self.exitCode, self.because) = (outcome, exitCode, because)
    }
}
