internal import Glibc

/// Whole files, read and written, and where the fixtures are.
public enum TestFile {
    /// `Tests/Fixtures/NAME`, found from this source file.
    public static func fixture(_ name: String, source: String = #filePath) -> String {
        source.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/Fixtures/" + name
    }

    public static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw PythonOracle.Failure("cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    public static func write(_ bytes: [UInt8], _ path: String) throws {
        guard let file = fopen(path, "wb") else { throw PythonOracle.Failure("cannot write \(path)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw PythonOracle.Failure("short write: \(path)") }
    }

    /// The names in a directory that end so, sorted.
    public static func list(_ directory: String, suffix: String) throws -> [String] {
        guard let handle = opendir(directory) else { throw PythonOracle.Failure("cannot list \(directory)") }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(suffix) { names.append(name) }
        }
        return names.sorted()
    }
}
