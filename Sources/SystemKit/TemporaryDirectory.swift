internal import Glibc

/// A private directory (0700) under `$TMPDIR`, that whoever made it removes.
public struct TemporaryDirectory: Sendable {
    public let path: String

    /// - Parameter prefix: the start of its name.
    /// - Throws: `SystemError`.
    public init(prefix: String, environment: [String: String]) throws(SystemError) {
        let base = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(base)/\(prefix).XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemError("make a temporary directory in", base) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Writes a file in it, readable by its owner only.
    public func write(_ text: String, to name: String) throws(SystemError) {
        let file = path + "/" + name
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("create", file) }
        defer { close(descriptor) }
        try OutputStream(fileDescriptor: descriptor).write(text)
    }

    /// Removes it and all in it. What cannot be removed stays; links are removed and not followed.
    public func remove() { TemporaryDirectory.remove(path) }

    private static func remove(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unsafe unlink(path)
            return
        }
        for name in (try? Files.list(path)) ?? [] { remove(path + "/" + name) }
        unsafe rmdir(path)
    }
}
