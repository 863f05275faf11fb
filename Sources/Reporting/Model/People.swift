internal import JSONKit
internal import Journal
public import SystemKit

/// Names of persons, as rows give them.
enum People {
    /// `ops on box`; nil when the row says nothing.
    static func name(_ body: JSONObject?) -> String? {
        guard let user = body?["user"]?.text, !user.isEmpty else { return nil }
        guard let host = body?["host"]?.text, !host.isEmpty else { return user }
        return "\(user) on \(host)"
    }
}

/// Somebody's word for a plan.
public struct ReportedApproval: Sendable {
    public let id: String
    /// What was typed; nil for a plain yes.
    public let name: String?
    public let person: String?
    public let terminal: String?
    /// `prompt`, `option`.
    public let means: String?
    public let at: Timestamp
    /// Whether the plan it was given for was carried out with it.
    public let isSpent: Bool
    public let row: Int

    static func all(_ rows: [JournalRow]) -> [ReportedApproval] {
        let spent = Set(rows.filter { $0.event == "spent" }.compactMap { $0.body["id"]?.text })
        return rows.filter { $0.event == "given" }.map { row in
            let id = row.body["id"]?.text ?? ""
            return ReportedApproval(
                id: id, name: row.body["name"]?.text, person: People.name(row.body), terminal: row.body["tty"]?.text,
                means: row.body["means"]?.text, at: row.at, isSpent: spent.contains(id), row: row.seq)
        }
    }
}

/// What the rules made of one step.
public struct ReportedDecision: Sendable {
    /// nil for the whole plan.
    public let step: String?
    /// `allowed`, `needs-approval`, `needs-confirmation`, `refused`; `summary` for a plan told by its numbers.
    public let verdict: String
    public let because: String
    /// The rules that objected.
    public let objections: [String]
    public let at: Timestamp
    public let row: Int

    init(_ row: JournalRow) {
        step = row.step
        verdict = row.body["verdict"]?.text ?? row.event
        let verdicts = (row.body["verdicts"]?.object?.members ?? []).map { "\($0.value.int ?? 0) \($0.key.text)" }
        because = row.body["because"]?.text ?? verdicts.joined(separator: ", ")
        objections = (row.body["rules"]?.array ?? []).filter { $0["because"]?.text != nil }.compactMap { $0["rule"]?.text }
        at = row.at
        self.row = row.seq
    }
}
