internal import CSystem
internal import Glibc

extension AtomicFile {
    /// The file that is to be replaced, held open so that its attributes can be copied.
    struct OldFile {
        private let name: String
        /// As the caller wrote it, for messages.
        private let path: String
        private let descriptor: Int32
        private let status: stat

        init(_ name: String, in directory: Directory, _ path: String) throws(AtomicFileError) {
            let descriptor = unsafe openat(directory.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system(SystemError("open", path)) }
            var status = stat()
            var problem: AtomicFileError?
            if unsafe fstat(descriptor, &status) != 0 {
                problem = .system(SystemError("stat", path))
            } else if status.st_mode & S_IFMT != S_IFREG {
                problem = .notRegular(path: path)
            } else if status.st_nlink > 1 {
                problem = .hardLinked(path: path, names: Int(status.st_nlink))
            } else if unsafe faccessat(directory.descriptor, name, W_OK, AT_EACCESS) != 0 {
                problem = .system(SystemError("write", path))
            }
            if let problem {
                _ = Glibc.close(descriptor)
                throw problem
            }
            self.name = name
            self.path = path
            self.descriptor = descriptor
            self.status = status
        }

        func close() { _ = Glibc.close(descriptor) }

        /// Owner first: giving a file away takes mode bits from it.
        func giveAttributes(to file: Int32) throws(AtomicFileError) {
            var new = stat()
            guard unsafe fstat(file, &new) == 0 else { throw .system(SystemError("stat", path)) }
            if new.st_uid != status.st_uid || new.st_gid != status.st_gid {
                guard fchown(file, status.st_uid, status.st_gid) == 0 else { throw .ownerNotKept(path: path, SystemError("chown", path)) }
            }
            guard csystem_copy_attributes(descriptor, file) == 0 else { throw .system(SystemError("copy the attributes of", path)) }
            guard fchmod(file, status.st_mode & 0o7777) == 0 else { throw .system(SystemError("set the mode of", path)) }
        }

        /// Whether the name still leads to a file with these bytes, this owner and this mode.
        func check(_ expected: [UInt8]?, in directory: Directory) throws(AtomicFileError) {
            guard let expected else { return }
            let now = unsafe openat(directory.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard now >= 0 else {
                throw errno == ENOENT || errno == ELOOP ? .changed(path: path) : .system(SystemError("open", path))
            }
            defer { _ = Glibc.close(now) }
            var current = stat()
            guard unsafe fstat(now, &current) == 0 else { throw .system(SystemError("stat", path)) }
            guard current.st_mode == status.st_mode, current.st_uid == status.st_uid, current.st_gid == status.st_gid,
                current.st_nlink == 1, Int(current.st_size) == expected.count
            else { throw .changed(path: path) }
            let held: [UInt8]
            do { held = try Files.readAll(now, path, limit: expected.count) } catch {
                throw error.code == EFBIG ? .changed(path: path) : .system(error)
            }
            guard held == expected else { throw .changed(path: path) }
        }
    }
}
