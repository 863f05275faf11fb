internal import SystemKit

/// What lies in the state directory.
struct JournalFiles {
    private let directory: DirectoryHandle
    let file: DirectoryHandle.Entry?
    let log: DirectoryHandle.Entry?
    let anchor: Anchor.Found

    init(_ directory: DirectoryHandle) throws(JournalError) {
        self.directory = directory
        do throws(SystemError) {
            file = try directory.entry(Journal.fileName)
            log = try directory.entry(Journal.fileName + "-wal")
            anchor = try Anchor.read(directory)
        } catch { throw JournalError(error) }
    }

    /// Neither a journal nor a trace of one.
    var isAbsent: Bool { file == nil && (log?.size ?? 0) == 0 && anchor == .missing }

    /// The anchor that goes with these rows: that of an adoption which was killed before it could put its own in place is the next one.
    func anchor(of source: some RowSource) -> Anchor.Found {
        guard (try? ChainHead.check(source, anchor)) == nil, Adoption.first(of: source) != nil,
            let next = try? Anchor.read(directory, Anchor.temporaryName), (try? ChainHead.check(source, next, .whole)) != nil
        else { return anchor }
        return next
    }

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
