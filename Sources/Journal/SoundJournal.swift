internal import SQLiteKit

/// A journal in which nothing is wrong, as one pass in constant memory shows: every row in its place, and every piece of evidence with its
/// hash, kept by the row that named it first.
struct SoundJournal {
    let head: JournalHead
    /// Pieces of evidence.
    let evidence: Int

    /// Throws: wherever something is not so, and says no more of it: that is for `ChainCheck` and `EvidenceCheck`.
    init(_ source: some RowSource, _ anchor: Anchor.Found) throws(JournalError) {
        (head, evidence) = try source.steadily { () throws(JournalError) in
            var pieces: Pieces
            do throws(SQLiteError) { pieces = try Pieces(source) } catch { throw JournalError(error) }
            let head = try ChainHead.walk(source, anchor) { (scan) throws(JournalError) in
                if let named = scan.evidence { try pieces.take(named.text) }
            }
            return (head, try pieces.end())
        }
    }

    /// Evidence is numbered in the order in which rows name it, so that both are read side by side.
    private struct Pieces {
        private let all: SQLiteCursor
        private let known: SQLiteCursor
        private var last: Int64 = 0

        init(_ source: some RowSource) throws(SQLiteError) {
            // Not by the index, which is one more thing that could have been changed.
            all = try source.cursor("SELECT id, sha256, bytes FROM evidence NOT INDEXED ORDER BY id", [])
            known = try source.cursor("SELECT sha256 FROM evidence NOT INDEXED WHERE id = ?1", [.null])
        }

        mutating func take(_ text: [UInt8]) throws(JournalError) {
            guard let list = EvidenceReference.list(String(decoding: text, as: UTF8.self)) else { return }
            do throws(SQLiteError) {
                for reference in list {
                    let stored: [UInt8]?
                    if Int64(reference.row) <= last {
                        try known.restart([.integer(Int64(reference.row))])
                        stored = try known.next() ? known.bytes(0) : nil
                    } else {
                        last += 1
                        guard try all.next(), all.integer(0) == Int64(reference.row), reference.row == Int(last),
                            let bytes = all.bytes(2, isBlob: true), JournalEvidence.digest(bytes) == reference.sha256
                        else { throw SQLiteError(.corrupt, "evidence \(reference.row) is not what row says") }
                        stored = all.bytes(1)
                    }
                    guard stored == Array(reference.sha256.utf8) else {
                        throw SQLiteError(.corrupt, "evidence \(reference.row) is not what a row says")
                    }
                }
            } catch { throw JournalError(error) }
        }

        /// How many there are; a piece that no row names is one too many.
        mutating func end() throws(JournalError) -> Int {
            let isMore: Bool
            do { isMore = try all.next() } catch { throw JournalError(error) }
            if isMore { throw .tampered("no row names evidence \(last + 1)") }
            return Int(last)
        }
    }
}
