internal import SQLiteKit
internal import SystemKit

/// Opens the file to look at it.
enum JournalReader {
    /// Without a trace, if that is possible; what only a writer can put in order (a transaction that was cut off) is put in order.
    ///
    /// - Parameter log: `journal.db-wal`. A process that was killed as it began the log leaves its header alone (32 bytes); SQLite can
    ///   neither read that without a writer's rights nor tell it from a lock.
    static func open(_ path: String, log: DirectoryHandle.Entry?, deadline: Deadline) throws(JournalError) -> Source {
        do throws(SQLiteError) {
            if let log, (1...32).contains(log.size) { return .store(try SQLiteStore.open(path, .never, deadline: deadline)) }
            let cancellation: Cancellation
            do { cancellation = try Cancellation() } catch { throw SQLiteError(.inputOutput, error.description) }
            do throws(SQLiteError) {
                let database = try SQLiteDatabase.openReadOnly(path, deadline: deadline, cancellation: cancellation)
                return .reader(ReadOnlySource(database: database, cancellation: cancellation))
            } catch {
                guard error.kind == .notReadable else { throw error }
                return .store(try SQLiteStore.open(path, .never, deadline: deadline))
            }
        } catch { throw JournalError(error) }
    }

    enum Source: RowSource {
        case reader(ReadOnlySource)
        case store(SQLiteStore)

        func rows(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteRows {
            switch self {
            case .reader(let source): try source.rows(sql, values)
            case .store(let store): try store.rows(sql, values)
            }
        }
    }
}
