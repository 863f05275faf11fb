internal import SQLiteKit
internal import SystemKit

/// Whether the chain continues what the anchor says: a quick look at its end before anything is added to it, or all of it before a rule
/// relies on one of its rows.
enum ChainHead {
    enum Extent {
        /// From the anchored row on.
        case end
        /// Every row: its hash, and every link to the last one.
        case whole
    }

    /// Where the journal ends.
    ///
    /// Rows after the anchored one are accepted if they chain: a process was killed between a commit and its anchor.
    /// - Throws: `.tampered`, `.newerFormat`.
    static func check(_ source: some RowSource, _ anchor: Anchor.Found, _ extent: Extent = .end) throws(JournalError) -> JournalHead {
        let anchored = try head(anchor)
        var head = JournalHead.empty
        let first = extent == .whole ? 1 : max(anchored?.rows ?? 0, 1)
        // Rows before the first place were made up, and are found by a check of all.
        var next = extent == .whole ? Int64.min : Int64(first)
        while true {
            let page = try page(source, from: next)
            if anchored == nil, !page.isEmpty { throw .tampered("\(Anchor.name) is missing, but the journal has rows") }
            for found in page {
                let place = head.rows == 0 ? first : head.rows + 1
                guard let row = found, row.seq == place, row.digest(at: place) == row.hash else {
                    throw .tampered("the journal was changed at row \(place)")
                }
                // What stands before the anchored row is not looked at in a quick look.
                let follows = place == first && first > 1 || row.previous == head.hash
                guard follows, place != anchored?.rows || row.hash == anchored?.hash else {
                    throw .tampered("row \(place) of the journal does not continue what \(Anchor.name) says")
                }
                head = JournalHead(rows: place, hash: row.hash)
            }
            guard page.count == pageLength else { break }
            next = Int64(head.rows) + 1
        }
        if let anchored, head.rows < anchored.rows {
            throw .tampered(
                "the journal ends before row \(anchored.rows), where \(Anchor.name) says that it ends: its last rows are missing")
        }
        return head
    }

    /// What the anchor says; nil where there is none, which goes with a journal without rows.
    private static func head(_ anchor: Anchor.Found) throws(JournalError) -> JournalHead? {
        switch anchor {
        case .head(let head): return head
        case .newer(let format):
            throw JournalError(.newerFormat, "the journal's anchor has format \(format), which this version does not know")
        case .unreadable(let why): throw .tampered("\(Anchor.name) is damaged: \(why)")
        case .missing: return nil
        }
    }

    private static let pageLength = 500

    private static func page(_ source: some RowSource, from seq: Int64) throws(JournalError) -> [ChainRow?] {
        do {
            return try source.chain(where: "seq >= ?1", [.integer(seq)], limit: pageLength).map(\.row)
        } catch {
            throw JournalError(error)
        }
    }
}
