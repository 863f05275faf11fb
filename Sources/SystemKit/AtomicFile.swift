internal import CSystem
internal import Glibc

/// Files that are replaced whole or not at all: a reader, a crash or a full disk sees the old text or the new one, never a mixture.
///
/// The new text is written to a temporary file in the same directory, made durable, and renamed over the old one; then the directory
/// is made durable. No error leaves a temporary file behind; one that a killed process left is removed by the next call.
public enum AtomicFile {
    /// Replaces what a file holds; mode, owner, group, access list and `user.*` attributes stay.
    ///
    /// - A symbolic link stays a link: the file it leads to is replaced.
    /// - A file with several names (hard links) is refused: a rename would part them.
    /// - A file that may not be written is refused, though a rename could get around that.
    /// - Parameter expecting: the bytes that the caller decided upon; compared just before the rename. A writer that changes the file
    ///   in the few microseconds after is not seen: whoever may write it takes a lock first. nil replaces whatever is there.
    public static func replace(_ path: String, with bytes: [UInt8], expecting: [UInt8]? = nil) throws(AtomicFileError) {
        try replace(path, with: bytes, expecting: expecting, beforeRename: {})
    }

    /// Makes a new file with exactly this mode, whatever the umask. Throws: `.exists` when the name is taken, by a dangling link too.
    public static func create(_ path: String, with bytes: [UInt8], mode: UInt32) throws(AtomicFileError) {
        try place(path, bytes, mode) { (directory, temporary) throws(AtomicFileError) in
            guard unsafe csystem_rename_new(directory.descriptor, temporary, Paths.name(path)) == 0 else {
                throw errno == EEXIST ? .exists(path: path) : .system(SystemError("create", path))
            }
        }
    }

    /// Puts a new file with exactly this mode at a name, whatever is there: a link is replaced and not followed.
    /// For files that are the program's own.
    public static func put(_ path: String, with bytes: [UInt8], mode: UInt32) throws(AtomicFileError) {
        try place(path, bytes, mode) { (directory, temporary) throws(AtomicFileError) in
            try directory.rename(temporary, to: Paths.name(path), path)
        }
    }

    /// - Parameter beforeRename: runs when all is written and nothing renamed, for tests.
    static func replace(
        _ path: String, with bytes: [UInt8], expecting: [UInt8]?, beforeRename: () throws(AtomicFileError) -> Void
    ) throws(AtomicFileError) {
        let target = try realPath(path)
        let name = Paths.name(target)
        let directory = try Directory(of: target)
        let old = try OldFile(name, in: directory, path)
        defer { old.close() }
        directory.removeLeftovers(of: name)
        try directory.place(
            bytes, as: name, prepare: { file throws(AtomicFileError) in try old.giveAttributes(to: file) },
            commit: { temporary throws(AtomicFileError) in
                try beforeRename()
                try old.check(expecting, in: directory)
                try directory.rename(temporary, to: name, path)
            })
        try directory.sync(for: path)
    }

    private static func place(
        _ path: String, _ bytes: [UInt8], _ mode: UInt32, _ commit: (Directory, String) throws(AtomicFileError) -> Void
    ) throws(AtomicFileError) {
        let directory = try Directory(of: path)
        directory.removeLeftovers(of: Paths.name(path))
        try directory.place(
            bytes, as: Paths.name(path),
            prepare: { file throws(AtomicFileError) in
                guard fchmod(file, mode) == 0 else { throw .system(SystemError("set the mode of", path)) }
            },
            commit: { temporary throws(AtomicFileError) in try commit(directory, temporary) })
        try directory.sync(for: path)
    }

    /// Where the path leads when all links are followed.
    private static func realPath(_ path: String) throws(AtomicFileError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw .system(SystemError("open", path)) }
        // The buffer is ours and ends in NUL.
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
