public import JSONKit
internal import SQLiteKit
internal import Synchronization
public import SystemKit

/// What was done, by whom and why: rows that are only ever appended, each chained to the one before.
public final class Journal: Sendable {
    public let directory: String
    private let file: Mutex<JournalFile>
    private let anchor: Anchor

    /// How long one call waits for another process.
    private var deadline: Deadline { .after(milliseconds: 5000) }

    /// Opens the journal, and makes it where there is none. One that is ahead of its anchor by rows that chain was interrupted between
    /// the two, and is anchored anew.
    ///
    /// Throws: `JournalError`.
    public static func open(directory: String, deadline: Deadline) throws(JournalError) -> Journal {
        do throws(SystemError) {
            try Files.makeDirectories(directory, mode: 0o700)
        } catch {
            throw JournalError(.cannotCreate, error.description, hint: "Name a directory you may write with XDG_STATE_HOME.")
        }
        let anchor = Anchor(directory: directory)
        let path = Paths.resolve(Schema.fileName, in: directory)
        let isThere = Files.exists(path)
        let anchored = try anchor.read()
        if !isThere, let anchored, anchored.rows > 0 { throw gone(path, anchored) }
        // The anchor of an empty journal comes first: rows without an anchor are never the trace of an interruption.
        if anchored == nil, !isThere { try anchor.write(.empty) }
        let file: JournalFile
        do throws(SQLiteError) {
            file = JournalFile(try SQLiteStore.openOrCreate(path, deadline: deadline))
        } catch {
            throw JournalError(error)
        }
        try file.prepare(deadline)
        let journal = Journal(directory, file, anchor)
        try journal.checkAnchor(deadline)
        return journal
    }

    /// Opens the journal if there is one; makes and changes nothing of its own. nil when there is neither journal nor anchor.
    public static func openForReading(directory: String, deadline: Deadline) throws(JournalError) -> Journal? {
        let anchor = Anchor(directory: directory)
        let path = Paths.resolve(Schema.fileName, in: directory)
        let anchored = try anchor.read()
        guard Files.exists(path) else {
            if let anchored, anchored.rows > 0 { throw gone(path, anchored) }
            return nil
        }
        let file: JournalFile
        do throws(SQLiteError) {
            file = JournalFile(try SQLiteStore.open(path, deadline: deadline))
        } catch {
            throw JournalError(error)
        }
        try file.prepare(deadline)
        return Journal(directory, file, anchor)
    }

    private static func gone(_ path: String, _ anchored: JournalHead) -> JournalError {
        JournalError(
            .tampered, "\(path) is not there, and its anchor tells of \(anchored.rows) rows",
            hint: "See what is wrong: jarvis-ops audit verify")
    }

    private init(_ directory: String, _ file: sending JournalFile, _ anchor: Anchor) {
        self.directory = directory
        self.file = Mutex(file)
        self.anchor = anchor
    }

    /// Appends rows in one transaction. They are on the disk when this returns; then the anchor follows.
    ///
    /// Throws: `JournalError`; nothing was appended, unless only the anchor failed.
    @discardableResult
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> JournalHead {
        let deadline = deadline
        return try file.withLock { file throws(JournalError) in
            try file.append(entries, at: .now(), deadline)
            // Under the lock, so that no other process's anchor is older than ours and comes later.
            return try file.exclusively(deadline) { () throws(JournalError) in
                let head = try file.head(deadline)
                try anchor.write(head)
                return head
            }
        }
    }

    public func head() throws(JournalError) -> JournalHead {
        let deadline = deadline
        return try file.withLock { file throws(JournalError) in try file.head(deadline) }
    }

    /// The rows of one run, in the order of the chain.
    public func rows(run: String) throws(JournalError) -> [JournalRow] {
        let deadline = deadline
        return try file.withLock { file throws(JournalError) in try file.rows(where: "run = ?", [.text(run)], deadline).map(\.row) }
    }

    /// The newest row of that kind whose body is as asked; nil when there is none.
    public func latest(
        table: JournalEntry.Table, event: String, where condition: (JSONObject) -> Bool = { _ in true }
    ) throws(JournalError) -> JournalRow? {
        let deadline = deadline
        let rows = try file.withLock { file throws(JournalError) in try file.rows(where: "event = ?", [.text(event)], deadline) }
        return rows.lazy.filter { $0.table == table }.map(\.row).last { condition($0.body) }
    }

    /// What was kept under a hash; nil when there is nothing.
    public func evidence(_ sha256: String) throws(JournalError) -> [UInt8]? {
        let deadline = deadline
        return try file.withLock { file throws(JournalError) in try file.evidence(sha256, deadline) }
    }

    /// All runs, the newest first.
    public func runs() throws(JournalError) -> [RecordedRun] {
        let deadline = deadline
        let rows = try file.withLock { file throws(JournalError) in try file.rows(where: "1", [], deadline).map(\.row) }
        return RecordedRun.fold(rows)
    }

    /// The run of that id, of an id that begins so, or the newest one (`last`).
    ///
    /// Throws: `JournalError` `.noSuchRun`, `.ambiguousRun`.
    public func run(_ name: String) throws(JournalError) -> RecordedRun {
        let runs = try runs()
        if name == "last", let newest = runs.first { return newest }
        if let exact = runs.first(where: { $0.id == name }) { return exact }
        let found = name.isEmpty ? [] : runs.filter { $0.id.hasPrefix(name) }
        if found.count > 1 {
            throw JournalError(
                .ambiguousRun, "\(found.count) runs begin with \(name)",
                hint: "There are: \(found.prefix(5).map(\.id).joined(separator: ", "))")
        }
        guard let run = found.first else {
            throw JournalError(.noSuchRun(name), "there is no run \(name)", hint: "See all: jarvis-ops runs")
        }
        return run
    }

    private func checkAnchor(_ deadline: Deadline) throws(JournalError) {
        try file.withLock { file throws(JournalError) in
            try file.exclusively(deadline) { () throws(JournalError) in
                let head = try file.head(deadline)
                guard let anchored = try anchor.read() else {
                    if head.rows == 0 { return try anchor.write(head) }
                    throw tampered("the anchor of \(head.rows) rows is missing")
                }
                if anchored == head { return }
                guard anchored.rows < head.rows else {
                    throw tampered("the journal ends at row \(head.rows), its anchor says \(anchored.rows)")
                }
                let rows = try file.rows(where: "sequence >= ?", [.integer(Int64(anchored.rows))], deadline)
                var previous = anchored
                for row in rows where row.sequence > anchored.rows {
                    guard row.sequence == previous.rows + 1, row.previous == previous.hash, row.computedHash == row.hash else {
                        throw tampered("row \(row.sequence) does not follow from the anchored row \(anchored.rows)")
                    }
                    previous = JournalHead(rows: row.sequence, hash: row.hash)
                }
                guard previous == head else { throw tampered("rows after row \(previous.rows) are missing") }
                try anchor.write(head)
            }
        }
    }

    private func tampered(_ message: String) -> JournalError {
        JournalError(
            .tampered, "the journal in \(directory) was changed by something else: \(message)",
            hint: "See what is wrong: jarvis-ops audit verify")
    }
}
