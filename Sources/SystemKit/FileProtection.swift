internal import Glibc

/// Who may do what with a file, as its mode says.
public struct FileProtection: Sendable, Hashable {
    /// The nine permission bits and the three above them.
    public let mode: UInt32
    public let owner: UInt32
    public let group: UInt32

    /// The name of its owner; the number of one that has no name.
    public var ownerName: String { userName(owner) }
    public var groupName: String { SystemKit.groupName(group) }

    /// Whether nobody but the owner (and root) can read or write it.
    public var isOwnerOnly: Bool { mode & 0o077 == 0 }

    /// `0600`.
    public var octal: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Files {
    /// The whole of a regular file and who may read it, both of the same open file. Links are followed; nothing is waited for.
    ///
    /// - Parameter limit: bytes; a longer file is refused with `EFBIG`.
    /// - Throws: `SystemError`; `EINVAL` for what is no regular file.
    public static func readProtected(_ path: String, limit: Int) throws(SystemError) -> (bytes: [UInt8], protection: FileProtection) {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError("read", path, code: EINVAL) }
        let bytes = try readAll(descriptor, path, limit: limit, sizeHint: Int(status.st_size))
        return (bytes, FileProtection(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid))
    }
}
