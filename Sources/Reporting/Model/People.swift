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
        let spent = Set(rows.compactMap { if case .spent(let id) = $0.said { id } else { nil } })
        return rows.compactMap { row in
            guard case .given(let given) = row.said else { return nil }
            return ReportedApproval(
                id: given.id, name: given.name, person: People.name(row.body), terminal: given.terminal, means: given.means, at: row.at,
                isSpent: spent.contains(given.id), row: row.seq)
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
        switch row.said {
        case .decided(let judgement):
            switch judgement.verdicts {
            case .one(let verdict, let because, let rules):
                (self.verdict, self.because) = (verdict, because)
                objections = rules.filter { $0.because != nil }.map(\.rule)
            case .summary(_, let counts):
                verdict = "summary"
                because = counts.map { "\($0.count) \($0.verdict)" }.joined(separator: ", ")
                objections = []
            }
        default: (verdict, because, objections) = (row.event, "", [])
        }
        at = row.at
        self.row = row.seq
    }
}
