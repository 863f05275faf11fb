public import SystemKit

/// A journal as far as rules rely on it. What was written while others could write it too, and all that stood there before, may be
/// anybody's word, also once it is closed again.
public struct ReliedJournal: Sendable {
    private let journal: Journal
    /// The first place in the chain that counts.
    private let from: Int

    /// Throws: `JournalError` when that cannot be told.
    public init(_ journal: Journal) throws(JournalError) {
        self.journal = journal
        from = try journal.reliedFrom()
    }

    public func counts(_ row: JournalRow) -> Bool { row.seq >= from }

    public func rows(table: JournalEntry.Table, event: String) throws(JournalError) -> [JournalRow] {
        try journal.rows(table: table, event: event, from: from)
    }

    public func rows(step: String) throws(JournalError) -> [JournalRow] { try journal.rows(step: step).filter(counts) }

    public func rows(run: String) throws(JournalError) -> [JournalRow] { try journal.rows(run: run).filter(counts) }

    public func observations(of step: String, since: Timestamp) throws(JournalError) -> [JournalRow] {
        try journal.observations(of: step, since: since).filter(counts)
    }

    /// Runs that began where it counts, the newest first.
    public func runs() throws(JournalError) -> [RunHistory] { try journal.runs(from: from) }
}
