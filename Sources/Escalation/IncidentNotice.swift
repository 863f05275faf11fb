public import Runbook
public import SystemKit

/// What people are told of an incident, whichever way it takes. Every text is made one line here (the message may have several), and
/// secrets were taken out before.
public struct IncidentNotice: Sendable {
    /// What the newest diagnosis in the journal said.
    public struct Diagnosis: Sendable {
        public let run: String
        public let at: Timestamp
        /// `confirmed`, `clear`, `unknown`.
        public let verdict: String
        public let because: String
        /// The symptoms that are present, as `text: because`.
        public let symptoms: [String]

        public init(run: String, at: Timestamp, verdict: String, because: String, symptoms: [String]) {
            self.run = run.oneLine
            self.at = at
            self.verdict = verdict.oneLine
            self.because = because.oneLine
            self.symptoms = symptoms.map(\.oneLine)
        }
    }

    /// The journal's head when this was written: whoever keeps it can tell later whether the journal still continues it.
    public struct JournalMark: Sendable {
        public let rows: Int
        public let head: String

        public init(rows: Int, head: String) {
            self.rows = rows
            self.head = head
        }
    }

    public let incident: String
    public let title: String
    public let severity: Severity?
    public let responseTimeSeconds: Int?
    public let action: EscalationAction
    /// This run's id.
    public let run: String
    public let at: Timestamp
    /// The machine that it was seen from.
    public let host: String
    public let user: String
    /// The Jarvis checkout.
    public let directory: String
    public let diagnosis: Diagnosis?
    public let nextStep: String?
    /// A person's words.
    public let message: String?
    /// nil without a journal.
    public let journal: JournalMark?

    public init(
        incident: Incident, responseTimeSeconds: Int?, action: EscalationAction, run: String, at: Timestamp, host: String, user: String,
        directory: String, diagnosis: Diagnosis?, message: String?, journal: JournalMark?
    ) {
        self.incident = incident.id.oneLine
        title = incident.title.oneLine
        severity = incident.severity
        self.responseTimeSeconds = responseTimeSeconds
        self.action = action
        self.run = run
        self.at = at
        self.host = host.oneLine
        self.user = user.oneLine
        self.directory = directory.oneLine
        self.diagnosis = diagnosis
        nextStep = incident.resolution.first.map { "\($0.id): \($0.title)".oneLine }
        self.message = message?.manyLines
        self.journal = journal
    }
}
