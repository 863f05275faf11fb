public import JSONKit
public import SystemKit

/// One row of the journal, as it was remembered.
public struct JournalRow: Sendable {
    /// Its place in the chain, from 1; one count over all tables.
    public let seq: Int
    public let table: JournalEntry.Table
    public let run: String
    public let step: String?
    public let event: String
    public let at: Timestamp
    public let body: JSONObject
    public let evidence: [EvidenceReference]
    public let hash: String

    public init(
        seq: Int, table: JournalEntry.Table, run: String, step: String? = nil, event: String, at: Timestamp,
        body: JSONObject = JSONObject(),
        evidence: [EvidenceReference] = [], hash: String = JournalHead.empty.hash
    ) {
        self.seq = seq
        self.table = table
        self.run = run
        self.step = step
        self.event = event
        self.at = at
        self.body = body
        self.evidence = evidence
        self.hash = hash
    }
}

extension JournalRow {
    /// In the body of a row that was written while others could write the journal too.
    static let exposed = "exposed"

    var isExposed: Bool { body[JournalRow.exposed]?.bool == true }

    /// nil when the texts are no longer what was written.
    init?(_ row: ChainRow) {
        guard case .object(let body)? = try? JSONReader(maximumDepth: JSONReader.deepest).read(row.body),
            let evidence = EvidenceReference.list(row.evidence)
        else { return nil }
        self.init(
            seq: row.seq, table: row.table, run: row.run, step: row.step, event: row.event, at: Timestamp(milliseconds: row.at), body: body,
            evidence: evidence, hash: row.hash)
    }
}
