internal import Glibc
public import SystemKit

/// A temporary directory of a test's own, gone when the test ends.
public struct Fixture: Sendable {
    /// The directory's absolute path, without a slash at the end.
    public let directory: String

    /// Runs `body` with a new directory and removes it afterwards, whatever happened.
    public static func with<Result>(_ body: (Fixture) throws -> Result) throws -> Result {
        let fixture = Fixture(directory: try makeTemporaryDirectory())
        defer { removeTree(fixture.directory) }
        return try body(fixture)
    }

    /// The path of something in the directory.
    public func path(_ name: String) -> String { directory + "/" + name }

    /// Writes a file (its bytes replace what was there) and returns its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o644) throws(SystemError) -> String {
        let path = path(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemError("create", path) }
        defer { close(descriptor) }
        try OutputStream(fileDescriptor: descriptor).write(bytes)
        return path
    }

    @discardableResult
    public func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws(SystemError) -> String {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    @discardableResult
    public func makeDirectory(_ name: String) throws(SystemError) -> String {
        guard mkdir(path(name), 0o755) == 0 else { throw SystemError("make directory", path(name)) }
        return path(name)
    }

    /// Every file below the directory with its bytes: equal snapshots mean that nothing was created, removed or changed.
    public func snapshot() throws(SystemError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        try collect(directory, into: &files)
        return files
    }
}

private func makeTemporaryDirectory() throws(SystemError) -> String {
    let base = ProcessEnvironment.snapshot()["TMPDIR"] ?? "/tmp"
    var template = Array((base + "/jarvis-ops-test.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError("make directory", base) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

private func collect(_ directory: String, into files: inout [String: [UInt8]]) throws(SystemError) {
    for name in try Files.list(directory) {
        let path = directory + "/" + name
        if isDirectory(path) {
            try collect(path, into: &files)
        } else if Files.kind(path) == .regular {
            files[path] = try Files.read(path)
        }
    }
}

/// Removes a tree without following links. A test may have taken permissions away, so they are given back first.
private func removeTree(_ path: String) {
    guard isDirectory(path) else {
        unlink(path)
        return
    }
    chmod(path, 0o700)
    for name in (try? Files.list(path)) ?? [] { removeTree(path + "/" + name) }
    rmdir(path)
}
