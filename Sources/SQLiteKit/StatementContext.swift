internal import SystemKit

/// What SQLite's callbacks need to know while one statement is compiled and run.
final class StatementContext {
    var deadline: Deadline
    var cancellation: Cancellation
    /// Why the authorizer refused something; the first reason stays.
    var refusal: String?
    /// The names of the pragmas the statement asks, and whether it does anything besides.
    var pragmas: [String] = []
    var doesMore = false

    init(deadline: Deadline, cancellation: Cancellation) {
        self.deadline = deadline
        self.cancellation = cancellation
    }

    func begin(deadline: Deadline, cancellation: Cancellation) {
        self.deadline = deadline
        self.cancellation = cancellation
        refusal = nil
        pragmas = []
        doesMore = false
    }

    /// How the wait was ended, or nil while there is time.
    var ending: SQLiteError? {
        if cancellation.isCancelled { return SQLiteError(.cancelled, "the query was cancelled") }
        if deadline.hasPassed { return SQLiteError(.timedOut, "the query did not end before its deadline") }
        return nil
    }

    /// False for the few statements that announce nothing because they happen to have nothing to do, such as REINDEX without
    /// an index: what was not announced was not allowed.
    var isAnnounced: Bool { doesMore || !pragmas.isEmpty }

    /// `PRAGMA journal_mode` without a value only asks, but SQLite compiles it with the instruction that could also change the
    /// mode and so never calls it read-only. The authorizer has already seen that there is no value.
    var onlyAsksForJournalMode: Bool { pragmas == ["journal_mode"] && !doesMore }
}
