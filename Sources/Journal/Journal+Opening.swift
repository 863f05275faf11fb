internal import SQLiteKit
public import SystemKit

extension Journal {
    /// Opens the journal for writing; makes it where there is none: the directory and its missing parents 0700, its files 0600.
    ///
    /// The end of the chain is compared with the anchor. A journal that is ahead of it by rows that chain was left by a process that was
    /// killed: it is accepted, and anchored anew.
    /// - Parameters:
    ///   - directory: relative to the working directory, if not absolute.
    ///   - deadline: bounds the wait for other processes.
    /// - Throws: `JournalError`; `.tampered` when the journal is not what its anchor says.
    public static func open(directory: String, deadline: Deadline) throws(JournalError) -> Journal {
        let path = Paths.resolve(directory, in: Files.workingDirectory())
        let handle: DirectoryHandle
        do {
            try DirectoryHandle.make(path, mode: 0o700)
            handle = try DirectoryHandle(path)
        } catch { throw JournalError(error, creating: true) }
        try handle.acquire(.exclusive, until: deadline)
        defer { handle.unlock() }

        let places = try JournalFiles(handle)
        if let why = places.contradiction { throw .tampered(why) }
        let store: SQLiteStore
        do { store = try SQLiteStore.open(path + "/" + fileName, .ifMissing, deadline: deadline) } catch {
            throw JournalError(error, creating: places.file == nil)
        }
        let head = try prepare(store, places.anchor)
        if places.anchor != .head(head) {
            do {
                try Anchor.prepare(head, handle)
                try Anchor.commit(handle)
                // The first anchor's name must last: without it a journal with rows looks tampered with.
                if places.anchor == .missing { try handle.sync() }
            } catch { throw JournalError(error) }
        }
        guard let file = try JournalFiles(handle).file else { throw .tampered("\(path)/\(fileName) was removed while it was opened") }
        return Journal(handle, file, .store(store), warning: nil)
    }

    /// Makes the tables of a new file, or checks those of an old one; returns where the chain ends.
    private static func prepare(_ store: SQLiteStore, _ anchor: Anchor.Found) throws(JournalError) -> JournalHead {
        let state: JournalSchema.State
        do throws(SQLiteError) {
            state = try JournalSchema.look(store)
            if state.isEmpty, anchor == .missing {
                try store.transaction { () throws(SQLiteError) in try JournalSchema.create(store) }
                return .empty
            }
        } catch { throw JournalError(error) }
        try check(state)
        return try ChainHead.check(store, anchor)
    }

    static func check(_ state: JournalSchema.State) throws(JournalError) {
        if state.isEmpty { throw .tampered("the journal was emptied: its tables are gone") }
        if state.version > JournalSchema.version {
            throw JournalError(
                .newerFormat, "the journal has format \(state.version); this version knows up to \(JournalSchema.version)",
                hint: "Use the version of jarvis-ops that wrote it.")
        }
        if let fault = state.faults.first { throw .tampered("the journal's tables are not as they were made: \(fault.message)") }
    }
}

/// What lies in the state directory.
struct JournalFiles {
    let file: DirectoryHandle.Entry?
    let log: DirectoryHandle.Entry?
    let anchor: Anchor.Found

    init(_ directory: DirectoryHandle) throws(JournalError) {
        do throws(SystemError) {
            file = try directory.entry(Journal.fileName)
            log = try directory.entry(Journal.fileName + "-wal")
            anchor = try Anchor.read(directory)
        } catch { throw JournalError(error) }
    }

    /// Neither a journal nor a trace of one.
    var isAbsent: Bool { file == nil && (log?.size ?? 0) == 0 && anchor == .missing }

    /// Why these files cannot be what this program left, killed or not; nil when they can.
    var contradiction: String? {
        // SQLite would follow a link, and keep its log where nobody here looks.
        if file?.isRegular == false { return "\(Journal.fileName) is no regular file: the journal was replaced" }
        if log?.isRegular == false { return "\(Journal.fileName)-wal is no regular file: it was replaced" }
        if file == nil, anchor != .missing { return "\(Journal.fileName) is missing, but \(Anchor.name) is there: the journal was deleted" }
        let hasLog = (log?.size ?? 0) > 0
        if file == nil, hasLog { return "\(Journal.fileName) is missing, but its log is there: the journal was deleted" }
        // The first page of a new file is written before its log is begun.
        if file?.size == 0, hasLog { return "\(Journal.fileName) is empty, but its log is not: the journal was replaced" }
        return nil
    }
}
