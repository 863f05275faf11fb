public import SystemKit

/// What a decision waits for.
public enum ApprovalDemand: Sendable, Hashable {
    /// A yes to the plan's changes.
    case changes
    /// This name, typed.
    case confirmation(String)
}

/// Somebody's word for one plan. It is bound to that plan's hash, and spent with it.
public struct Approval: Sendable, Hashable {
    public enum Means: String, Sendable, Hashable {
        /// Typed at a prompt.
        case prompt
        /// Given with `--yes` or `--confirm`.
        case option
    }

    /// Never used twice.
    public let id: String
    public let planHash: String
    public let answers: ApprovalDemand
    public let means: Means
    public let by: Approver
    public let at: Timestamp

    public init(id: String, planHash: String, answers: ApprovalDemand, means: Means, by: Approver, at: Timestamp) {
        self.id = id
        self.planHash = planHash
        self.answers = answers
        self.means = means
        self.by = by
        self.at = at
    }
}

/// Who said so.
public struct Approver: Sendable, Hashable {
    public let user: String
    public let host: String
    /// The terminal; nil when there was none.
    public let tty: String?

    public init(user: String, host: String, tty: String?) {
        self.user = user
        self.host = host
        self.tty = tty
    }
}
