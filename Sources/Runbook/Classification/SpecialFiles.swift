/// Files that are more than their bytes: reading them may act, take something away from another reader, or never end.
enum SpecialFiles {
    /// Whether an argument names one, also behind an option's `=`. Nothing is looked up: a link of another name is not seen.
    static func isNamed(by argument: String) -> Bool {
        if argument == "/dev/null" { return false }
        // A watchdog starts, a tape winds, a kernel message is given out once.
        return argument.hasSuffix("/dev") || parts.contains { argument.holds($0) }
    }

    private static let parts = [
        "/dev/", "/fd/", "/proc/kmsg", "/proc/kcore", "/proc/sysrq", "trace_pipe", "/sys/kernel/debug", "/sys/kernel/tracing",
    ]

    /// Whether a search through everything below it would meet such files.
    static func areBelow(_ path: String) -> Bool {
        guard path.hasPrefix("/") else { return false }
        let first = path.split(separator: "/").first { $0 != "." }
        return first == nil || ["..", "dev", "proc", "sys"].contains(first)
    }
}
