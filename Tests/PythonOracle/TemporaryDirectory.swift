internal import Glibc

/// A directory of its own for the length of a body; its files go with it.
enum TemporaryDirectory {
    static func with<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((base + "/jarvis-ops-oracle.XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw PythonOracle.Failure("no temporary directory in \(base)") }
        let path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in (try? TestFile.list(path, suffix: "")) ?? [] where name != "." && name != ".." { unlink(path + "/" + name) }
            rmdir(path)
        }
        return try body(path)
    }
}
