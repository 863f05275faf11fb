internal import SQLiteKit
internal import Synchronization
internal import SystemKit

extension Journal {
    /// What every rule asks before it relies on a row: whether all rows give their hashes, each continues the one before it, and the
    /// anchored head is among them. A journal that does not verify is no journal.
    ///
    /// Asked again it looks again only where another process has written meanwhile. Kept bytes have hashes of their own, which are checked
    /// where they are read.
    /// - Throws: `.tampered` when it does not verify; otherwise why it could not be read.
    public func requireWhole() throws(JournalError) {
        if let warning { throw warning }
        let files = try JournalFiles(handle)
        try read { (source) throws(JournalError) in
            let state = try Self.state(source)
            if state == wholeAt.withLock({ $0 }) { return }
            _ = try ChainHead.check(source, files.anchor(of: source), .whole)
            try Self.checkIndexes(source)
            wholeAt.withLock { $0 = state }
        }
    }

    /// An index that leaves a row out would hide it.
    private static func checkIndexes(_ source: any RowSource) throws(JournalError) {
        do throws(SQLiteError) {
            for table in JournalEntry.Table.allCases {
                let said = try source.rows("PRAGMA integrity_check(\(table.rawValue))").rows.first?.first?.text
                if said != "ok" { throw SQLiteError(.corrupt, said ?? "it cannot be checked") }
            }
        } catch { throw JournalError(error) }
    }

    private static func state(_ source: any RowSource) throws(JournalError) -> Int64? {
        do { return try source.rows("PRAGMA data_version").rows.first?.first?.integer } catch { throw JournalError(error) }
    }
}
