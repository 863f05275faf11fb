internal import Glibc
internal import Synchronization

/// An exclusive lock of those who may write a directory: it excludes other users too, and the system frees it when its holder dies,
/// however it dies.
///
/// It is `flock` on a file in the directory. Whoever may open a file may lock it, to read is enough: a lock on the directory itself
/// could be held by everybody who may look into it. So this file is open to those alone who may write the directory. It is made with the
/// lock and goes with it; one that outlived its holder is taken over.
public final class WritersLock: Sendable {
    public enum Attempt: Sendable {
        case acquired(WritersLock)
        case heldByAnother
    }

    private let path: String
    private let identity: FileIdentity
    private let descriptor: Mutex<Int32?>

    private init(_ path: String, _ descriptor: Int32, _ identity: FileIdentity) {
        self.path = path
        self.descriptor = Mutex(descriptor)
        self.identity = identity
    }

    deinit { release() }

    /// Takes the lock if nobody has it, without waiting.
    ///
    /// - Parameter name: of the file that is locked.
    /// - Throws: `SystemError` when there is no such directory, or no file can be made in it.
    public static func attempt(_ name: String, in directory: String) throws(SystemError) -> Attempt {
        let handle = try DirectoryHandle(directory)
        let path = Paths.resolve(name, in: directory)
        // The file may go with another's lock just after it was opened: what counts is the one at the path.
        for _ in 0..<8 {
            guard let descriptor = try open(path, in: handle) else { return .heldByAnother }
            do throws(SystemError) {
                guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                    guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("lock", path) }
                    close(descriptor)
                    return .heldByAnother
                }
                var status = stat()
                guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
                let identity = FileIdentity(status)
                if (try? Files.identity(path)) == identity { return .acquired(WritersLock(path, descriptor, identity)) }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
        }
        return .heldByAnother
    }

    /// Removes the file and frees the lock; again is harmless.
    public func release() {
        let held = descriptor.withLock { held -> Int32? in
            defer { held = nil }
            return held
        }
        guard let held else { return }
        // While it is locked nobody else puts another one there.
        if (try? Files.identity(path)) == identity { try? Files.remove(path) }
        // A child between fork and exec still shares the descriptor for a moment: unlocking does not wait for it.
        _ = flock(held, LOCK_UN)
        close(held)
    }

    /// The file, made where it is not there; nil where another holds it who left it closed to us.
    private static func open(_ path: String, in directory: DirectoryHandle) throws(SystemError) -> Int32? {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let made = unsafe Glibc.open(path, flags | O_CREAT | O_EXCL, 0o600)
        if made >= 0 {
            directory.shareWithWriters(made)
            return made
        }
        guard errno == EEXIST else { throw SystemError("create", path) }
        let found = unsafe Glibc.open(path, flags)
        if found >= 0 { return found }
        switch errno {
        case ENOENT: return nil
        case EACCES, EPERM, ELOOP:
            // Another user's that outlived its holder, or a link: who may write the directory may take it away.
            if try FileLocks.holders(of: path)?.isEmpty == true { try? Files.remove(path) }
            return nil
        default: throw SystemError("open", path)
        }
    }
}

extension DirectoryHandle {
    /// Opens a new file to exactly those who may write this directory. What the system does not allow is left out: then it is closed to
    /// more people than it needs to be.
    func shareWithWriters(_ file: Int32) {
        guard let status = status() else { return }
        _ = fchown(file, geteuid() == 0 ? status.st_uid : uid_t.max, status.st_gid)
        _ = fchmod(file, 0o600 | (status.st_mode & 0o020 == 0 ? 0 : 0o060) | (status.st_mode & 0o002 == 0 ? 0 : 0o006))
    }
}
