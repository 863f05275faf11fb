internal import Glibc

/// What a path leads to.
public enum FileKind: Sendable { case regular, directory, other }

/// Reading and looking at files. Writing belongs to the rooms that own a format.
public enum Files {
    /// The whole of a file.
    ///
    /// - Parameters:
    ///   - limit: bytes; a longer file is refused with `EFBIG` rather than cut.
    ///   - waitsForPipes: for files that a person named, who may mean a pipe. Any other pipe would hold the program where no signal
    ///     and no deadline reaches it.
    /// - Throws: `SystemError`, `EISDIR` for a directory and `ESPIPE` for a pipe included.
    public static func read(_ path: String, limit: Int = 1 << 30, waitsForPipes: Bool = false) throws(SystemError) -> [UInt8] {
        let (descriptor, size) = try openToRead(path, waitsForPipes: waitsForPipes)
        defer { close(descriptor) }
        return try readAll(descriptor, path, limit: limit, sizeHint: size)
    }

    /// An open file and its size.
    static func openToRead(_ path: String, waitsForPipes: Bool = false) throws(SystemError) -> (descriptor: Int32, size: Int) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | (waitsForPipes ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("open", path) }
        var status = stat()
        let looked = unsafe fstat(descriptor, &status)
        let kind = status.st_mode & S_IFMT
        let code = looked != 0 ? errno : kind == S_IFDIR ? EISDIR : kind == S_IFIFO && !waitsForPipes ? ESPIPE : 0
        guard code == 0 else {
            close(descriptor)
            throw SystemError(looked != 0 ? "stat" : "read", path, code: code)
        }
        return (descriptor, Int(status.st_size))
    }

    /// What is left to read from a descriptor. Sizes of pipes and /proc files are 0: a size is only a hint.
    static func readAll(_ descriptor: Int32, _ path: String, limit: Int, sizeHint: Int = 0) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, max(sizeHint, 0)) + 1)
        var chunk = [UInt8](repeating: 0, count: min(max(sizeHint + 1, 4096), 1 << 20))
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read", path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw SystemError("read", path, code: EFBIG) }
        }
    }

    /// What is at the path, following links; nil when nothing is there or it cannot be looked at.
    public static func kind(_ path: String) -> FileKind? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .regular
        case S_IFDIR: return .directory
        default: return .other
        }
    }

    /// Surely nothing there: what may not be looked at, because of a directory above it, is not absent.
    public static func isAbsent(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }

    public static func exists(_ path: String) -> Bool { kind(path) != nil }

    /// The size in bytes, or nil when there is no such file.
    public static func size(_ path: String) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    public static func isExecutable(_ path: String) -> Bool { unsafe kind(path) == .regular && access(path, X_OK) == 0 }

    /// The names in a directory, sorted, without `.` and `..`.
    public static func list(_ path: String) throws(SystemError) -> [String] {
        guard let handle = unsafe opendir(path) else { throw SystemError("list", path) }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            // `d_name` is a C array inside the entry, ended by NUL and valid until the next readdir.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The working directory.
    public static func workingDirectory() -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe getcwd(&buffer, buffer.count) != nil else { return "." }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Files {
    /// Where a symbolic link leads, as it is written; nil when it is none.
    public static func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
