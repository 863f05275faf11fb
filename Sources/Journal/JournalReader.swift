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
            if let log, (1...32).contains(log.size) { return try settled(path, log, deadline) }
            let cancellation: Cancellation
            do { cancellation = try Cancellation() } catch { throw SQLiteError(.inputOutput, error.description) }
            do throws(SQLiteError) {
                let database = try SQLiteDatabase.openReadOnly(path, deadline: deadline, cancellation: cancellation)
                return .reader(ReadOnlySource(database: database, cancellation: cancellation))
            } catch {
                guard error.kind == .notReadable else { throw error }
                return try settled(path, log, deadline)
            }
        } catch { throw JournalError(error) }
    }

    /// What a killed process left is put in order: in its place by who may write there, else in a copy that only this process sees.
    private static func settled(_ path: String, _ log: DirectoryHandle.Entry?, _ deadline: Deadline) throws(SQLiteError) -> Source {
        if Files.rightToWrite(Paths.parent(path)) == .granted {
            do { return .store(try SQLiteStore.open(path, .never, deadline: deadline)) } catch {
                guard error.kind == .readOnly else { throw error }
            }
        }
        return .copy(try JournalCopy(of: path, hasLog: log != nil, deadline))
    }

    enum Source: RowSource {
        case reader(ReadOnlySource)
        case store(SQLiteStore)
        case copy(JournalCopy)

        private var held: any RowSource {
            switch self {
            case .reader(let source): source
            case .store(let store): store
            case .copy(let copy): copy.store
            }
        }

        func rows(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteRows { try held.rows(sql, values) }
        func cursor(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> SQLiteCursor { try held.cursor(sql, values) }
        func steadily<Value>(_ body: () throws(JournalError) -> Value) throws(JournalError) -> Value { try held.steadily(body) }
    }
}

/// A journal's files as they are now, in a directory of this process's own. The caller holds the lock that keeps writers away.
final class JournalCopy {
    let store: SQLiteStore
    private let directory: TemporaryDirectory

    init(of path: String, hasLog: Bool, _ deadline: Deadline) throws(SQLiteError) {
        let place: TemporaryDirectory
        do throws(SystemError) {
            place = try TemporaryDirectory(prefix: "jarvis-ops-journal", environment: ProcessEnvironment.snapshot())
        } catch { throw SQLiteError(.inputOutput, error.description) }
        do throws(SQLiteError) {
            let copy = Paths.resolve(Journal.fileName, in: place.path)
            do throws(SystemError) {
                for suffix in [""] + (hasLog ? ["-wal"] : []) { _ = try Files.copyNew(path + suffix, to: copy + suffix) }
            } catch { throw SQLiteError(.inputOutput, error.description) }
            store = try SQLiteStore.open(copy, .never, deadline: deadline)
        } catch {
            place.remove()
            throw error
        }
        directory = place
    }

    deinit { directory.remove() }
}
