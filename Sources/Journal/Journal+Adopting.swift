internal import SQLiteKit
public import SystemKit

extension Journal {
    /// What `adopt` did.
    public struct Adopted: Sendable {
        /// What was wrong.
        public let found: JournalVerification
        /// The damaged database's name in the directory from now on; nil where there was none any more.
        public let putAside: String?
        public let head: JournalHead
    }

    /// Begins a new chain after a damaged journal; nil, with nothing changed, when the journal verifies or there is none.
    ///
    /// The damaged files stay under another name and can still be read (`putAside(directory:)`). A process that is killed in the middle
    /// leaves the damaged journal as it was, or the new one.
    /// - Parameter rows: the first rows of the new chain, given what was found and under which name it lies then. The very first one is the
    ///   adoption (`adoptionEvent`).
    /// - Throws: `JournalError`.
    public static func adopt(
        directory: String, deadline: Deadline, _ rows: (JournalVerification, _ putAside: String?) -> [JournalEntry]
    ) throws(JournalError) -> Adopted? {
        let path = Paths.resolve(directory, in: Files.workingDirectory())
        let handle: DirectoryHandle
        do { handle = try DirectoryHandle(path) } catch {
            if error.isMissing { return nil }
            throw JournalError(error)
        }
        try handle.acquire(.exclusive, until: deadline)
        defer { handle.unlock() }
        try JournalPlace(handle).requireClosed()
        let found = try verification(handle, deadline)
        if found.isWhole { return nil }
        foldLog(handle, deadline)
        let damaged = try DamagedFiles(handle)
        let entries = rows(found, damaged.database)
        let head = try makeNext(entries, handle, deadline)
        do throws(SystemError) {
            try damaged.keep()
            try handle.rename(nextName, to: fileName)
            try Anchor.commit(handle)
            try handle.sync()
        } catch { throw JournalError(error) }
        return Adopted(found: found, putAside: damaged.database, head: head)
    }

    /// The event of the row that begins a chain after a damaged one, in `runs`.
    public static var adoptionEvent: String { Adoption.event }

    /// What a new chain is written into before it takes its place.
    private static let nextName = "journal.next.db"

    /// What stands in the log of a readable database is moved into it, so that one file holds all of it.
    private static func foldLog(_ handle: DirectoryHandle, _ deadline: Deadline) {
        // SQLite, opened to write, would throw away the log of what it cannot read.
        guard let files = try? JournalFiles(handle), files.contradiction == nil, (files.log?.size ?? 0) > 0,
            (try? JournalReader.open(handle.path + "/" + fileName, log: files.log, deadline: deadline)) != nil
        else { return }
        try? SQLiteStore.open(handle.path + "/" + fileName, .never, deadline: deadline).checkpoint()
    }

    /// Whole, durable and closed.
    private static func makeNext(
        _ entries: [JournalEntry], _ handle: DirectoryHandle, _ deadline: Deadline
    ) throws(JournalError) -> JournalHead {
        do throws(SystemError) {
            for suffix in ["", "-wal", "-shm", "-journal"] { try handle.remove(nextName + suffix) }
        } catch { throw JournalError(error) }
        let store: SQLiteStore
        do {
            store = try SQLiteStore.open(
                handle.path + "/" + nextName, .ifMissing(mode: JournalPlace(handle).fileMode), deadline: deadline)
        } catch { throw JournalError(error, creating: true) }
        do throws(SystemError) { try handle.adopt(nextName) } catch { throw JournalError(error) }
        let head = try JournalWriter(store: store, directory: handle).begin(entries)
        do throws(SQLiteError) { try store.checkpoint() } catch { throw JournalError(error) }
        return head
    }

    /// The damaged journals that were adopted, the newest first, open for reading as far as they can be. No rule relies on them.
    public static func putAside(directory: String, deadline: Deadline) -> [Journal] {
        guard let handle = try? DirectoryHandle(Paths.resolve(directory, in: Files.workingDirectory())) else { return [] }
        let present = try? handle.entry(fileName)
        return DamagedFiles.names(handle).reversed().compactMap { name -> Journal? in
            // One that has both names was about to be put aside when a process was killed.
            guard let file = try? handle.entry(name), file.isRegular, present?.isSameFile(as: file) != true,
                let source = try? JournalReader.open(
                    handle.path + "/" + name, log: try? handle.entry(name + "-wal"), deadline: deadline)
            else { return nil }
            let damage = JournalError(.tampered, "\(name) was adopted as damaged")
            return Journal(handle, file, .reader(source), warning: damage)
        }
    }
}
