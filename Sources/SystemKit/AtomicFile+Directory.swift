internal import Glibc

extension AtomicFile {
    /// The directory of the file, held open: it stays the same one even if it is renamed meanwhile.
    final class Directory {
        let descriptor: Int32
        private let path: String

        init(of file: String) throws(AtomicFileError) {
            // `directory/` and `.` name no file that could be made.
            guard !["", ".", ".."].contains(Paths.name(file)), !file.hasSuffix("/") else {
                throw .system(SystemError("write", file, code: file.isEmpty ? ENOENT : EISDIR))
            }
            path = Paths.parent(file)
            descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system(SystemError("open", path)) }
        }

        deinit { close(descriptor) }

        /// Writes a temporary file, makes it durable and lets `commit` give it its name. Removes it on every error.
        func place(
            _ bytes: [UInt8], as name: String, prepare: (Int32) throws(AtomicFileError) -> Void,
            commit: (String) throws(AtomicFileError) -> Void
        ) throws(AtomicFileError) {
            let temporary = try TemporaryName(for: name).text
            let file = unsafe openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw .system(SystemError("create a file in", path)) }
            var isOpen = true
            do throws(AtomicFileError) {
                // Held as long as it is written; the system lets go of it when the process dies.
                _ = flock(file, LOCK_EX | LOCK_NB)
                do { try OutputStream(fileDescriptor: file).write(bytes) } catch {
                    throw AtomicFileError.system(SystemError("write", path + "/" + name, code: error.code))
                }
                try prepare(file)
                guard fsync(file) == 0 else { throw AtomicFileError.system(SystemError("fsync", path + "/" + name)) }
                try commit(temporary)
                isOpen = false
                // All is durable already: a close that fails takes nothing back.
                close(file)
            } catch {
                if isOpen { close(file) }
                _ = unsafe unlinkat(descriptor, temporary, 0)
                throw error
            }
        }

        func rename(_ temporary: String, to name: String, _ path: String) throws(AtomicFileError) {
            guard unsafe renameat(descriptor, temporary, descriptor, name) == 0 else { throw .system(SystemError("replace", path)) }
        }

        /// Makes the new name durable.
        func sync(for file: String) throws(AtomicFileError) {
            guard fsync(descriptor) == 0 else { throw .notDurable(path: file, SystemError("fsync", path)) }
        }

        /// Removes what killed processes left of earlier calls for the same file.
        ///
        /// A leftover has a name of ours with a process that is gone, and nobody holds it: the second tells it from a file that
        /// a process writes which we cannot see, in another container.
        func removeLeftovers(of name: String) {
            for entry in (try? Files.list(path)) ?? [] {
                guard let temporary = TemporaryName(entry), temporary.name == name, !temporary.isInUse else { continue }
                let file = unsafe openat(descriptor, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                guard file >= 0 else { continue }
                defer { close(file) }
                var status = stat()
                guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, flock(file, LOCK_EX | LOCK_NB) == 0 else {
                    continue
                }
                _ = unsafe unlinkat(descriptor, entry, 0)
            }
        }
    }
}
