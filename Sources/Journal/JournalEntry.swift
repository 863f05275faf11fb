internal import DigestKit
public import JSONKit
public import SystemKit

/// One row to append. Rows are never changed: what became of a run is told by later rows.
public struct JournalEntry: Sendable {
    public enum Table: String, Sendable, Hashable, CaseIterable {
        case runs, steps, observations, decisions, approvals
    }

    public let table: Table
    public let run: String
    public let step: String?
    /// What happened: `began`, `intended`, `done`, …
    public let event: String
    public let body: JSONObject
    public let evidence: [JournalEvidence]

    public init(
        _ table: Table, run: String, step: String? = nil, event: String, body: JSONObject = JSONObject(), evidence: [JournalEvidence] = []
    ) {
        self.table = table
        self.run = run
        self.step = step
        self.event = event
        self.body = body
        self.evidence = evidence
    }
}

/// Something seen, kept once whoever saw it, and found by its hash. At most 256 KiB are kept: the beginning and the end.
public struct JournalEvidence: Sendable {
    public let name: String
    /// What is kept.
    public let bytes: [UInt8]
    /// Bytes there were.
    public let totalBytes: Int
    /// Of what is kept: 64 hexadecimal digits.
    public let sha256: String

    public static let limit = 256 << 10

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        totalBytes = bytes.count
        self.bytes = bytes.count <= JournalEvidence.limit ? bytes : JournalEvidence.shortened(bytes)
        sha256 = SHA256.hex(self.bytes)
    }

    private static func shortened(_ bytes: [UInt8]) -> [UInt8] {
        let mark = Array("\n… \(bytes.count - limit) bytes left out …\n".utf8)
        return bytes.prefix(limit / 2) + mark + bytes.suffix(limit - limit / 2 - mark.count)
    }
}

/// A row as it stands in the journal.
public struct JournalRow: Sendable {
    /// Its place in the chain, from 1.
    public let sequence: Int
    public let table: JournalEntry.Table
    public let run: String
    public let step: String?
    public let event: String
    public let at: Timestamp
    public let body: JSONObject
    /// What was seen, by name and hash.
    public let evidence: [(name: String, sha256: String)]
    public let hash: String
}

/// The end of the chain.
public struct JournalHead: Sendable, Hashable {
    public let rows: Int
    /// 64 hexadecimal digits; of an empty journal all are 0.
    public let hash: String

    public init(rows: Int, hash: String) {
        self.rows = rows
        self.hash = hash
    }

    public static let empty = JournalHead(rows: 0, hash: String(repeating: "0", count: 64))
}
