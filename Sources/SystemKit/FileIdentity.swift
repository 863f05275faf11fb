internal import Glibc

/// Which file it is, whatever it is called: the device and the number of its inode.
public struct FileIdentity: Sendable, Hashable {
    public let device: UInt64
    public let inode: UInt64

    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

extension Files {
    /// Which file the path leads to, following links. Throws: `SystemError`.
    public static func identity(_ path: String) throws(SystemError) -> FileIdentity {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemError("stat", path) }
        return FileIdentity(status)
    }

    /// The whole of a regular file at exactly this name, without ever waiting: a link is not followed (`ELOOP`), a pipe or a device
    /// is refused (`EINVAL`). For files in directories that others can write to.
    ///
    /// - Parameter limit: bytes; a longer file is refused with `EFBIG`.
    public static func readRegular(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError("read", path, code: EINVAL) }
        return try readAll(descriptor, path, limit: limit, sizeHint: Int(status.st_size))
    }

    /// Removes a file or a link, not a directory. Throws: `SystemError`.
    public static func remove(_ path: String) throws(SystemError) {
        guard unsafe unlink(path) == 0 else { throw SystemError("remove", path) }
    }

    /// Makes a directory and those above it that are missing; what is there already keeps its mode.
    ///
    /// - Parameter mode: of every directory that is made, less the umask.
    /// - Throws: `SystemError`; `ENOTDIR` when something on the way is no directory.
    public static func makeDirectories(_ path: String, mode: UInt32 = 0o700) throws(SystemError) {
        if unsafe mkdir(path, mode) == 0 { return }
        switch errno {
        case EEXIST: break
        case ENOENT:
            let parent = Paths.parent(path.hasSuffix("/") && path != "/" ? String(path.dropLast()) : path)
            guard parent != path, parent != ".", !path.isEmpty else { throw SystemError("make directory", path, code: ENOENT) }
            try makeDirectories(parent, mode: mode)
            // Another process may have been quicker.
            guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError("make directory", path) }
        default:
            let code = errno
            // A read-only file system and a directory that may not be written say so even when there is nothing to make.
            if kind(path) == .directory { return }
            throw SystemError("make directory", path, code: code)
        }
        guard kind(path) == .directory else { throw SystemError("make directory", path, code: ENOTDIR) }
    }
}
