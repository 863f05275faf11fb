internal import SystemKit

/// A damaged journal's files, and the names under which they are kept when a new one takes their place. Nothing of them is deleted.
struct DamagedFiles {
    private static let prefix = "journal.damaged-"
    private static let suffix = ".db"

    private let directory: DirectoryHandle
    private let base: String
    private let files: JournalFiles
    /// The database's name from then on; nil where there is none.
    let database: String?

    init(_ directory: DirectoryHandle) throws(JournalError) {
        self.directory = directory
        files = try JournalFiles(directory)
        let names = Self.names(directory)
        // An earlier attempt that was killed gave it its name already.
        let given = files.file.flatMap { file in
            names.first { name in (try? directory.entry(name)).flatMap { $0 }?.isSameFile(as: file) == true }
        }
        base = given.map { String($0.dropLast(Self.suffix.count)) } ?? Self.freeName(directory)
        database = files.file == nil ? nil : base + Self.suffix
    }

    /// The databases that lie in the directory under such names, in the order of time.
    static func names(_ directory: DirectoryHandle) -> [String] {
        let names = ((try? Files.list(directory.path)) ?? []).filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }
        // Without the suffix: what has no number comes before what has one.
        return names.map { $0.dropLast(suffix.count) }.sorted().map { $0 + suffix }
    }

    /// `journal.damaged-20261128-030000`.
    private static func freeName(_ directory: DirectoryHandle) -> String {
        let digits = Timestamp.now().rfc3339.filter(\.isNumber)
        let name = "\(prefix)\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))"
        let names = (try? Files.list(directory.path)) ?? []
        guard names.contains(where: { $0.hasPrefix(name) }) else { return name }
        let free = (101...999).first { number in !names.contains { $0.hasPrefix("\(name)-\(number).") } }
        return "\(name)-\(free ?? 100)"
    }

    /// Gives all of them their names, and takes away what SQLite would read with a new database: a log, which is kept too, and its index.
    func keep() throws(SystemError) {
        if let database { try keep(Journal.fileName, as: database, isRegular: files.file?.isRegular == true) }
        try keep(Anchor.name, as: base + ".anchor", isRegular: nil)
        try keep(Journal.fileName + "-wal", as: base + Self.suffix + "-wal", isRegular: nil)
        try directory.sync()
        for name in ["-wal", "-shm"] { try directory.remove(Journal.fileName + name) }
    }

    /// A second name for a file, so that it is there under one of them at any moment. What is no file is moved.
    private func keep(_ name: String, as other: String, isRegular: Bool?) throws(SystemError) {
        guard let entry = try directory.entry(name) else { return }
        guard isRegular ?? entry.isRegular else { return try directory.rename(name, to: other) }
        if let kept = try directory.entry(other) {
            if kept.isSameFile(as: entry) { return }
            // It changed since an earlier attempt.
            try directory.remove(other)
        }
        do { try directory.link(name, as: other) } catch { try directory.rename(name, to: other) }
    }
}
