internal import Glibc

extension Files {
    /// Why a path cannot be read, and whose it is: `Permission denied (mode 0600, of jarvis)`. Where a directory on the way is closed, that one
    /// is named.
    ///
    /// - Parameter error: what reading it gave.
    public static func whyUnreadable(_ path: String, _ error: SystemError) -> String {
        guard error.code == EACCES || error.code == EPERM else { return error.reason }
        var at = path
        while true {
            var status = stat()
            if unsafe stat(at, &status) == 0 {
                let found = FileProtection(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
                return "\(error.reason) (\(at == path ? "" : "\(at): ")mode \(found.octal), of \(found.ownerName))"
            }
            let parent = Paths.parent(at)
            guard parent != at, !parent.isEmpty else { return error.reason }
            at = parent
        }
    }

    /// Of these files the first that is there and may not be read, with the reason; nil where all may be.
    public static func unreadable(of paths: [String]) -> (path: String, why: String)? {
        for path in paths where exists(path) {
            guard unsafe access(path, R_OK) != 0 else { continue }
            return (path, whyUnreadable(path, SystemError("open", path)))
        }
        return nil
    }
}
