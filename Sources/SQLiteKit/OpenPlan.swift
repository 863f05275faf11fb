internal import Glibc
internal import SystemKit

/// How to read a file without leaving a trace beside it.
///
/// A database in WAL mode (sqlite.org/wal.html) is three files. SQLite's plain read-only mode creates the two missing ones and
/// leaves them there, and fails where it may not create them. So:
enum OpenPlan: Equatable {
    /// Rollback journal, or nothing special: as SQLite does it.
    case plain
    /// `-wal` and `-shm` are there: read both, and map the second without writing to it.
    case sharedLog
    /// WAL mode, but no log beside it: nobody has it open, and all of it is in the one file. It is read without locks, and
    /// the result counts only if the file still looks the same afterwards (`SQLiteDatabase.query`).
    case settled(FileState)

    /// The parameters of the file's URI.
    var parameters: String {
        switch self {
        case .plain: ""
        case .sharedLog: "&readonly_shm=1"
        case .settled: "&immutable=1"
        }
    }

    /// - Parameter path: a WAL database.
    /// - Throws: `.missing`, `.notReadable`.
    static func forLog(_ path: String) throws(SQLiteError) -> OpenPlan {
        let log = FileState.size(path + "-wal")
        if FileState.size(path + "-shm") != nil && log != nil { return .sharedLog }
        guard (log ?? 0) == 0 else {
            let why = "\(path)-wal holds changes but \(path)-shm is missing: reading them would create it; "
            throw SQLiteError(
                .notReadable, why + "open it once with a program that may write, or copy both files and read the copy",
                code: SQLiteError.lostIndex)
        }
        // A change within one tick of the file system's clock would not move the time again.
        let state = try existing(path)
        let age = Timestamp.now().milliseconds - state.modified / 1_000_000
        if (0..<20).contains(age) {
            let pause = try? Cancellation()
            _ = pause?.wait(until: .after(milliseconds: 20))
        }
        return .settled(try existing(path))
    }

    /// Whether somebody wrote to a settled file, or is about to.
    static func hasChanged(_ path: String, since before: FileState) throws(SQLiteError) -> Bool {
        try existing(path) != before || (FileState.size(path + "-wal") ?? 0) > 0
    }

    /// Looks at the file before SQLite does, for clearer words.
    static func existing(_ path: String) throws(SQLiteError) -> FileState {
        let found: (state: FileState, isRegular: Bool)
        do { found = try FileState.look(path) } catch {
            let reason = SystemError("open", path, code: error.value).reason
            let isMissing = error.value == noEntry || error.value == notADirectory
            throw SQLiteError(isMissing ? .missing : .notReadable, isMissing ? "there is no file \(path)" : "\(path): \(reason)")
        }
        guard found.isRegular else { throw SQLiteError(.notReadable, "\(path) is not a regular file") }
        return found.state
    }
}

private let noEntry = ENOENT
private let notADirectory = ENOTDIR
