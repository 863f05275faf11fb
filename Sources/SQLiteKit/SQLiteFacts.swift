/// What a database says about itself.
public struct SQLiteFacts: Sendable, Equatable {
    /// How changes are made durable. The kinds of rollback journal are a writer's choice and do not stand in the file.
    public enum JournalMode: String, Sendable, Equatable {
        case rollback
        case writeAheadLog = "wal"

        /// - Parameter header: the file's first 100 bytes; byte 19 is the version a reader must know, 2 with a log.
        init(header: [UInt8]) {
            self = header.dropFirst(19).first == 2 ? .writeAheadLog : .rollback
        }
    }

    /// Bytes of one page.
    public let pageSize: Int64
    /// 0 for an empty file, which SQLite takes for an empty database.
    public let pageCount: Int64
    /// Pages that nothing uses.
    public let freePages: Int64
    public let journalMode: JournalMode
    /// The application's own number for its schema.
    public let userVersion: Int64
}
