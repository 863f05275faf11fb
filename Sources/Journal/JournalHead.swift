/// The end of the chain: how many rows there are, and the last one's hash. Whoever keeps it elsewhere can later tell whether the journal
/// still continues it.
public struct JournalHead: Sendable, Hashable {
    public let rows: Int
    /// 64 lower-case hexadecimal digits; all zeros before the first row.
    public let hash: String

    public init(rows: Int, hash: String) {
        self.rows = rows
        self.hash = hash
    }

    /// Of a journal without rows.
    public static let empty = JournalHead(rows: 0, hash: String(repeating: "0", count: 64))
}
