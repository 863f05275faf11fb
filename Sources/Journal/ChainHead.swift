internal import SQLiteKit
internal import SystemKit

/// The quick look at the end of the chain, before anything is added to it: does it continue what the anchor says?
enum ChainHead {
    /// Where the journal ends.
    ///
    /// Rows after the anchored one are accepted if they chain: a process was killed between a commit and its anchor.
    /// - Throws: `.tampered`, `.newerFormat`.
    static func check(_ source: some RowSource, _ anchor: Anchor.Found) throws(JournalError) -> JournalHead {
        let anchored: JournalHead
        switch anchor {
        case .head(let head): anchored = head
        case .newer(let format):
            throw JournalError(.newerFormat, "the journal's anchor has format \(format), which this version does not know")
        case .unreadable(let why): throw .tampered("\(Anchor.name) is damaged: \(why)")
        case .missing:
            anchored = .empty
            guard try tail(source, from: 1).isEmpty else { throw .tampered("\(Anchor.name) is missing, but the journal has rows") }
        }
        var head = JournalHead.empty
        var expected = max(anchored.rows, 1)
        for found in try tail(source, from: expected) {
            guard let row = found, row.seq == expected, row.digest(at: row.seq) == row.hash else {
                throw .tampered("the journal was changed at row \(expected)")
            }
            let follows =
                row.seq == anchored.rows ? row.hash == anchored.hash : row.previous == (row.seq == 1 ? JournalHead.empty : head).hash
            guard follows else { throw .tampered("row \(row.seq) of the journal does not continue what \(Anchor.name) says") }
            head = JournalHead(rows: row.seq, hash: row.hash)
            expected += 1
        }
        guard head.rows >= anchored.rows else {
            throw .tampered(
                "the journal ends before row \(anchored.rows), where \(Anchor.name) says that it ends: its last rows are missing")
        }
        return head
    }

    private static func tail(_ source: some RowSource, from seq: Int) throws(JournalError) -> [ChainRow?] {
        do { return try source.chain(where: "seq >= ?1", [.integer(Int64(seq))]).map(\.row) } catch { throw JournalError(error) }
    }
}
