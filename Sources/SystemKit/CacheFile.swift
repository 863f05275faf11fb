internal import Glibc

/// Writes a file that may be lost at any time: it appears whole or not at all, and nobody waits for the disk.
///
/// Mode 0600. What a killed process left behind is overwritten by the next.
public final class CacheFile {
    private let path: String
    private let descriptor: Int32

    /// Begins a new file beside the one it will replace.
    ///
    /// - Returns: nil when another process is writing it just now.
    /// - Throws: `SystemError`.
    public static func begin(_ path: String) throws(SystemError) -> CacheFile? {
        let descriptor = unsafe open(path + ".new", O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("create", path) }
        let file = CacheFile(path, descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else { throw SystemError("create", path) }
        return file
    }

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Appends plain values as they lie in memory.
    public func write<Element: BitwiseCopyable>(_ array: [Element]) throws(SystemError) {
        let size = array.count * MemoryLayout<Element>.stride
        var done = 0
        while done < size {
            // The array lives as long as the closure, and the sum stays within it.
            let count = unsafe array.withUnsafeBytes { bytes in
                unsafe bytes.baseAddress.map { unsafe Glibc.write(descriptor, $0 + done, size - done) } ?? 0
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write", path) }
            done += count
        }
    }

    /// Puts it in its place.
    public func commit() throws(SystemError) {
        guard unsafe rename(path + ".new", path) == 0 else { throw SystemError("rename", path) }
    }
}
