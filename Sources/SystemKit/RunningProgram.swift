internal import Glibc

/// A process of which only the number is known: whose it is and what it runs, as far as the system tells.
public struct RunningProgram: Sendable {
    public let pid: Int32
    /// nil when there is no such process.
    public let user: String?
    /// Its words, as it was started; its bare name where it has none; nil when that is hidden from us.
    public let command: String?

    public init(_ pid: Int32) {
        self.pid = pid
        var status = stat()
        user = unsafe stat("/proc/\(pid)", &status) == 0 ? userName(status.st_uid) : nil
        let line = (try? Files.read("/proc/\(pid)/cmdline", limit: 1 << 16)) ?? []
        let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        let name = (try? Files.read("/proc/\(pid)/comm", limit: 4096)).map { String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self) }
        command = words.isEmpty ? name : String(words.prefix(200))
    }

    /// `process 4711 (ann: flock place sleep 600)`. What others wrote may hold anything: clean it before it is shown.
    public var words: String {
        let who = [user, command].compactMap(\.self).joined(separator: ": ")
        return "process \(pid)" + (who.isEmpty ? "" : " (\(who))")
    }
}
