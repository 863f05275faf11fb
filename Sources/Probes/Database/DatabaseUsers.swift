internal import Glibc
public import JSONKit
internal import SystemKit

/// Which processes have a database open: its file, or a file that SQLite keeps beside it.
///
/// Found through /proc, and through the locks on the files, which show also those that /proc hides (another container). A process that
/// cannot be looked into may have anything open.
public struct DatabaseUsers: Sendable {
    public struct User: Sendable {
        /// 0 when only a lock shows that there is somebody.
        public let processID: Int32
        /// Its command line, cut at 100 characters; empty when it is hidden.
        public let command: String
    }

    public let users: [User]
    /// Why there may be more; nil when every process was looked into.
    public let blindness: String?

    /// Whether it is certain that nobody has it open.
    public var isFree: Bool { users.isEmpty && blindness == nil }

    /// For people: who has it open, or why that is not known.
    public var words: String {
        if users.isEmpty { return blindness ?? "nobody has it open" }
        let names = users.prefix(5).map { user in
            user.processID == 0 ? "a process that cannot be seen" : "\(user.processID) (\(user.command.isEmpty ? "?" : user.command))"
        }
        return names.joined(separator: ", ") + (users.count > 5 ? " and \(users.count - 5) more" : "")
    }

    public var evidence: JSONObject {
        [
            "processes": .array(users.map { .object(["pid": $0.processID.json, "command": $0.command.json]) }),
            "not_seen": blindness.json,
        ]
    }

    /// - Parameter path: the database; it need not exist.
    public static func find(_ path: String) -> DatabaseUsers {
        let files = ["", "-wal", "-shm", "-journal"].map { path + $0 }
        let identities = Set(files.compactMap { try? Files.identity($0) })
        guard !identities.isEmpty else { return DatabaseUsers(users: [], blindness: nil) }
        guard let entries = try? Files.list("/proc"), let own = Files.linkTarget("/proc/self") else {
            return DatabaseUsers(users: [], blindness: "who has it open is not known: /proc cannot be read")
        }
        var users: [User] = []
        var hidden = 0
        // What this program itself starts holds copies of its files for a moment.
        let bound = Deadline.after(milliseconds: 1000)
        for entry in entries where entry != own {
            guard let processID = Int32(entry) else { continue }
            switch settled(entry, identities, until: bound) {
            case .some(true): users.append(User(processID: processID, command: command(entry)))
            case .some(false): break
            case nil: hidden += 1
            }
        }
        users += lockHolders(files, beside: users)
        // Process 1 is always there; where it is not shown others may be hidden too (hidepid).
        let unseen = hidden == 1 ? "1 process" : hidden > 1 ? "\(hidden) processes" : entries.contains("1") ? nil : "some processes"
        return DatabaseUsers(users: users, blindness: unseen.map { "who has it open is not known: \($0) cannot be looked into" })
    }

    /// As `holds`, once a child of this program has become the program that it is meant to be: until then it holds copies of what this
    /// one has open.
    private static func settled(_ process: String, _ files: Set<FileIdentity>, until bound: Deadline) -> Bool? {
        while true {
            let answer = holds(process, files)
            guard answer == true, isStarting(process), !bound.hasPassed else { return answer }
            usleep(2000)
        }
    }

    private static func isStarting(_ process: String) -> Bool {
        Files.linkTarget("/proc/\(process)/exe") == Files.linkTarget("/proc/self/exe")
    }

    /// nil when the process cannot be looked into.
    private static func holds(_ process: String, _ files: Set<FileIdentity>) -> Bool? {
        let directory = "/proc/\(process)/fd"
        guard let descriptors = try? Files.list(directory) else {
            // Gone meanwhile, or without memory of its own: a thread of the kernel, or a zombie.
            guard let status = text("/proc/\(process)/status") else { return Files.exists("/proc/\(process)") ? nil : false }
            return status.contains("\nVmSize:") ? nil : false
        }
        return descriptors.contains { descriptor in
            let path = directory + "/" + descriptor
            // Sockets and pipes have no path.
            guard let target = Files.linkTarget(path), target.hasPrefix("/"), let identity = try? Files.identity(path) else { return false }
            return files.contains(identity)
        }
    }

    /// Holders of locks that were not found otherwise. One in another container has no number here.
    private static func lockHolders(_ files: [String], beside known: [User]) -> [User] {
        guard known.isEmpty else { return [] }
        for file in files where Files.kind(file) == .regular {
            if let holder = try? Files.lockHolder(file) { return [User(processID: holder, command: command(String(holder)))] }
        }
        return []
    }

    private static func command(_ process: String) -> String {
        let line = (text("/proc/\(process)/cmdline") ?? "").split(separator: "\0").joined(separator: " ")
        let name = line.isEmpty ? (text("/proc/\(process)/comm") ?? "").filter { $0 != "\n" } : line
        return String(name.prefix(100))
    }

    private static func text(_ path: String) -> String? {
        (try? Files.read(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }
}
