internal import SQLiteKit

/// Finds out of the rows of all five tables which one stands where it was written, and what is wrong with the others.
///
/// A row's hash covers its table, its place and the hash of the row before it. So a row that is intact but stands elsewhere is found
/// again by trying the places that its neighbours leave for it.
struct ChainCheck {
    /// One row, with as much of it as the check needs.
    struct Link {
        let table: JournalEntry.Table
        /// Where it stands.
        let seq: Int
        let previous: String
        let hash: String
        /// The whole row where its hash is not that of its place; nil where it is.
        let doubtful: ChainRow?
        /// Where it was written; nil when that cannot be told.
        var place: Int?
    }

    private(set) var links: [Link] = []
    /// Rows with values of another kind than what was written, which have no hash to speak of.
    private var unreadable: [(table: JournalEntry.Table, seq: Int)] = []
    /// What the rows say of evidence, by its number.
    private(set) var references: [(row: Int, table: JournalEntry.Table, reference: EvidenceReference)] = []

    mutating func load(_ table: JournalEntry.Table, from source: some RowSource) throws(SQLiteError) {
        var last: Int64?
        while true {
            let bound = last.map { "WHERE seq > \($0)" } ?? ""
            let page = try source.rows("SELECT \(ChainRow.columns) FROM \(table.rawValue) \(bound) ORDER BY seq LIMIT 500")
            for values in page.rows {
                guard let seq = values.first?.integer else { continue }
                last = seq
                let isText = page.repairedTexts == 0 ? true : try Self.isText(table, seq, source)
                guard isText, let row = ChainRow(table: table, values: values[...]) else {
                    unreadable.append((table, Int(seq)))
                    continue
                }
                take(row)
            }
            if page.rows.count < 500 { return }
        }
    }

    /// Whether all texts of the row are UTF-8: bytes that are not are shown as others, and would be hashed as those.
    private static func isText(_ table: JournalEntry.Table, _ seq: Int64, _ source: some RowSource) throws(SQLiteError) -> Bool {
        try source.rows("SELECT \(ChainRow.columns) FROM \(table.rawValue) WHERE seq = \(seq)").repairedTexts == 0
    }

    private mutating func take(_ row: ChainRow) {
        let isRight = (1...ChainRow.lastPlace).contains(row.seq) && row.digest(at: row.seq) == row.hash
        links.append(
            Link(
                table: row.table, seq: row.seq, previous: row.previous, hash: row.hash, doubtful: isRight ? nil : row,
                place: isRight ? row.seq : nil))
        for reference in EvidenceReference.list(row.evidence) ?? [] { references.append((row.seq, row.table, reference)) }
    }

    // MARK: - What is wrong

    /// The end of the chain, as far as its rows can be placed.
    private(set) var head = JournalHead.empty

    mutating func findings(_ anchor: Anchor.Found) -> [JournalFinding] {
        links.sort { ($0.seq, $0.table.rawValue) < ($1.seq, $1.table.rawValue) }
        placeStrays()
        var report = ChainReport(links: links, unreadable: unreadable, anchor: anchor)
        report.write()
        head = report.head
        return report.findings.sorted { ($0.row ?? .max) < ($1.row ?? .max) }
    }

    /// Gives every intact row that was moved the place where it was written: after the row whose hash it names.
    private mutating func placeStrays() {
        var strays = links.indices.filter { links[$0].place == nil }
        var placeOfHash: [String: Int] = [JournalHead.empty.hash: 0]
        for link in links { if let place = link.place { placeOfHash[link.hash] = place } }
        var isMoving = true
        while isMoving {
            isMoving = false
            strays.removeAll { index in
                guard let row = links[index].doubtful, let before = placeOfHash[row.previous], row.digest(at: before + 1) == row.hash else {
                    return false
                }
                links[index].place = before + 1
                placeOfHash[row.hash] = before + 1
                isMoving = true
                return true
            }
        }
    }
}
