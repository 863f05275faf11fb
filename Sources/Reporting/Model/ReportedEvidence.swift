internal import JSONKit
public import Journal

/// A piece of evidence that the journal keeps for the run.
public struct ReportedEvidence: Sendable {
    public let name: String
    public let sha256: String
    /// Bytes that are kept.
    public let bytes: Int
    /// Bytes that are not.
    public let leftOut: Int
    /// The row that names it.
    public let row: Int
    /// `whole`: its bytes gave this hash when the report was written; `changed`; `missing`; `not-read`.
    public let state: String

    init(_ reference: EvidenceReference, _ row: JournalRow, _ found: [String: ReportInput.KeptBytes]) {
        name = reference.name
        sha256 = reference.sha256
        bytes = reference.bytes
        leftOut = reference.leftOut
        self.row = row.seq
        state =
            switch found[reference.sha256] {
            case .whole: "whole"
            case .missing: "missing"
            case .changed: "changed"
            case nil: "not-read"
            }
    }
}

/// Where the report stands in the chain: kept elsewhere, it shows later whether the journal still continues it.
public struct ReportAudit: Sendable {
    public let head: JournalHead?
    /// Of this run's rows, the first and the last, and the last one's hash.
    public let firstRow: Int
    public let lastRow: Int
    public let lastHash: String
    /// What a quick look at the journal found wrong.
    public let warning: String?
    /// Whose journal it is, for machines and in words.
    let history: JSONValue?
    let historyWords: String?

    init(_ input: ReportInput) {
        head = input.head
        firstRow = input.rows.first?.seq ?? 0
        lastRow = input.rows.last?.seq ?? 0
        lastHash = input.rows.last?.hash ?? JournalHead.empty.hash
        warning = input.journalWarning
        history = input.history
        historyWords = input.historyWords
    }
}
