public import JSONKit
internal import SQLiteKit
public import SystemKit

/// A person's word that a journal is damaged and that a new chain begins after it: the first row of that chain.
///
/// What was recorded before it satisfies no rule.
public struct Adoption: Sendable {
    static let event = "adopted"

    public let run: String
    public let at: Timestamp
    public let reason: String
    /// Who adopted it: user, host, pid, tty.
    public let by: JSONObject?
    /// The damaged database, by its name in the state directory; nil where none was there any more.
    public let putAside: String?
    /// What its anchor said; nil where that could not be read.
    public let anchored: JournalHead?
    /// Where its rows ended, as far as could be told.
    public let head: JournalHead
    /// How many things were found wrong with it.
    public let findings: Int

    init?(_ row: JournalRow) {
        guard row.table == .runs, row.event == Adoption.event, row.seq == 1 else { return nil }
        run = row.run
        at = row.at
        reason = row.body["reason"]?.text ?? ""
        by = row.body["by"]?.object
        putAside = row.body["put_aside"]?.text
        anchored = JournalHead(row.body["anchored"])
        head = JournalHead(row.body["head"]) ?? .empty
        findings = row.body["findings_count"]?.int ?? 0
    }

    /// nil for a chain that began by itself, and where its first row cannot be read.
    static func first(of source: some RowSource) -> Adoption? {
        let found = try? source.chain(where: "seq = 1", [], from: [.runs])
        return found?.first?.flatMap { JournalRow($0) }.flatMap { Adoption($0) }
    }

    /// The body of the row.
    ///
    /// - Parameter found: what was wrong with the journal.
    public static func body(_ found: JournalVerification, putAside: String?, reason: String, by: JSONValue) -> JSONObject {
        let findings = found.findings.prefix(50).map { finding -> JSONValue in
            ["kind": finding.kind.rawValue.json, "table": finding.table.json, "row": finding.row.json, "message": finding.message.json]
        }
        return [
            "reason": reason.json, "by": by, "put_aside": putAside.json, "anchored": found.anchored.map(\.json) ?? .null,
            "head": found.head.json, "findings": .array(findings), "findings_count": found.findings.count.json,
        ]
    }
}

extension JournalHead {
    fileprivate init?(_ json: JSONValue?) {
        guard let rows = json?["rows"]?.int, let hash = json?["head"]?.text else { return nil }
        self.init(rows: rows, hash: hash)
    }

    fileprivate var json: JSONValue { ["rows": rows.json, "head": hash.json] }
}
