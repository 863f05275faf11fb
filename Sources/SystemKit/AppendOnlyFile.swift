internal import Glibc

/// A file that is only appended to, one whole piece at a time, beside other writers who do the same.
public final class AppendOnlyFile: Sendable {
    public let path: String
    /// Which file it is, whatever the path leads to meanwhile.
    public let identity: FileIdentity
    private let descriptor: Int32

    /// - Parameters:
    ///   - creates: makes the file (mode 0644, as far as the umask lets it) where there is none.
    ///   - isForReading: opens it only to be read, as others append; every append then fails.
    public init(_ path: String, creates: Bool, isForReading: Bool = false) throws(SystemError) {
        self.path = path
        // A pipe without a writer must not hold anybody up.
        let access = isForReading ? O_RDONLY | O_NONBLOCK : O_RDWR | O_APPEND
        descriptor = unsafe open(path, access | O_CLOEXEC | (creates ? O_CREAT : 0), 0o644)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            throw SystemError(isForReading ? "read" : "append to", path, code: isDirectory ? EISDIR : EINVAL)
        }
        identity = FileIdentity(status)
    }

    deinit {
        // A child between fork and exec still shares the descriptor for a moment: unlocking does not wait for it.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes `flock` on the file itself, by whatever path others reach it, until this value is gone. It binds only those who ask for it.
    ///
    /// - Returns: false when somebody else has it.
    public func lock() throws(SystemError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("lock", path) }
        return false
    }

    /// Gives the file the mode of another one, and its owner where this process may do that: whoever may write the one may write the
    /// other. What is not allowed stays as it is.
    public func takeAccess(of other: AppendOnlyFile) {
        var status = stat()
        guard unsafe fstat(other.descriptor, &status) == 0 else { return }
        // Only the superuser gives to another user; to a group that one is a member of, everybody may.
        if fchown(descriptor, status.st_uid, status.st_gid) != 0 { _ = fchown(descriptor, uid_t.max, status.st_gid) }
        _ = fchmod(descriptor, status.st_mode & 0o666)
    }

    /// Appends a piece in one `write`, so that no other writer's piece comes to stand inside it.
    ///
    /// Throws: `SystemError`. A disk that fills up in the middle leaves the beginning of the piece: it is cut off again when nobody has
    /// appended since, and else left as a line that cannot be read.
    public func append(_ bytes: [UInt8]) throws(SystemError) {
        let before = try size()
        while true {
            let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count == bytes.count { return }
            if count < 0 && errno == EINTR { continue }
            let code = count < 0 ? errno : ENOSPC
            // Only what is certainly ours: the piece began where the file ended.
            if count > 0, (try? size()) == before + count { _ = ftruncate(descriptor, off_t(before)) }
            throw SystemError("append to", path, code: code)
        }
    }

    /// Everything appended so far is on the disk when this returns.
    public func sync() throws(SystemError) {
        guard fdatasync(descriptor) == 0 else { throw SystemError("sync", path) }
    }

    /// Bytes in the file now, other writers' included.
    public func size() throws(SystemError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        return Int(status.st_size)
    }

    /// The bytes from an offset on, at most `count`; fewer where the file ends.
    public func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                // Inside the buffer: `filled` is less than its count.
                unsafe pread(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError("read", path) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }
}
