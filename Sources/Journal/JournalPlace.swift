public import SystemKit

/// Whose a state directory is: one user's, or a group's whose members share one journal.
///
/// A group's directory has the setgid bit and may be written by the group (2770), which no directory is by accident. Its files then belong
/// to the group whatever the umask says (0660). Others are kept out in both cases.
public struct JournalPlace: Sendable {
    static let ownerOnly: UInt32 = 0o600

    /// Absolute.
    public let path: String
    public let protection: FileProtection
    /// Of the journal's files that are there.
    public let files: [(name: String, protection: FileProtection)]

    /// nil where there is no such directory, or it may not be looked into.
    public init?(_ directory: String) {
        guard let handle = try? DirectoryHandle(Paths.resolve(directory, in: Files.workingDirectory())) else { return nil }
        self.init(whole: handle)
    }

    /// With its files.
    init(whole directory: DirectoryHandle) {
        let names = [Journal.fileName, Journal.fileName + "-wal", Anchor.name]
        self.init(directory, names.compactMap { name in (try? directory.protection(of: name)).flatMap { $0 }.map { (name, $0) } })
    }

    init(_ directory: DirectoryHandle, _ files: [(name: String, protection: FileProtection)] = []) {
        path = directory.path
        protection = directory.protection
        self.files = files
    }

    public var isShared: Bool { protection.mode & 0o2070 == 0o2070 }
    /// Of the files in it.
    var fileMode: UInt32 { isShared ? 0o660 : Self.ownerOnly }
    /// Of directories in it.
    var directoryMode: UInt32 { isShared ? 0o2770 : 0o700 }

    /// Why what the journal says may be anybody's word: others may write it, or have; nil where it is its reader's own, or its group's.
    ///
    /// - Parameter user: who reads it. What belongs to root is as good as their own: root writes where it likes.
    public func exposure(to user: UInt32) -> JournalError? {
        if let openness { return openness }
        guard !isShared, let foreign = all.first(where: { $0.1.owner != user && $0.1.owner != 0 }) else { return nil }
        return JournalError(
            .exposed,
            "the journal belongs to another user (\(foreign.0), \(foreign.1.ownerName)): what it says is their word, and no rule relies on it",
            hint: "A journal that a group shares: install -d -m 2770 -g GROUP DIR, then JARVIS_OPS_STATE=DIR. Or one of your own: "
                + "unset JARVIS_OPS_STATE")
    }

    private var all: [(String, FileProtection)] { [(path, protection)] + files.map { ("\(path)/\($0.name)", $0.protection) } }

    /// Why anybody may write it; nil where it is closed. What is written meanwhile says so for good (`JournalRow.isExposed`).
    var openness: JournalError? {
        let others: UInt32 = isShared ? 0o007 : 0o022
        let open = all.filter { $0.1.mode & others & 0o022 != 0 || $0.0 == path && $0.1.mode & others != 0 }
        guard let first = open.first else { return nil }
        let paths = open.map { ShellWord.quoted($0.0) }.joined(separator: " ")
        return JournalError(
            .exposed,
            "the journal may be \(first.1.mode & others & 0o022 == 0 ? "used" : "written") by others (\(first.0), mode \(first.1.octal)): "
                + "what it says may be theirs, and no rule relies on it",
            hint: "Close it: chmod \(isShared ? "o-rwx" : "go-w") \(paths)")
    }

    /// Where a group may write and its files would not be the group's, the first member would lock the others out.
    func requireGroupsFiles() throws(JournalError) {
        guard protection.mode & 0o2070 == 0o0070 else { return }
        throw JournalError(
            .exposed, "a group may write the journal's directory \(path), and files in it would not be that group's",
            hint: "Let them be: chmod g+s \(path)")
    }

    /// A journal that a group relies on is written by that group alone.
    func requireClosed() throws(JournalError) {
        guard isShared, protection.mode & 0o007 != 0 else { return }
        throw JournalError(
            .exposed, "the journal's directory \(path) is shared by a group, and open to others too (mode \(protection.octal))",
            hint: "Close it: chmod o-rwx \(path)")
    }
}
