/// What a check of the whole journal found.
public struct JournalVerification: Sendable {
    /// In the order of the chain; empty when nothing is wrong.
    public let findings: [JournalFinding]
    /// Where the journal ends, as far as it can be told.
    public let head: JournalHead
    /// What the anchor says; nil when there is none that can be read.
    public let anchored: JournalHead?
    /// Pieces of evidence that were checked.
    public let evidence: Int
    /// The adoption that the chain begins with; nil where it begins by itself.
    public let adoption: Adoption?
    /// There is neither a journal nor an anchor: nothing to check. That both were deleted shows only against heads kept elsewhere.
    public let isAbsent: Bool

    public var isWhole: Bool { findings.isEmpty }
}

/// One thing that is not as it was written.
public struct JournalFinding: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It is there, and it says something else.
        case edited
        /// It was there.
        case missing
        case outOfOrder = "out-of-order"
        /// Nobody wrote it.
        case added
        /// The file contradicts itself.
        case damaged
    }

    public let kind: Kind
    /// `runs`, `steps`, …, `evidence`; `anchor`, `schema` or `journal` for what is no row; nil for a row that is gone: the place where
    /// it stood is known, its table is not.
    public let table: String?
    /// The row's place in the chain, or its number in `evidence`; nil for what is no row.
    public let row: Int?
    /// One sentence without a full stop.
    public let message: String

    public init(_ kind: Kind, _ table: String?, _ row: Int?, _ message: String) {
        self.kind = kind
        self.table = table
        self.row = row
        self.message = message
    }
}
