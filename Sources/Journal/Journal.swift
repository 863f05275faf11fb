internal import SQLiteKit
internal import Synchronization
internal import SystemKit

/// What was done and seen, kept so that nobody can change it unnoticed: rows that are only ever added, each with the hash of the one
/// before it, and the head of that chain in a second file.
///
/// It knows nothing of plans and rules: bodies are JSON. Safe to use from any thread.
public final class Journal: Sendable {
    /// The one database in the state directory.
    static let fileName = "journal.db"
    /// Milliseconds that one append waits for another process's.
    static let patience = 10_000.0

    /// Absolute.
    public let directory: String
    /// What is wrong with a journal that was opened for reading, as far as a quick look shows; nil when nothing is.
    public let warning: JournalError?
    let handle: DirectoryHandle
    /// Which file `journal.db` was when it was opened.
    private let file: DirectoryHandle.Entry
    let holding: Mutex<Holding>
    /// SQLite's number of the state in which all of the chain was last found whole (`requireWhole`).
    let wholeAt = Mutex<Int64?>(nil)

    /// The open file: for writing, or only for looking.
    enum Holding {
        case store(SQLiteStore)
        case reader(JournalReader.Source)
        case closed
    }

    init(_ handle: DirectoryHandle, _ file: DirectoryHandle.Entry, _ holding: sending Holding, warning: JournalError?) {
        directory = handle.path
        self.handle = handle
        self.file = file
        self.holding = Mutex(holding)
        self.warning = warning
    }

    /// Adds rows as one change: all of them are durable when it returns, or none is there.
    ///
    /// - Throws: `JournalError`: `.diskFull`, `.readOnly`, `.inputOutput`, `.locked`, `.tampered`, `.spentBefore`.
    @discardableResult
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        let deadline = Deadline.after(milliseconds: Self.patience)
        return try holding.withLock { (holding) throws(JournalError) -> JournalHead in
            guard case .store(let store) = holding else {
                throw JournalError(.readOnly, "the journal in \(directory) is not open for writing")
            }
            store.limit(to: deadline)
            try handle.acquire(.exclusive, until: deadline)
            defer { handle.unlock() }
            try checkFile()
            return try JournalWriter(store: store, directory: handle).append(entries)
        }
    }

    /// Where the chain ends now.
    public func head() throws(JournalError) -> JournalHead {
        try read { (source) throws(JournalError) -> JournalHead in
            do throws(SQLiteError) {
                let last = try source.chain(where: "seq = (SELECT max(seq) FROM (\(Self.lastRows)))", []).last?.flatMap { $0 }
                return last.map { JournalHead(rows: $0.seq, hash: $0.hash) } ?? .empty
            } catch { throw JournalError(error) }
        }
    }

    private static let lastRows = JournalEntry.Table.allCases.map { "SELECT max(seq) AS seq FROM \($0.rawValue)" }.joined(
        separator: " UNION ALL ")

    /// Moves everything into the one file and closes it: what is then copied or moved away is whole. Later calls fail.
    public func close() {
        holding.withLock { holding in
            if case .store(let store) = holding {
                let soon = Deadline.after(milliseconds: 200)
                store.limit(to: soon)
                // If another process is in the way it is left to that one.
                if let isTaken = try? handle.lock(.exclusive, until: soon), isTaken { try? store.checkpoint() }
            }
            holding = .closed
            handle.unlock()
        }
    }

    /// Asks for rows under the journal's own lock.
    func read<Result: Sendable>(_ body: (any RowSource) throws(JournalError) -> Result) throws(JournalError) -> Result {
        try holding.withLock { (holding) throws(JournalError) -> Result in
            switch holding {
            case .store(let store):
                store.limit(to: .after(milliseconds: Self.patience))
                return try body(store)
            case .reader(let source): return try body(source)
            case .closed: throw JournalError(.inputOutput, "the journal in \(directory) is closed")
            }
        }
    }

    /// A file that was put in the place of the open one would take no rows.
    private func checkFile() throws(JournalError) {
        let now: DirectoryHandle.Entry?
        do { now = try handle.entry(Self.fileName) } catch { throw JournalError(error) }
        guard let now, now.isSameFile(as: file) else {
            throw .tampered("\(directory)/\(Self.fileName) was removed or replaced while it was open")
        }
    }
}

extension DirectoryHandle {
    func acquire(_ lock: Lock, until deadline: Deadline) throws(JournalError) {
        let isTaken: Bool
        do { isTaken = try self.lock(lock, until: deadline) } catch { throw JournalError(error) }
        guard isTaken else {
            throw JournalError(.locked, "another process holds the journal in \(path)", hint: "Try again in a moment.")
        }
    }
}
