public import Configuration
public import SystemKit

/// Files that look like backups of the application's database.
public enum BackupFiles {
    public struct File: Sendable, Equatable {
        /// Absolute.
        public let path: String
        /// Bytes.
        public let size: Int
        public let modified: Timestamp

        public init(path: String, size: Int, modified: Timestamp) {
            self.path = path
            self.size = size
            self.modified = modified
        }
    }

    /// What SQLite keeps beside a database.
    private static let besides = ["-wal", "-journal", "-shm"]

    /// `*.db`, `*.sqlite*` and `*.bak` in `data/backups` and `backups` of the Jarvis directory, beside the database and in `backups` there,
    /// newest first.
    ///
    /// Neither the database itself nor what was put aside as bad is one, nor the files that SQLite keeps beside a database.
    public static func all(in configuration: Configuration) -> [File] {
        let database = configuration.absolute(configuration.database.value)
        let directory = Paths.parent((try? Files.realPath(database)) ?? database)
        let directories = [configuration.absolute("data/backups"), configuration.absolute("backups"), directory, directory + "/backups"]
        // Two databases are one when their paths lead to the same file; the memory's database is none of the application's backups.
        var seen: Set<FileIdentity> = []
        for path in [database, configuration.memoryDatabase.value] {
            if let identity = try? Files.identity(path) { seen.insert(identity) }
        }
        var found: [File] = []
        for directory in directories {
            for name in (try? Files.list(directory)) ?? [] where isBackup(name) {
                let path = directory + "/" + name
                guard Files.kind(path) == .regular, let identity = try? Files.identity(path), seen.insert(identity).inserted,
                    let size = Files.size(path), let modified = Files.modified(path)
                else { continue }
                found.append(File(path: path, size: size, modified: modified))
            }
        }
        return found.sorted { ($1.modified, $0.path) < ($0.modified, $1.path) }
    }

    private static func isBackup(_ name: String) -> Bool {
        guard !name.hasPrefix("."), !name.contains(".bad-"), !besides.contains(where: name.hasSuffix) else { return false }
        let lower = name.lowercased()
        return lower.hasSuffix(".db") || lower.hasSuffix(".bak") || lower.contains(".sqlite")
    }
}
