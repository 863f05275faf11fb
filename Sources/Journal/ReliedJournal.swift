internal import SQLiteKit
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

    /// As `Journal.latestJudgement`.
    public func latestJudgement(
        of incident: String, where condition: (JournalRow) throws(JournalError) -> Bool
    ) throws(JournalError) -> JournalRow? {
        try journal.latestJudgement(of: incident, from: from, where: condition)
    }

    /// Runs that were to do something whose stored form has this word, the newest first.
    public func runs(intending word: String) throws(JournalError) -> [RunHistory] {
        let sql = "event = 'intended' AND seq >= ?1 AND instr(body, ?2) > 0"
        let rows = try journal.rows(where: sql, [.integer(Int64(from)), .text("\"\(word)\"")], from: [.steps])
        var runs: [RunHistory] = []
        for row in rows.reversed() where !runs.contains(where: { $0.id == row.run }) {
            if let run = RunHistory(try self.rows(run: row.run)) { runs.append(run) }
        }
        return runs
    }
}
