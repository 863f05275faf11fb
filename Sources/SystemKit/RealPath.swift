internal import Glibc

extension Files {
    /// Where a path leads when `..` and all links are followed.
    ///
    /// - Throws: `SystemError`, `ENOENT` when nothing is there.
    public static func realPath(_ path: String) throws(SystemError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw SystemError("open", path) }
        // The buffer is ours and ends in NUL.
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
