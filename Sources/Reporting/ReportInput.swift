public import JSONKit
public import Journal
public import Runbook
public import SystemKit

/// What a report is made of. Everything in it was redacted before.
public struct ReportInput: Sendable {
    /// A runbook, and which one it was.
    public struct Source: Sendable {
        public let runbook: Runbook
        public let path: String
        public let sha256: String

        public init(_ runbook: Runbook, path: String, sha256: String) {
            self.runbook = runbook
            self.path = path
            self.sha256 = sha256
        }
    }

    /// What became of a piece of evidence that a row names.
    public enum KeptBytes: Sendable, Hashable {
        /// The bytes still give their hash.
        case whole([UInt8])
        case missing
        /// They no longer give their hash.
        case changed
    }

    /// Of the run, in the order of the chain.
    public var rows: [JournalRow]
    public var source: Source
    /// Escalations that may belong to it; which of them do is decided here.
    public var escalations: [RunHistory] = []
    /// Notes of people that may belong to it.
    public var notes: [RunHistory] = []
    /// By hash.
    public var evidence: [String: KeptBytes] = [:]
    public var head: JournalHead?
    /// What a quick look at the journal found wrong; nil when nothing.
    public var journalWarning: String?
    /// Whose journal it is, for machines and in words; nil where that is not known.
    public var history: JSONValue?
    public var historyWords: String?
    /// When the incident began, if somebody said so.
    public var began: IncidentBeginning?
    /// What else is known of that, by incident.
    public var beginnings: [String: IncidentBeginning] = [:]
    public var now: Timestamp

    public init(rows: [JournalRow], source: Source, now: Timestamp) {
        self.rows = rows
        self.source = source
        self.now = now
    }
}
