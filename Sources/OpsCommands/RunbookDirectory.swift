internal import DigestKit
internal import Runbook
internal import SystemKit

/// The Markdown files below a directory, read side by side.
enum RunbookDirectory {
    struct File: Sendable {
        /// As seen from the directory.
        let name: String
        let bytes: [UInt8]
        let runbook: Runbook
    }

    private static let mostFiles = 20_000
    private static let deepest = 12
    private static let threads = 4

    /// Without hidden directories, those of package managers, and links, which may lead round in circles.
    ///
    /// Throws: `SystemError` for a directory that cannot be listed.
    static func names(_ directory: String) throws(SystemError) -> [String] {
        var result: [String] = []
        var open = [("", 0)]
        while let (below, depth) = open.popLast() {
            for name in try Files.list(Paths.resolve(below, in: directory)) where !name.hasPrefix(".") && name != "node_modules" {
                let path = below.isEmpty ? name : below + "/" + name
                if name.lowercased().hasSuffix(".md") {
                    result.append(path)
                } else if depth < deepest, Files.linkTarget(Paths.resolve(path, in: directory)) == nil,
                    Files.kind(Paths.resolve(path, in: directory)) == .directory
                {
                    open.append((path, depth + 1))
                }
            }
            if result.count > mostFiles { throw SystemError("read more than \(mostFiles) runbooks of", directory, code: 7) }
        }
        return result.sorted()
    }

    /// Throws: `SystemError` for the first file that cannot be read.
    static func read(_ directory: String) throws(SystemError) -> [File] {
        let names = try names(directory)
        let size = max(1, (names.count + threads - 1) / threads)
        let parts = stride(from: 0, to: names.count, by: size).map { Array(names[$0..<min($0 + size, names.count)]) }
        var workers: [BlockingThread<Result<[File], SystemError>>] = []
        for part in parts { workers.append(try BlockingThread { read(part, in: directory) }) }
        var files: [File] = []
        for worker in workers { files += try worker.value().get() }
        return files
    }

    private static func read(_ names: [String], in directory: String) -> Result<[File], SystemError> {
        var files: [File] = []
        for name in names {
            do throws(SystemError) {
                let bytes = try Files.read(Paths.resolve(name, in: directory))
                files.append(File(name: name, bytes: bytes, runbook: RunbookReader.read(bytes, name: title(name))))
            } catch {
                return .failure(error)
            }
        }
        return .success(files)
    }

    /// What a file is called: `alerts/disk-full.md` → `disk-full`.
    static func title(_ path: String) -> String {
        let name = Paths.name(path)
        return name.lowercased().hasSuffix(".md") ? String(name.dropLast(3)) : name
    }

    /// What they hold together: of each its name and its own sum.
    static func sum(_ files: [File]) -> String {
        SHA256.hex(Array(files.map { "\(SHA256.hex($0.bytes))  \($0.name)\n" }.joined().utf8))
    }
}
