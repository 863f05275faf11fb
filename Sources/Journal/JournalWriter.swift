internal import JSONKit
internal import SQLiteKit
internal import SystemKit

/// One append, by whoever holds the directory's lock.
struct JournalWriter {
    let store: SQLiteStore
    let directory: DirectoryHandle
    /// Whether anybody may write it now: the rows say so for good.
    private let isOpen: Bool

    init(store: SQLiteStore, directory: DirectoryHandle) {
        (self.store, self.directory) = (store, directory)
        isOpen = JournalPlace(whole: directory).openness != nil
    }

    /// The rows are committed first and the anchor is replaced after, so that it never says more than the journal holds.
    func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        let anchor: Anchor.Found
        do { anchor = try Anchor.read(directory) } catch { throw JournalError(error) }
        let head = try store.transaction(JournalError.init) { () throws(JournalError) -> JournalHead in
            var head = try ChainHead.check(store, anchor)
            let at = Timestamp.now().milliseconds
            for entry in entries { head = try add(entry, after: head, at: at) }
            do throws(SystemError) { try Anchor.prepare(head, directory) } catch { throw JournalError(error) }
            return head
        }
        do { try Anchor.commit(directory) } catch { throw JournalError(error) }
        return head
    }

    /// The first rows of a new file, and the anchor for them made ready: it is put in its place by whoever puts the file in its own.
    func begin(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        try store.transaction(JournalError.init) { () throws(JournalError) -> JournalHead in
            do throws(SQLiteError) { try JournalSchema.create(store) } catch { throw JournalError(error) }
            var head = JournalHead.empty
            let at = Timestamp.now().milliseconds
            for entry in entries { head = try add(entry, after: head, at: at) }
            do throws(SystemError) { try Anchor.prepare(head, directory) } catch { throw JournalError(error) }
            return head
        }
    }

    private func add(_ entry: JournalEntry, after head: JournalHead, at: Int64) throws(JournalError) -> JournalHead {
        if entry.table == .approvals, entry.event == "spent" { try refuseSecondSpending(of: entry) }
        let evidence = EvidenceReference.text(try keep(entry.evidence))
        var body = entry.body
        // How long a run took is told by a clock that nobody sets.
        if entry.table == .runs, let steady = SteadyMoment.now() { body["steady"] = steady.json }
        if isOpen { body[JournalRow.exposed] = true }
        let row = ChainRow(
            table: entry.table, seq: head.rows + 1, run: entry.run, step: entry.step, event: entry.event, at: at,
            body: JSONWriter.compact.text(body.json), evidence: evidence, previous: head.hash)
        let places = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9"
        _ = try ask("INSERT INTO \(entry.table.rawValue)(\(ChainRow.columns)) VALUES (\(places))", row.values)
        return JournalHead(rows: row.seq, hash: row.hash)
    }

    /// Stores what is not there yet; the same bytes are kept once.
    private func keep(_ evidence: [JournalEvidence]) throws(JournalError) -> [EvidenceReference] {
        var references: [EvidenceReference] = []
        for one in evidence {
            if let known = try ask("SELECT id FROM evidence WHERE sha256 = ?1", [.text(one.sha256)]).first?.first?.integer {
                references.append(EvidenceReference(one, row: Int(known)))
                continue
            }
            let (next, isTooMany) = (try ask("SELECT max(id) FROM evidence").first?.first?.integer ?? 0).addingReportingOverflow(1)
            guard !isTooMany else { throw .tampered("the journal holds evidence with a number that nobody gave it") }
            _ = try ask(
                "INSERT INTO evidence(id, sha256, bytes) VALUES (?1, ?2, ?3)", [.integer(next), .text(one.sha256), .blob(one.bytes)])
            references.append(EvidenceReference(one, row: Int(next)))
        }
        return references
    }

    /// Looked for in the same transaction that spends it: two processes cannot both find it unspent.
    private func refuseSecondSpending(of entry: JournalEntry) throws(JournalError) {
        guard let id = entry.body["id"]?.string else { throw JournalError(.inputOutput, "an approval is spent without its id") }
        let sql = "SELECT seq, run FROM approvals WHERE event = 'spent' AND body IN (?1, ?2) LIMIT 1"
        let exposed = entry.body.adding([JournalRow.exposed: true])
        if let row = try ask(sql, [entry.body, exposed].map { .text(JSONWriter.compact.text($0.json)) }).first {
            let place = row.first?.integer ?? 0
            let run = row.dropFirst().first?.text ?? ""
            throw JournalError(
                .spentBefore, "the approval \(id.text) was spent before, by run \(run) (row \(place))",
                hint: "Every approval counts once: give it anew.")
        }
    }

    private func ask(_ sql: String, _ values: [SQLiteValue] = []) throws(JournalError) -> [[SQLiteValue]] {
        do { return try store.query(sql, values).rows } catch { throw JournalError(error) }
    }
}
