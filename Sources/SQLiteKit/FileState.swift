internal import Glibc

/// What can be seen of a database from outside, without opening it.
struct FileState: Equatable {
    let device: UInt
    let inode: UInt
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int64

    /// Throws: the `errno` value of `stat`.
    static func look(_ path: String) throws(SystemCode) -> (state: FileState, isRegular: Bool) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemCode(value: errno) }
        let state = FileState(
            device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
        return (state, status.st_mode & S_IFMT == S_IFREG)
    }

    /// The size of the file at the path, or nil when there is none.
    static func size(_ path: String) -> Int? { try? look(path).state.size }
}

struct SystemCode: Error {
    let value: Int32
}
