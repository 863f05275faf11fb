internal import Glibc

/// Whether this process may make and remove names in a directory.
public enum RightToWrite: Sendable, Equatable {
    case granted
    case readOnlyMedium
    /// The name of its owner and its mode: `0755`.
    case denied(owner: String, mode: String)
}

extension Files {
    /// nil where there is no such directory or file, or it cannot be seen.
    public static func rightToWrite(_ directory: String) -> RightToWrite? {
        guard let kind = kind(directory), kind == .directory || kind == .regular else { return nil }
        // Making an entry in a directory wants the right to pass through it too.
        let rights = kind == .directory ? W_OK | X_OK : W_OK
        if unsafe faccessat(AT_FDCWD, directory, rights, AT_EACCESS) == 0 { return .granted }
        if errno == EROFS { return .readOnlyMedium }
        var status = stat()
        guard unsafe stat(directory, &status) == 0 else { return nil }
        let protection = FileProtection(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
        return .denied(owner: userName(status.st_uid), mode: protection.octal)
    }
}
