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

    private static func text(_ path: String) -> String? {
        (try? Files.read(path, limit: 64 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }
}
