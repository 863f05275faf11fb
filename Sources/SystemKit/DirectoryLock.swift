internal import Glibc
internal import Synchronization

/// An exclusive lock on a directory itself: it needs no file in it, excludes other users too, and the system frees it when its
/// holder dies, however it dies.
///
/// It is `flock` on the directory's own descriptor, which closes on exec, so that no child keeps the lock alive. Two paths to the same
/// directory are one lock. It binds only those who ask for it.
public final class DirectoryLock: Sendable {
    public enum Attempt: Sendable {
        case acquired(DirectoryLock)
        case heldByAnother
    }

    /// Which directory is locked.
    public let identity: FileIdentity
    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32, _ identity: FileIdentity) {
        self.descriptor = Mutex(descriptor)
        self.identity = identity
    }

    deinit { release() }

    /// Takes the lock if nobody has it, without waiting. Throws: `SystemError` when the directory cannot be opened.
    public static func attempt(_ directory: String) throws(SystemError) -> Attempt {
        // A directory may be put in the place of the one that was opened: what counts is the one at the path.
        for _ in 0..<8 {
            let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SystemError("open", directory) }
            do throws(SystemError) {
                guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                    guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("lock", directory) }
                    close(descriptor)
                    return .heldByAnother
                }
                var status = stat()
                guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", directory) }
                let identity = FileIdentity(status)
                if try Files.identity(directory) == identity { return .acquired(DirectoryLock(descriptor, identity)) }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
        }
        throw SystemError("lock", directory, code: ESTALE)
    }

    /// Frees it; again is harmless.
    public func release() {
        let held = descriptor.withLock { held -> Int32? in
            defer { held = nil }
            return held
        }
        guard let held else { return }
        // A child between fork and exec still shares the descriptor for a moment: unlocking does not wait for it.
        _ = flock(held, LOCK_UN)
        close(held)
    }
}
