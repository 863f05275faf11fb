internal import Execution
internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import Safety

/// What a decision is made about, and when.
struct DecisionMoment {
    let target: JarvisTarget
    let access: JournalAccess
    /// Whether this program holds the lock.
    let isLocked: Bool
    /// What an earlier decision found of envelopes, which hangs on their bytes alone.
    var validated: ValidatedEnvelopes?
}

/// What was decided, and about what.
struct Decided {
    let target: JarvisTarget
    let decision: Decision
    /// The waiting events as they were judged for it; nil for whatever sends none. It holds the outbox while it is to be appended to.
    var session: RetrySession?
}

/// A plan that may be carried out now.
struct ReadyPlan: ~Copyable {
    let plan: ApprovedPlan
    let decided: Decided
}

/// What a kind of change wants done among the facts, with the waiting events that it is about.
enum Proposal {
    case plan(Plan, RetrySession? = nil)
    /// It came to no plan that could be carried out.
    case refused(Decision, RetrySession)
}

/// What became of a change.
struct ChangeOutcome {
    let decided: Decided
    /// nil where nothing was carried out: a dry run, a refusal.
    let result: RunResult?
    /// nil where nothing was recorded.
    let run: String?
    let head: JournalHead?
    let code: Int32

    init(_ decided: Decided, _ result: RunResult?, run: String? = nil, head: JournalHead? = nil, code: Int32) {
        (self.decided, self.result, self.run, self.head, self.code) = (decided, result, run, head, code)
    }
}
