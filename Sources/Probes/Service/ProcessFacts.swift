internal import SystemKit

/// What the kernel tells of a process, read from /proc and the control groups.
enum ProcessFacts {
    /// Resident memory in bytes; nil when the process is gone.
    static func residentBytes(_ processID: Int32) -> Double? {
        guard let line = text("/proc/\(processID)/status")?.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return kibibytes * 1024
    }

    /// Kills for want of memory in the process's own control group; nil for the root group, whose count is the whole machine's.
    static func outOfMemoryKills(_ processID: Int32) -> Int? {
        for line in text("/proc/\(processID)/cgroup")?.split(separator: "\n") ?? [] {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[2] != "/" else { continue }
            // Version 2 has one line with an empty controller list; version 1 one per controller.
            let file: String
            if parts[1].isEmpty {
                file = "/sys/fs/cgroup\(parts[2])/memory.events"
            } else if parts[1] == "memory" {
                file = "/sys/fs/cgroup/memory\(parts[2])/memory.oom_control"
            } else {
                continue
            }
            guard let count = text(file)?.split(separator: "\n").first(where: { $0.hasPrefix("oom_kill ") }) else { continue }
            return count.split(separator: " ").last.flatMap { Int($0) }
        }
        return nil
    }

    /// The process that listens on a TCP port of this machine: the port's socket, then the process that holds it open.
    static func listener(port: Int) -> Int32? {
        let inodes = listeningInodes(port: port)
        guard !inodes.isEmpty else { return nil }
        for entry in (try? Files.list("/proc")) ?? [] {
            guard let processID = Int32(entry), let descriptors = try? Files.list("/proc/\(entry)/fd") else { continue }
            for descriptor in descriptors {
                if let target = Files.linkTarget("/proc/\(entry)/fd/\(descriptor)"), inodes.contains(target) { return processID }
            }
        }
        return nil
    }

    /// `socket:[12345]` for every listening socket on the port, of both address families.
    private static func listeningInodes(port: Int) -> Set<String> {
        let suffix = ":" + String(port, radix: 16, uppercase: true).leftPadded(to: 4)
        var result: Set<String> = []
        for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in text(file)?.split(separator: "\n").dropFirst() ?? [] {
                let fields = line.split(whereSeparator: \.isWhitespace)
                // Fields: number, local address, remote address, state (0A is listening), …, inode as the tenth.
                if fields.count > 9, fields[3] == "0A", fields[1].hasSuffix(suffix) { result.insert("socket:[\(fields[9])]") }
            }
        }
        return result
    }

    private static func text(_ path: String) -> String? {
        (try? Files.read(path, limit: 64 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String { String(repeating: "0", count: max(0, width - utf8.count)) + self }
}
