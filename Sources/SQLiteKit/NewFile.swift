internal import Glibc
internal import SystemKit

/// An empty database file, made before SQLite would make one with the umask's mode.
enum NewFile {
    /// Makes the file with this mode, whatever the umask; one that is there stays as it is.
    static func make(_ path: String, mode: UInt32) throws(SQLiteError) {
        _ = try makeIfMissing(path, mode)
    }

    /// The same for its owner alone, but a file that is there is an error (`.inputOutput`).
    static func makeExclusively(_ path: String) throws(SQLiteError) {
        guard try makeIfMissing(path, 0o600) else { throw SQLiteError(.inputOutput, "\(path) is there already, and is not overwritten") }
    }

    /// False when there is one already.
    private static func makeIfMissing(_ path: String, _ mode: UInt32) throws(SQLiteError) -> Bool {
        // SQLite's locks would be lost if a second descriptor of the file were closed: an existing file is not opened here.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor < 0 {
            if errno == EEXIST { return false }
            throw SQLiteError(writing: path, system: errno, detail: SystemError("create", path).description)
        }
        let isDone = fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isDone else { throw SQLiteError(writing: path, system: code, detail: SystemError("create", path, code: code).description) }
        let directory = unsafe open(Paths.parent(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return true }
        _ = fsync(directory)
        close(directory)
        return true
    }
}
