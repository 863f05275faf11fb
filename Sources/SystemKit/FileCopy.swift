internal import CSystem
internal import Glibc

/// Copies and moves of large files, made so that what is there is never overwritten and never half done under its name.
extension Files {
    /// Copies the bytes of a regular file to a new one for its owner alone (0600), and makes them durable; on an error nothing stays.
    ///
    /// - Parameter each: is given every piece, of 1 MiB at most, before it is written; what it throws ends the copy.
    /// - Returns: bytes that were copied.
    /// - Throws: `SystemError`; `EEXIST` when the new file is there already.
    public static func copyNew(
        _ source: String, to destination: String, _ each: ([UInt8]) throws(SystemError) -> Void = { _ in }
    ) throws(SystemError) -> Int {
        let from = try RegularFile(source)
        let file = unsafe open(destination, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError("create", destination) }
        defer { close(file) }
        do throws(SystemError) {
            let output = OutputStream(fileDescriptor: file)
            var offset = 0
            while true {
                let piece = try from.bytes(from: offset, count: 1 << 20)
                if piece.isEmpty { break }
                try each(piece)
                do { try output.write(piece) } catch { throw SystemError("write", destination, code: error.code) }
                offset += piece.count
            }
            guard fsync(file) == 0 else { throw SystemError("fsync", destination) }
            return offset
        } catch {
            _ = unsafe unlink(destination)
            throw error
        }
    }

    /// Reads a regular file in pieces of 1 MiB at most; what `each` throws ends it.
    public static func readPieces(_ path: String, _ each: ([UInt8]) throws(SystemError) -> Void) throws(SystemError) {
        let file = try RegularFile(path)
        var offset = 0
        while true {
            let piece = try file.bytes(from: offset, count: 1 << 20)
            if piece.isEmpty { return }
            try each(piece)
            offset += piece.count
        }
    }

    /// Gives a file another name in the same file system. Throws: `EEXIST` when the name is taken.
    public static func renameNew(_ old: String, to new: String) throws(SystemError) {
        guard unsafe csystem_rename_new(AT_FDCWD, old, new) == 0 else { throw SystemError("rename", "\(old) to \(new)") }
    }

    /// Gives a file a second name. Throws: `EEXIST` when the name is taken; `EPERM`, `ENOTSUP` where the file system has none.
    public static func link(_ old: String, to new: String) throws(SystemError) {
        guard unsafe Glibc.link(old, new) == 0 else { throw SystemError("link", "\(old) to \(new)") }
    }

    /// Gives a file the owner, the group, the access list and the mode of another, durably.
    public static func giveAttributes(of model: String, to path: String) throws(SystemError) {
        let from = unsafe open(model, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard from >= 0 else { throw SystemError("open", model) }
        defer { close(from) }
        let to = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard to >= 0 else { throw SystemError("open", path) }
        defer { close(to) }
        var old = stat()
        var new = stat()
        guard unsafe fstat(from, &old) == 0, unsafe fstat(to, &new) == 0 else { throw SystemError("stat", path) }
        // Owner first: giving a file away takes mode bits from it.
        if old.st_uid != new.st_uid || old.st_gid != new.st_gid {
            guard fchown(to, old.st_uid, old.st_gid) == 0 else { throw SystemError("set the owner of", path) }
        }
        guard csystem_copy_attributes(from, to) == 0 else { throw SystemError("copy the attributes to", path) }
        guard fchmod(to, old.st_mode & 0o7777) == 0 else { throw SystemError("set the mode of", path) }
        guard fsync(to) == 0 else { throw SystemError("fsync", path) }
    }

    /// When what a file holds was changed last; nil when there is none.
    public static func modified(_ path: String) -> Timestamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Timestamp(milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
    }

    /// The process that holds a POSIX lock on any part of a file: `.some(0)` when the system does not say which, nil when none does.
    ///
    /// Opening and closing a file drops this process's own locks on it: not for files that this process has open in SQLite.
    public static func lockHolder(_ path: String) throws(SystemError) -> Int32? {
        let file = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw SystemError("open", path) }
        defer { close(file) }
        var wanted = flock()
        wanted.l_type = Int16(F_WRLCK)
        wanted.l_whence = Int16(SEEK_SET)
        guard unsafe fcntl(file, F_GETLK, &wanted) == 0 else { throw SystemError("look for locks on", path) }
        return wanted.l_type == Int16(F_UNLCK) ? nil : max(0, wanted.l_pid)
    }
}

extension SystemError {
    /// Whether a disk, a quota or a limit on files is used up.
    public var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }
    /// The code for work that did not end in its time.
    public static let timedOutCode: Int32 = ETIMEDOUT
    /// Whether a name is taken already.
    public var isTaken: Bool { code == EEXIST }
}
