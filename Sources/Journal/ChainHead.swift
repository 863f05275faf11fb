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
        try source.steadily { () throws(JournalError) in try walk(source, anchor, extent) }
    }

    /// - Parameter onRow: is given every row that is as it should be.
    static func walk(
        _ source: some RowSource, _ anchor: Anchor.Found, _ extent: Extent = .whole,
        onRow: (borrowing ChainScan) throws(JournalError) -> Void = { (_) throws(JournalError) in }
    ) throws(JournalError) -> JournalHead {
        let anchored = try head(anchor)
        let isWhole = extent == .whole
        let first = isWhole ? 1 : max(anchored?.rows ?? 0, 1)
        var rows = 0
        // Rows before the first place were made up, and are found by a check of all.
        var scan = try ChainScan(source, from: isWhole ? .min : Int64(first))
        while let link = try scan.next() {
            if anchored == nil { throw .tampered("\(Anchor.name) is missing, but the journal has rows") }
            let place = rows == 0 ? first : rows + 1
            guard link.seq == Int64(place), link.isIntact else { throw .tampered("the journal was changed at row \(place)") }
            // What stands before the anchored row is not looked at in a quick look.
            let follows = place == first && first > 1 || link.follows
            guard follows, place != anchored?.rows || scan.hash == anchored.map({ Array($0.hash.utf8) }) else {
                throw .tampered("row \(place) of the journal does not continue what \(Anchor.name) says")
            }
            rows = place
            try onRow(scan)
        }
        if let anchored, rows < anchored.rows {
            throw .tampered(
                "the journal ends before row \(anchored.rows), where \(Anchor.name) says that it ends: its last rows are missing")
        }
        return rows == 0 ? .empty : JournalHead(rows: rows, hash: String(decoding: scan.hash, as: UTF8.self))
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
}
