internal import SystemKit

/// Where a database lies, and the names that belong to it.
struct DatabasePlace {
    /// What SQLite keeps beside a database. The order matters where they are moved: the log first, for it holds what the file has not.
    static let suffixes = ["-wal", "-journal", "-shm"]

    /// Absolute, and not a link: what is renamed is the file itself.
    let path: String
    var directory: String { Paths.parent(path) }
    var name: String { Paths.name(path) }
    /// A new file before it has its name. One name, so that what a killed process left is found and replaced.
    var staged: String { directory + "/." + name + ".unfinished" }

    /// - Parameter path: absolute; a link to a database that is missing leads to where it would be.
    init(_ path: String) {
        if let real = try? Files.realPath(path) {
            self.path = real
        } else {
            let target = Files.linkTarget(path).map { Paths.resolve($0, in: Paths.parent(path)) } ?? path
            let directory = (try? Files.realPath(Paths.parent(target))) ?? Paths.parent(target)
            self.path = Paths.resolve(Paths.name(target), in: directory)
        }
    }

    /// The file's own suffixes that are there now.
    static func sidecars(of path: String) -> [String] { suffixes.filter { Files.kind(path + $0) != nil } }

    /// A name for a file that is put aside, `NAME.bad-YYYYMMDD-HHMMSS` in UTC, that nothing has yet.
    func freeName(at time: Timestamp = .now()) -> String {
        let digits = time.rfc3339.filter(\.isNumber)
        let base = "\(path).bad-\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))"
        var candidate = base
        var number = 2
        while ([""] + DatabasePlace.suffixes).contains(where: { Files.kind(candidate + $0) != nil }) {
            candidate = "\(base)-\(number)"
            number += 1
        }
        return candidate
    }

    /// Files that were put aside, without their suffixes: also names of which only a log is there.
    var asides: [String] {
        let start = name + ".bad-"
        let names = ((try? Files.list(directory)) ?? []).filter { $0.hasPrefix(start) }.map { entry in
            DatabasePlace.suffixes.first { entry.hasSuffix($0) }.map { String(entry.dropLast($0.count)) } ?? entry
        }
        return Set(names).sorted().map { directory + "/" + $0 }
    }

    /// The last file that was put aside, whole.
    var lastAside: String? { asides.last { Files.kind($0) == .regular } }

    func removeStaged() { for suffix in [""] + DatabasePlace.suffixes { try? Files.remove(staged + suffix) } }

    func sync() throws(SystemError) { try DirectoryHandle(directory).sync() }
}
