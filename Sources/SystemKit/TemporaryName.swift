internal import Glibc

/// The name of a temporary file beside the one it is to become: `.NAME.PID-TICKS-RANDOM.new`.
///
/// It says which process made it and when that process started, so that what a killed one left can be told from what is being written.
struct TemporaryName: Equatable {
    /// The file it is to become.
    let name: String
    let text: String
    private let pid: Int32
    private let startTicks: UInt64

    /// A new name that nobody can guess.
    init(for name: String) throws(AtomicFileError) {
        guard let stat = ProcessStat(of: "self") else { throw .system(SystemError("read", "/proc/self/stat", code: ENOENT)) }
        var random = SystemRandomNumberGenerator()
        let digits = String(random.next() as UInt64, radix: 16)
        self.name = name
        pid = getpid()
        startTicks = stat.startTicks
        text = ".\(name).\(pid)-\(stat.startTicks)-\(String(repeating: "0", count: 16 - digits.count) + digits).new"
    }

    /// nil when the name is not of this form.
    init?(_ text: String) {
        guard text.hasPrefix("."), text.hasSuffix(".new") else { return nil }
        let inner = text.dropFirst().dropLast(4)
        guard let dot = inner.lastIndex(of: "."), dot != inner.startIndex else { return nil }
        let parts = inner[inner.index(after: dot)...].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let pid = Int32(parts[0]), pid > 0, let ticks = UInt64(parts[1]), parts[2].utf8.count == 16,
            UInt64(parts[2], radix: 16) != nil
        else { return nil }
        name = String(inner[..<dot])
        self.text = text
        self.pid = pid
        startTicks = ticks
    }

    /// Whether the process that made it still runs.
    var isInUse: Bool {
        guard let boot = try? ProcessIdentity.currentBootID() else { return true }
        return ProcessIdentity.isAlive(pid: pid, bootID: boot, startTicks: startTicks)
    }
}
