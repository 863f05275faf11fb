internal import Glibc

/// A directory held open, with what a room needs that keeps files of its own in it: a lock, small files read and replaced, names made durable.
///
/// Everything goes through the descriptor, so that the directory stays the same one even if its path leads elsewhere meanwhile.
public final class DirectoryHandle: Sendable {
    public enum Lock: Sendable { case shared, exclusive }

    /// What tells one file from another that was put in its place.
    public struct Entry: Sendable, Equatable {
        public let device: UInt64
        public let inode: UInt64
        /// Bytes.
        public let size: Int
        /// Neither a link, nor a directory, nor a pipe.
        public let isRegular: Bool

        /// Whether both are the same file; its size may have changed.
        public func isSameFile(as other: Entry) -> Bool { device == other.device && inode == other.inode }
    }

    public let path: String
    private let descriptor: Int32

    /// Throws: `SystemError`, `ENOENT` when there is no such directory.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
    }

    deinit { close(descriptor) }

    /// Takes the directory's own `flock`, which a killed process lets go of; false when another held it until the deadline.
    public func lock(_ kind: Lock, until deadline: Deadline) throws(SystemError) -> Bool {
        // Asked often: a lock is held for milliseconds, and whoever sleeps long while others come and go waits longest.
        while flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("lock", path) }
            if deadline.hasPassed { return false }
            _ = poll(nil, 0, min(2, deadline.pollTimeout))
        }
        return true
    }

    func status() -> stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    public func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// What is at the name, links not followed; nil when nothing is.
    public func entry(_ name: String) throws(SystemError) -> Entry? {
        var status = stat()
        guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("stat", path + "/" + name)
        }
        return Entry(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
            isRegular: status.st_mode & S_IFMT == S_IFREG)
    }

    /// A small regular file's bytes; nil when there is none. A longer one than the limit is refused with `EFBIG`.
    public func read(_ name: String, limit: Int) throws(SystemError) -> [UInt8]? {
        let file = unsafe openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("open", path + "/" + name)
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var used = 0
        while used < bytes.count {
            // The rest of the array, which pread does not outrun.
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(file, buffer.baseAddress.map { unsafe $0 + used }, buffer.count - used, used)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError("read", path + "/" + name) }
            if got == 0 { return Array(bytes.prefix(used)) }
            used += got
        }
        throw SystemError("read", path + "/" + name, code: EFBIG)
    }

    /// Writes a file, whatever had that name before, with exactly this mode, and makes its bytes durable. Links are not followed.
    public func write(_ bytes: [UInt8], to name: String, mode: UInt32) throws(SystemError) {
        let subject = path + "/" + name
        let file = unsafe openat(descriptor, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode)
        guard file >= 0 else { throw SystemError("create", subject) }
        defer { close(file) }
        guard fchmod(file, mode) == 0 else { throw SystemError("set the mode of", subject) }
        do { try OutputStream(fileDescriptor: file).write(bytes) } catch { throw SystemError("write", subject, code: error.code) }
        guard fsync(file) == 0 else { throw SystemError("fsync", subject) }
    }

    /// Gives a file of the superuser's to the directory's owner, who could not open it otherwise. For anybody else it does nothing.
    public func adopt(_ name: String) throws(SystemError) {
        guard geteuid() == 0 else { return }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        guard unsafe fchownat(descriptor, name, status.st_uid, status.st_gid, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw SystemError("set the owner of", path + "/" + name)
        }
    }

    /// Puts a file in the place of another at once.
    public func rename(_ old: String, to new: String) throws(SystemError) {
        guard unsafe renameat(descriptor, old, descriptor, new) == 0 else { throw SystemError("replace", path + "/" + new) }
    }

    /// Gives a file a second name; what has that name already stays there (`EEXIST`). Links are not followed.
    public func link(_ old: String, as new: String) throws(SystemError) {
        guard unsafe linkat(descriptor, old, descriptor, new, 0) == 0 else { throw SystemError("link", path + "/" + new) }
    }

    /// Takes a file away; one that is not there is away.
    public func remove(_ name: String) throws(SystemError) {
        guard unsafe unlinkat(descriptor, name, 0) != 0, errno != ENOENT else { return }
        throw SystemError("remove", path + "/" + name)
    }

    /// Who may do what with it. Where that cannot be seen, nobody but its owner may.
    public var protection: FileProtection {
        let status = status()
        return FileProtection(
            mode: (status?.st_mode ?? 0o700) & 0o7777, owner: status?.st_uid ?? geteuid(), group: status?.st_gid ?? getegid())
    }

    /// The same of what is at a name in it, links not followed; nil when nothing is.
    public func protection(of name: String) throws(SystemError) -> FileProtection? {
        var status = stat()
        guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("stat", path + "/" + name)
        }
        return FileProtection(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
    }

    /// Makes the names in it durable.
    public func sync() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path) }
    }

    /// Makes a directory and its missing parents, each with exactly this mode whatever the umask; what is there already stays as it is.
    public static func make(_ path: String, mode: UInt32) throws(SystemError) {
        if Files.kind(path) == .directory { return }
        let parent = Paths.parent(path)
        if parent != path, Files.kind(parent) != .directory { try make(parent, mode: mode) }
        guard unsafe mkdir(path, mode) == 0 else {
            // Another process may have been faster.
            if errno == EEXIST, Files.kind(path) == .directory { return }
            throw SystemError("make directory", path)
        }
        guard unsafe chmod(path, mode) == 0 else { throw SystemError("set the mode of", path) }
        try DirectoryHandle(parent).sync()
    }
}
