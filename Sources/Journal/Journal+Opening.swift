internal import SQLiteKit
public import SystemKit

extension Journal {
    /// Opens the journal for writing; makes it where there is none: the directory and its missing parents 0700, its files 0600. In a
    /// directory that a group shares (`JournalPlace`) its files are the group's.
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

        let place = JournalPlace(handle)
        try place.requireClosed()
        let places = try JournalFiles(handle)
        if let why = places.contradiction { throw .tampered(why) }
        let store: SQLiteStore
        do { store = try SQLiteStore.open(path + "/" + fileName, .ifMissing(mode: place.fileMode), deadline: deadline) } catch {
            throw JournalError(error, creating: places.file == nil)
        }
        let head = try prepare(store, places.anchor(of: store))
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
        let head = try ChainHead.check(store, anchor)
        if state.isWithoutIndexes {
            try store.transaction(JournalError.init) { () throws(JournalError) in
                do throws(SQLiteError) { try JournalSchema.addIndexes(store) } catch { throw JournalError(error) }
            }
        }
        return head
    }

    static func check(_ state: JournalSchema.State) throws(JournalError) {
        if state.isEmpty { throw .tampered("the journal was emptied: its tables are gone") }
        if state.version > JournalSchema.version {
            throw JournalError(
                .newerFormat, "the journal has format \(state.version); this version knows up to \(JournalSchema.version)",
                hint: "Use the version of jarvis-ops that wrote it. If none did, it is damaged: \(JournalError.adoption)")
        }
        if let fault = state.faults.first { throw .tampered("the journal's tables are not as they were made: \(fault.message)") }
    }
}
